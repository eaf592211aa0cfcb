import type { ContextInstructSettings, Settings } from '../../config.js';
import { makeRequest } from '../../llm/chat-request.js';
import { type Ask, askAll, type Unit, type Work } from '../../llm/work.js';
import { type Prompts, promptExamples, renderPrompt } from '../../prompts/load.js';
import type { CheckContext } from '../../quality/check.js';
import { Candidate, type DialogueLine, type Language, Profile, type QuestionType } from '../../records.js';
import { openDialogues } from '../../store/dialogues.js';
import { readRows } from '../../store/jsonl.js';
import type { StageRecord } from '../../store/manifest.js';
import { countWords } from '../../text/words.js';
import type { RunContext } from '../context.js';
import { renderLines } from '../excerpts.js';
import { describeRole } from '../role-description.js';
import { runModelStage } from '../run-stage.js';
import { createCandidateJudge, describeShortfall, type Quota, toAnswer } from './accept.js';
import { emptyYields, planRound } from './rounds.js';
import { type ScriptSegment, shuffled, splitIntoSegments } from './segments.js';
import { readTriplets, type Triplet, tripletSchema } from './triplets.js';

const PROMPTS = { script_based: 'context-instruct.script-based', script_agnostic: 'context-instruct.script-agnostic' };

/** Lines of the role that a script-agnostic prompt shows for its style. Our choice. */
const OWN_WORDS_LINES = 12;
const OWN_WORDS_LONGEST = 60;

/** What is wanted of each role: `--limit` makes it less. */
export function quotaFor({ contextInstruct, limit }: Settings): Quota {
  const { perRole, scriptShare } = contextInstruct;
  return { perRole: limit === undefined ? perRole : Math.min(limit, perRole), scriptShare };
}

/** What the row checks must know: worked examples of this language's prompts among it. */
export function checkContextFor(profile: Profile, settings: Settings, prompts: Prompts): CheckContext {
  const examples = Object.values(PROMPTS).flatMap((id) => promptExamples(prompts(id, profile.language)));
  return { profile, settings: settings.filter, promptExamples: examples };
}

/** Everything about one role that its questions are made from. */
export interface RoleMaterial extends Pick<RunContext, 'settings' | 'model' | 'prompts' | 'checks'> {
  profile: Profile;
  lines: readonly DialogueLine[];
}

/** A request with what its candidates need. */
interface TripletAsk extends Ask<Triplet[]> {
  type: QuestionType;
  segment: ScriptSegment | null;
}

/** Makes the k-th request of each type: segments in a seeded order, again from the first with a new sample number. */
function createAsker({ profile, lines, settings, model, prompts }: RoleMaterial) {
  const { contextInstruct, seed } = settings;
  const segments = splitIntoSegments(lines, profile.role, contextInstruct.segment, seed);
  const order = shuffled(segments, profile.role, seed);
  const about = { role_name: profile.role, role_description_and_catchphrases: describeRole(profile) };
  const own_words = chooseOwnWords(lines, profile.role, profile.language);

  function makeAsk(
    type: QuestionType,
    slots: Record<string, string>,
    sample: number,
    segment: ScriptSegment | null,
  ): TripletAsk {
    const template = prompts(PROMPTS[type], profile.language);
    const request = makeRequest(model, {
      messages: renderPrompt(template, { ...about, ...slots }),
      sampling: contextInstruct.sampling,
      schema: tripletSchema,
      sample,
      seed,
      prompt: template.reference,
      language: profile.language,
    });
    return { request, read: readTriplets, type, segment };
  }

  return {
    script_based(k: number): TripletAsk | undefined {
      if (order.length === 0) return undefined;
      const segment = order[k % order.length] as ScriptSegment;
      const slots = {
        script_name: profile.script_name,
        question_num: String(contextInstruct.questionsPerSegment),
        script: renderLines(segment.content),
      };
      return makeAsk('script_based', slots, Math.floor(k / order.length), segment);
    },
    script_agnostic: (k: number): TripletAsk =>
      makeAsk('script_agnostic', { question_num: String(contextInstruct.questionsPerCall), own_words }, k, null),
  };
}

/** Lines of the role from all parts of its scripts, each of a length that shows a style. */
function chooseOwnWords(lines: readonly DialogueLine[], role: string, language: Language): string {
  const own = lines.filter((line) => line.role === role);
  const fitting = own.filter(({ content }) => {
    const words = countWords(content);
    return words >= (language === 'zh' ? 8 : 6) && words <= OWN_WORDS_LONGEST;
  });
  const from = fitting.length > 0 ? fitting : own;
  const step = Math.max(1, from.length / OWN_WORDS_LINES);
  const chosen = Array.from({ length: Math.min(OWN_WORDS_LINES, from.length) }, (_, k) => from[Math.floor(k * step)]);
  return chosen.map((line) => `- ${line?.content}`).join('\n');
}

function toCandidates(
  { request, type, segment }: TripletAsk,
  triplets: readonly Triplet[],
  profile: Profile,
): Candidate[] {
  const place = segment && { script: segment.script, from: segment.from, to: segment.to, lines: segment.lines };
  return triplets.map((triplet, k) => ({
    id: `${request.id.slice(0, 16)}-${k}`,
    role: profile.role,
    language: profile.language,
    type,
    ...triplet,
    segment: place,
    model: request.model,
  }));
}

/**
 * Makes one role's candidates (papers.md 1.4): rounds of requests, each planned from what the last ones yielded, until the
 * row checks have passed as many as wanted, the cap on candidates is reached or nothing new comes. A round in which a
 * request failed is the last: the next run finishes it first.
 */
export function* askForCandidates(
  material: RoleMaterial,
  onEnd: (accepted: number, refusals: ReadonlyMap<string, number>) => void,
): Work<Candidate> {
  const { profile, settings, prompts, checks } = material;
  const asker = createAsker(material);
  const judge = createCandidateJudge(checkContextFor(profile, settings, prompts), checks, settings.filter);
  const quota = quotaFor(settings);
  const yields = emptyYields();
  const candidates: Candidate[] = [];
  const refusals = new Map<string, number>();
  const end = () => {
    onEnd(yields.script_based.accepted + yields.script_agnostic.accepted, refusals);
    return candidates;
  };

  for (;;) {
    const requests = planRound(yields, quota, settings.contextInstruct);
    const asks = (['script_based', 'script_agnostic'] as const).flatMap((type) => {
      const first = yields[type].requests;
      return Array.from({ length: requests[type] }, (_, k) => asker[type](first + k)).filter(
        (ask) => ask !== undefined,
      );
    });
    // A role without a single segment has nothing script-based to ask: its share goes to the other type.
    if (asks.every(({ type }) => type !== 'script_based'))
      yields.script_based.idle += requests.script_based > 0 ? 1 : 0;
    if (requests.script_based + requests.script_agnostic === 0) return end();
    const readings = asks.length > 0 ? yield* askAll(asks) : [];

    const before = { script_based: yields.script_based.accepted, script_agnostic: yields.script_agnostic.accepted };
    for (const [k, ask] of asks.entries()) {
      const reading = readings[k];
      yields[ask.type].requests += 1;
      for (const candidate of reading?.ok ? toCandidates(ask, reading.value, profile) : []) {
        candidates.push(candidate);
        yields[ask.type].candidates += 1;
        const refusal = judge(toAnswer(candidate));
        if (refusal) refusals.set(refusal.check, (refusals.get(refusal.check) ?? 0) + 1);
        else yields[ask.type].accepted += 1;
      }
    }
    for (const type of new Set(asks.map((ask) => ask.type))) {
      yields[type].idle = yields[type].accepted > before[type] ? 0 : yields[type].idle + 1;
    }
    if (readings.some(({ ok }) => !ok)) return end();
  }
}

/** context-instruct: writes context-instruct.jsonl from profiles.jsonl and dialogues.jsonl. */
export async function contextInstruct(context: RunContext): Promise<StageRecord> {
  const { settings, data } = context;
  const linesOf = openDialogues(data.dialogues);
  const short = new Map<string, string | undefined>();
  const { segment, sampling, ...counts }: ContextInstructSettings = settings.contextInstruct;

  function* units(): Generator<Unit<Candidate>> {
    for (const profile of readRows(data.profiles, Profile)) {
      const onEnd = (accepted: number, refusals: ReadonlyMap<string, number>) =>
        short.set(profile.role, describeShortfall(profile.role, quotaFor(settings).perRole, accepted, refusals));
      const work = () => askForCandidates({ ...context, profile, lines: linesOf(profile.scripts) }, onEnd);
      yield { name: profile.role, work };
    }
  }

  return runModelStage(
    {
      name: 'context-instruct',
      settings: { ...counts, ...quotaFor(settings), segment, sampling, seed: settings.seed },
      inputs: [data.profiles, data.dialogues],
      output: data.contextInstruct,
      schema: Candidate,
      units,
      missing: () => [...short.values()].filter((line) => line !== undefined),
    },
    context,
  );
}
