import type { ContextInstructSettings, Settings } from '../../config.js';
import { askAll, type Work } from '../../llm/work.js';
import { promptExamples } from '../../prompts/load.js';
import type { CheckContext } from '../../quality/check.js';
import { openPassages, type PassagesOfRole } from '../../quality/passages.js';
import { type Answer, Candidate, Profile, type QuestionType } from '../../records.js';
import { openDialogues } from '../../store/dialogues.js';
import { readRows } from '../../store/jsonl.js';
import type { StageRecord } from '../../store/manifest.js';
import { countLines } from '../../store/read-file.js';
import { type BasisOf, promptTexts } from '../basis.js';
import type { RunContext } from '../context.js';
import { checkNamed, isNamed, keptRoles, keptUnit, openByRole } from '../kept-roles.js';
import { type Reviews, readReviews } from '../reviews.js';
import { runModelStage, type StageUnit } from '../run-stage.js';
import { createCandidateCheck, describeShortfall, type Quota, type Refusal, toAnswer } from './accept.js';
import { createAsker, type JudgedMaterial, PROMPTS, toCandidates } from './asker.js';
import { emptyYields, planRound } from './rounds.js';

/** What is wanted of each role: `--limit` makes it less. */
export function quotaFor({ contextInstruct, limit }: Settings): Quota {
  const { perRole, scriptShare } = contextInstruct;
  return { perRole: limit === undefined ? perRole : Math.min(limit, perRole), scriptShare };
}

/** What the row checks must know: worked examples of this language's prompts among it, and the role's passages. */
export function checkContextFor(
  profile: Profile,
  { settings, prompts }: Pick<RunContext, 'settings' | 'prompts'>,
  passages: PassagesOfRole,
  reviews: Reviews,
): CheckContext {
  const examples = Object.values(PROMPTS).flatMap((id) => promptExamples(prompts(id, profile.language)));
  return { profile, settings: settings.filter, promptExamples: examples, passageOf: passages(profile.role), reviews };
}

const TYPES = ['script_based', 'script_agnostic'] as const;

/** Counts what the rounds of one role bring. */
function createTally(judge: (answer: Answer) => Refusal | undefined) {
  const yields = emptyYields();
  const refusals = new Map<string, number>();
  let before = { script_based: 0, script_agnostic: 0 };
  return {
    yields,
    refusals,
    accepted: () => yields.script_based.accepted + yields.script_agnostic.accepted,
    beginRound() {
      before = { script_based: yields.script_based.accepted, script_agnostic: yields.script_agnostic.accepted };
    },
    enter(type: QuestionType, candidates: readonly Candidate[]) {
      const tally = yields[type];
      tally.requests += 1;
      for (const candidate of candidates) {
        tally.candidates += 1;
        const refusal = judge(toAnswer(candidate));
        if (refusal) refusals.set(refusal.check, (refusals.get(refusal.check) ?? 0) + 1);
        else tally.accepted += 1;
      }
    },
    /** A type that was wanted and brought nothing acceptable was idle in this round. */
    endRound(wanted: Record<QuestionType, number>) {
      for (const type of TYPES) {
        if (wanted[type] > 0) yields[type].idle = yields[type].accepted > before[type] ? 0 : yields[type].idle + 1;
      }
    },
  };
}

/**
 * Makes one role's candidates (papers.md 1.4): rounds of requests, each planned from what the last ones yielded, until the
 * row checks have passed as many as wanted, the cap on candidates is reached or nothing new comes. A round in which a
 * request failed is the last: the next run finishes it first.
 */
export function* askForCandidates(
  material: JudgedMaterial,
  onEnd: (accepted: number, refusals: ReadonlyMap<string, number>) => void,
): Work<Candidate> {
  const { profile, lines, settings, checks } = material;
  const asker = createAsker(material);
  const quota = quotaFor(settings);
  const linesOf = (scripts: readonly string[]) => lines.filter(({ script }) => scripts.includes(script));
  const about = checkContextFor(profile, material, openPassages(linesOf), material.reviews);
  const tally = createTally(createCandidateCheck(about, checks, settings.filter));
  const candidates: Candidate[] = [];

  for (let hasFailed = false; !hasFailed; ) {
    const wanted = planRound(tally.yields, quota, settings.contextInstruct);
    if (wanted.script_based + wanted.script_agnostic === 0) break;
    tally.beginRound();
    const asks = TYPES.flatMap((type) => {
      const first = tally.yields[type].requests;
      // A role without a single segment has nothing script-based to ask.
      return Array.from({ length: wanted[type] }, (_, k) => asker[type](first + k)).filter((ask) => ask !== undefined);
    });
    const readings = asks.length > 0 ? yield* askAll(asks) : [];
    for (const [k, ask] of asks.entries()) {
      const reading = readings[k];
      const found = reading?.ok ? toCandidates(ask, reading.value, profile) : [];
      candidates.push(...found);
      tally.enter(ask.type, found);
      hasFailed ||= !reading?.ok;
    }
    tally.endRound(wanted);
  }
  onEnd(tally.accepted(), tally.refusals);
  return candidates;
}

/** What context-instruct makes its rows from; the filter's settings decide when its rounds end. */
export const contextInstructBasis: BasisOf = ({ settings, data, prompts }) => {
  const { segment, sampling, ...counts }: ContextInstructSettings = settings.contextInstruct;
  return {
    settings: {
      ...counts,
      ...quotaFor(settings),
      segment,
      sampling,
      seed: settings.seed,
      filter: settings.filter,
    },
    inputs: [data.profiles, data.dialogues, data.review],
    texts: promptTexts(prompts, Object.values(PROMPTS)),
  };
};

/** context-instruct: writes context-instruct.jsonl from profiles.jsonl and dialogues.jsonl. */
export async function contextInstruct(context: RunContext): Promise<StageRecord> {
  const { settings, data } = context;
  checkNamed(settings, data);
  const linesOf = openDialogues(data.dialogues);
  const reviews = readReviews(data);
  const earlier = openByRole(data.contextInstruct, Candidate);
  const short = new Map<string, string | undefined>();

  function* units(): Generator<StageUnit<Candidate>> {
    // Filled in the order in which roles come to an end, then anew in the order of the rows.
    short.clear();
    for (const profile of readRows(data.profiles, Profile)) {
      if (!isNamed(profile.role, settings)) {
        yield keptUnit(profile.role, earlier);
        continue;
      }
      const onEnd = (accepted: number, refusals: ReadonlyMap<string, number>) =>
        short.set(profile.role, describeShortfall(profile.role, quotaFor(settings).perRole, accepted, refusals));
      const work = () => askForCandidates({ ...context, profile, lines: linesOf(profile.scripts), reviews }, onEnd);
      yield { name: profile.role, work };
    }
  }

  return runModelStage(
    {
      name: 'context-instruct',
      basis: contextInstructBasis(context),
      kept: { roles: keptRoles(context) },
      output: data.contextInstruct,
      schema: Candidate,
      units,
      unitCount: settings.only?.length ?? countLines(data.profiles),
      lacks: () => [...short.values()].filter((line) => line !== undefined),
    },
    context,
  );
}
