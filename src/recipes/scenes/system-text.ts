import { languageOf } from '../../languages/index.js';
import { type Prompts, renderWithoutEmptyLines } from '../../prompts/load.js';
import { describeRole } from '../../prompts/role-description.js';
import { type DialogueLine, NARRATION, type Profile } from '../../records.js';
import type { Scene } from '../../scene/cut-scenes.js';
import { splitSentences } from '../../text/sentences.js';
import { countWords, joinText, squeeze } from '../../text/words.js';

/** The prompt of a scene's system text. */
export const SCENE_PROMPT = 'scenes.system';

/** Whether the role is described by a person or by a model that can: the offline model's descriptions are rehearsal. */
const isDescribed = ({ by_hand, model }: Profile): boolean =>
  by_hand.includes('description') ||
  by_hand.includes('description_second_person') ||
  (model !== null && model !== 'offline');

/** A fragment of a novel's narration, such as "he said.", is shorter and tells nothing of a place. Our choice. */
const LEAST_TOLD = 4;

/** What a line of narration tells, and whether it is a heading. */
interface Told {
  sentences: string[];
  isHeading: boolean;
}

/**
 * What a line of narration tells: without the label of a heading and the marks of Markdown; no quotations, which somebody says, and nothing
 * that only leads to one or goes on from one.
 */
function toldBy({ content }: DialogueLine, { language }: Profile): Told {
  const { stage, phrases } = languageOf(language);
  const [label = ''] = stage?.heading.exec(content) ?? [];
  const isHeading = label.trim() !== '';
  const text = squeeze(content.slice(label.length).replace(/^[#*_\s]+|[*_]+$/g, ''));
  const isNothing = text === '' || /["“”«»「」]/.test(text) || (!isHeading && countWords(text) < LEAST_TOLD);
  if (isNothing) return { sentences: [], isHeading };
  const closed = /[\p{L}\p{N}]$/u.test(text) ? `${text}${phrases.fullStop}` : text;
  return { sentences: splitSentences(closed).filter((sentence) => !/^\p{Ll}|[:：,，;；]$/u.test(sentence)), isHeading };
}

/** As many of the sentences, from their beginning, as have at most so many words together. */
function fitting(sentences: readonly string[], most: number): string[] {
  let words = 0;
  const tooFar = sentences.findIndex((sentence) => {
    words += countWords(sentence);
    return words > most;
  });
  return sentences.slice(0, tooFar === -1 ? sentences.length : tooFar);
}

const countAll = (sentences: readonly string[]): number => sentences.reduce((sum, one) => sum + countWords(one), 0);

/** A later scene of a place needs only where it is: those who stood there at its beginning may have gone. Our choice. */
const PLACE_SENTENCES = 2;
/** A shorter direction in a play that moves nobody is about a gesture. Our choice. */
const LEAST_DIRECTION = 10;

/**
 * What is told of the place, and just before the first speech of the scene, in at most so many words. Of a place in which somebody has spoken
 * before, a novel tells only the chapter's title.
 */
export function settingOf(
  { opening, before, lines }: Scene,
  profile: Profile,
  { most, isTold }: { most: number; isTold: boolean },
): string {
  const { stage } = languageOf(profile.language);
  const first = lines.findIndex(({ role }) => role !== NARRATION);
  const just = lines.slice(0, first).filter((line) => !opening.includes(line));
  const telling = just.filter(
    ({ content }) => isTold || stage?.moves.test(content) || countWords(content) >= LEAST_DIRECTION,
  );
  const near = fitting(telling.flatMap((line) => toldBy(line, profile).sentences).reverse(), most).reverse();
  const place = opening.map((line) => toldBy(line, profile));
  const known = isTold ? place.filter(({ isHeading }) => isHeading) : place;
  const sentencesOf = (all: readonly Told[]) => all.flatMap(({ sentences }) => sentences);
  const far = before.length === 0 ? sentencesOf(place) : sentencesOf(known).slice(0, PLACE_SENTENCES);
  return joinText([...fitting(far, most - countAll(near)), ...near], profile.language);
}

/**
 * The system text of a scene: who the role is, what is told of the setting, and who is present. A paragraph of the prompt with an empty slot is left out.
 */
export function renderSystem(
  profile: Profile,
  { setting, present }: { setting: string; present: readonly string[] },
  prompts: Prompts,
): string {
  const { listJoiner } = languageOf(profile.language);
  const slots: Record<string, string> = {
    role_name: profile.role,
    script_name: profile.script_name,
    about: isDescribed(profile) ? describeRole(profile) : '',
    setting,
    present: present.join(listJoiner),
  };
  return renderWithoutEmptyLines(prompts(SCENE_PROMPT, profile.language), slots)[0]?.content ?? '';
}
