import { makeRequest } from '../../llm/chat-request.js';
import type { Ask } from '../../llm/work.js';
import { renderPrompt } from '../../prompts/load.js';
import type { Candidate, DialogueLine, Language, Profile, QuestionType } from '../../records.js';
import { countWords } from '../../text/words.js';
import type { RunContext } from '../context.js';
import { renderLines } from '../excerpts.js';
import { describeRole } from '../role-description.js';
import { type ScriptSegment, shuffled, splitIntoSegments } from './segments.js';
import { readTriplets, type Triplet, tripletSchema } from './triplets.js';

/** The prompt of each type of question. */
export const PROMPTS: Record<QuestionType, string> = {
  script_based: 'context-instruct.script-based',
  script_agnostic: 'context-instruct.script-agnostic',
};

/** Lines of the role that a script-agnostic prompt shows for its style. Our choice. */
const OWN_WORDS_LINES = 12;
const OWN_WORDS_LONGEST = 60;

/** Everything about one role that its questions are made from. */
export interface RoleMaterial extends Pick<RunContext, 'settings' | 'model' | 'prompts' | 'checks'> {
  profile: Profile;
  lines: readonly DialogueLine[];
}

/** A request with what its candidates need. */
export interface TripletAsk extends Ask<Triplet[]> {
  type: QuestionType;
  segment: ScriptSegment | null;
}

/** Makes the k-th request of each type: segments in a seeded order, again from the first with a new sample number. */
export function createAsker({ profile, lines, settings, model, prompts }: RoleMaterial) {
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

/** The candidates of one reply, with where they come from. */
export function toCandidates(
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
