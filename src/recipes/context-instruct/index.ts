import type { FilterSettings } from '../../config.js';
import { UNLIMITED } from '../../llm/room/index.js';
import { askAll, type Work } from '../../llm/work.js';
import { examplesOf } from '../../prompts/load.js';
import { type CheckContext, type CheckedTurn, checkedTurns, type Refusal } from '../../quality/check.js';
import { createQuestionCheck } from '../../quality/duplicates.js';
import { createJudge } from '../../quality/index.js';
import { openPassages } from '../../quality/passages.js';
import { createAnswerCheck } from '../../quality/repeated-answers.js';
import { type Reviews, readReviews } from '../../quality/reviews.js';
import type { QuestionType } from '../../records.js';
import type { Recipe, RecipeContext, RoleMaterial } from '../recipe.js';
import { countRefusal } from '../refusals.js';
import { ownSettings } from '../settings.js';
import { askedQuota, chooseByQuota, describeShortfall, Quota, quotaFor, tallyAccepted, toSample } from './accept.js';
import { createAsker, LONGEST_SEGMENT, toCandidates } from './asker.js';
import { contextInstructCommand } from './command.js';
import { contextInstructFacts } from './prompt-facts.js';
import { emptyYields, planRound } from './rounds.js';
import { Candidate } from './row.js';
import { OWN, SMALL_MODEL, withinRoom } from './settings.js';

/** A role is asked no question twice, and gives no answer to several; the first one stays. */
const repeatsOf = ({ similarity }: FilterSettings) => createQuestionCheck(similarity, createAnswerCheck());

const TYPES = ['script_based', 'script_agnostic'] as const;

/** Counts what the rounds of one role bring. */
function createTally(judge: (turn: CheckedTurn) => Refusal | undefined) {
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
        const [refusal] = checkedTurns(toSample(candidate), true).flatMap((turn) => judge(turn) ?? []);
        if (refusal) countRefusal(refusals, refusal.check);
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
  material: RoleMaterial,
  shared: RecipeContext,
  reviews: Reviews,
  onEnd: (accepted: number, refusals: ReadonlyMap<string, number>) => void,
): Work<Candidate> {
  const { profile, lines } = material;
  const { settings, checks, model, prompts, room = UNLIMITED } = shared;
  const own = withinRoom(ownSettings(OWN, settings), room);
  const asker = createAsker(material, { own, seed: settings.seed, model, prompts, room });
  const quota = quotaFor(settings);
  const linesOf = (scripts: readonly string[]) => lines.filter(({ script }) => scripts.includes(script));
  const about: CheckContext = {
    profile,
    settings: settings.filter,
    promptExamples: examplesOf(prompts, Object.keys(contextInstructFacts), profile.language),
    passageOf: openPassages(linesOf)(profile.role),
    reviews,
  };
  const tally = createTally(createJudge(about, checks, repeatsOf(settings.filter)));
  const candidates: Candidate[] = [];

  for (let hasFailed = false; !hasFailed; ) {
    const wanted = planRound(tally.yields, quota, own);
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

/** Context-Instruct (papers.md 1.4): questions about a role with answers, from passages of its script and from its profile. */
export const contextInstruct: Recipe<Candidate> = {
  ...contextInstructCommand,
  title: 'role-specific',
  method: 'Context-Instruct',
  note: 'made from a passage of the script, or from the profile alone.',
  settings: OWN.settings,
  row: Candidate,
  kinds: {
    script_based: { title: 'script-based', isRoleSpecific: true },
    script_agnostic: { title: 'script-agnostic', isRoleSpecific: true },
  },
  prompts: contextInstructFacts,
  // The filter's settings decide when its rounds end.
  basis({ settings, data }) {
    const { segment, sampling, ...counts } = ownSettings(OWN, settings);
    const { seed, filter } = settings;
    return {
      settings: { ...counts, ...quotaFor(settings), segment, sampling, seed, filter },
      inputs: [data.review],
    };
  },
  open(shared) {
    const reviews = readReviews(shared.data);
    const { perRole } = quotaFor(shared.settings);
    return {
      countUnits: () => 1,
      *units(material) {
        const { role } = material.profile;
        let line: string | undefined;
        const onEnd = (accepted: number, refusals: ReadonlyMap<string, number>) => {
          line = describeShortfall(role, perRole, accepted, refusals);
        };
        yield { name: role, work: () => askForCandidates(material, shared, reviews, onEnd), lacks: () => line };
      },
    };
  },
  samples: (row) => [toSample(row)],
  background: ({ id, rationale }) => new Map(rationale === '' ? [] : [[id, { rationale }]]),
  repeats: repeatsOf,
  asked: (recorded, settings) => ({ ...askedQuota(recorded, settings) }),
  choose: (judged, asked) => chooseByQuota(judged, Quota.parse(asked)),
  tally: (asked) => tallyAccepted(Quota.parse(asked)),
  expectAnswers: (settings) => quotaFor(settings).perRole,
  longest: LONGEST_SEGMENT,
  smallModel: SMALL_MODEL,
  advice(settings) {
    const { candidateCap } = ownSettings(OWN, settings);
    return `Ask for fewer with --per-role, allow more candidates with contextInstruct.candidateCap (now ${candidateCap}), or give the role more script.`;
  },
};
