import { languageOf } from '../../languages/index.js';
import type { RequestOrigin } from '../../llm/chat-model.js';
import { type Draft, makeRequest } from '../../llm/chat-request.js';
import { cannotFit, fitPrompt, sizesDown } from '../../llm/room/fit.js';
import type { PromptRoom } from '../../llm/room/index.js';
import type { Ask } from '../../llm/work.js';
import { renderLines } from '../../prompts/excerpts.js';
import { describeWithFacts, factsWithRoom } from '../../prompts/known-facts.js';
import { renderPrompt } from '../../prompts/load.js';
import { describeRole } from '../../prompts/role-description.js';
import type { DialogueLine, Fact, LanguageCode, Profile, QuestionType } from '../../records.js';
import { countWords, squeeze } from '../../text/words.js';
import type { RecipeContext, RoleMaterial } from '../recipe.js';
import type { Candidate } from './row.js';
import { type ScriptSegment, shuffled, splitIntoSegments } from './segments.js';
import type { ContextInstructSettings } from './settings.js';
import { readTriplets, type Triplet, tripletBounds, tripletSchema } from './triplets.js';

/** The prompt of each type of question. */
const PROMPTS: Record<QuestionType, string> = {
  script_based: 'context-instruct.script-based',
  script_agnostic: 'context-instruct.script-agnostic',
};

/** Lines of the role that a script-agnostic prompt shows for its style. Our choice. */
const OWN_WORDS_LINES = 12;
const OWN_WORDS_LONGEST = 60;

/** A shorter segment, in words, tells of nothing that could be asked. Our choice. */
const LEAST_SEGMENT = 60;

/** So many of the steps in which segments are shortened leave them half of their words: each takes a fifth. */
const HALVING_STEPS = 3;

/** What requests are made for and from, beside the role. */
export type Asking = Pick<RecipeContext, 'model' | 'prompts'> & {
  room: PromptRoom;
  own: ContextInstructSettings;
  seed: number;
};

/** A request with what its candidates need. */
export interface TripletAsk extends Ask<Triplet[]> {
  type: QuestionType;
  segment: ScriptSegment | null;
}

/** Makes the k-th request of each type: segments in a seeded order, again from the first with a new sample number. */
export function createAsker({ profile, lines, known = [] }: RoleMaterial, { own, seed, model, prompts, room }: Asking) {
  const about = { role_name: profile.role, role_description_and_catchphrases: describeRole(profile) };
  const stylish = stylishLines(lines, profile.role, profile.language);
  const sizes = [...sizesDown(own.segment.maxWords, LEAST_SEGMENT)];
  const cutAt = (maxWords: number) => splitIntoSegments(lines, profile.role, { ...own.segment, maxWords }, seed);
  const shown = factsToShow();

  function draft(
    type: QuestionType,
    special: Record<string, string>,
    sample: number,
    segment: ScriptSegment | null,
    facts: readonly Fact[],
  ): Draft {
    const template = prompts(PROMPTS[type], profile.language);
    const slots = { ...about, ...special };
    // The embedded model answers from the slots: it speaks of the description alone.
    const described = { role_description_and_catchphrases: describeWithFacts(profile, facts, prompts) };
    return {
      messages: renderPrompt(template, { ...slots, ...described }),
      slots,
      sampling: own.sampling,
      schema: tripletSchema,
      bounds: tripletBounds(type === 'script_based' ? own.questionsPerSegment : own.questionsPerCall),
      sample,
      seed,
      prompt: template.reference,
      language: profile.language,
      origin: originOf(profile, segment),
    };
  }

  function draftAbout(segment: ScriptSegment, sample: number, facts: readonly Fact[]): Draft {
    const slots = {
      script_name: profile.script_name,
      question_num: String(own.questionsPerSegment),
      script: renderLines(segment.content),
    };
    return draft('script_based', slots, sample, segment, facts);
  }

  /** The k-th about the role at large, with so many lines of its own. */
  function draftAtLarge(k: number, count: number, facts: readonly Fact[]): Draft {
    const slots = { question_num: String(own.questionsPerCall), own_words: chooseOwnWords(stylish, k, count) };
    return draft('script_agnostic', slots, k, null, facts);
  }

  /** The role's segments, all of them so short that their prompts fit, and how long they may be. */
  function fittingSegments(facts: readonly Fact[]): { segments: ScriptSegment[]; maxWords: number } {
    let tooLong: ScriptSegment | undefined;
    for (const maxWords of sizes) {
      const segments = cutAt(maxWords);
      if (room.window === undefined) return { segments, maxWords };
      const misfit = segments.find((segment) => !room.fits(draftAbout(segment, 0, facts)));
      if (!misfit && (segments.length > 0 || !tooLong)) return { segments, maxWords };
      tooLong = misfit ?? tooLong;
    }
    throw cannotFit(draftAbout(tooLong as ScriptSegment, 0, facts), room);
  }

  /** The facts that all prompts of the role show: as many as leave segments and the role's own words half of what they would have. */
  function factsToShow(): readonly Fact[] {
    if (known.length === 0 || room.window === undefined) return known;
    const at = sizes.indexOf(fittingSegments([]).maxWords);
    const smaller = sizes.slice(at, at + HALVING_STEPS + 1).reverse();
    const segments = smaller.map(cutAt).find((some) => some.length > 0) ?? [];
    return factsWithRoom(known, room, (facts) => [
      ...segments.map((segment) => draftAbout(segment, 0, facts)),
      draftAtLarge(0, OWN_WORDS_LINES / 2, facts),
    ]);
  }

  const order = shuffled(fittingSegments(shown).segments, profile.role, seed);
  const asking = (type: QuestionType, asked: Draft, segment: ScriptSegment | null): TripletAsk => {
    return { request: makeRequest(model, asked), read: readTriplets, type, segment };
  };

  return {
    script_based(k: number): TripletAsk | undefined {
      if (order.length === 0) return undefined;
      const segment = order[k % order.length] as ScriptSegment;
      return asking('script_based', draftAbout(segment, Math.floor(k / order.length), shown), segment);
    },
    script_agnostic(k: number): TripletAsk {
      const { draft: asked } = fitPrompt(room, sizesDown(OWN_WORDS_LINES, 0), (count) => draftAtLarge(k, count, shown));
      return asking('script_agnostic', asked, null);
    },
  };
}

/** The setting that says how long a segment may be. */
export const LONGEST_SEGMENT = 'contextInstruct.segment.maxWords';

/** Where a request comes from, for messages. */
function originOf({ role }: Profile, segment: ScriptSegment | null): RequestOrigin {
  if (!segment) return { subject: `the prompt about ${role}`, lower: 'contextInstruct.questionsPerCall' };
  const [first, last] = segment.lines;
  return {
    subject: `the prompt about the segment ${segment.script}:${first}-${last} for ${role}`,
    lower: LONGEST_SEGMENT,
  };
}

/**
 * Lines of the role for the k-th request, each of a length that shows a style, from all parts of its scripts: every request
 * shows others until all were shown.
 */
function chooseOwnWords(own: readonly DialogueLine[], k: number, most: number): string {
  const step = Math.max(1, Math.ceil(own.length / OWN_WORDS_LINES));
  const chosen = own.filter((_, at) => at % step === k % step).slice(0, most);
  return chosen.map(({ content }) => `- ${squeeze(content)}`).join('\n');
}

/** The role's lines that are neither too short nor too long to show a style; all where there are none. */
function stylishLines(lines: readonly DialogueLine[], role: string, language: LanguageCode): DialogueLine[] {
  const own = lines.filter((line) => line.role === role);
  const fitting = own.filter(({ content }) => {
    const words = countWords(content);
    return words >= languageOf(language).limits.stylishLine && words <= OWN_WORDS_LONGEST;
  });
  return fitting.length > 0 ? fitting : own;
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
    request: request.id,
    model: request.model,
  }));
}
