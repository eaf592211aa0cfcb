import { isPlainTransition, isSceneHeading, withoutParentheticals } from './screenplay-cues.js';
import { endOfInnerParenthetical, endOfParenthetical, isCueAt, type ScreenplayLayout } from './screenplay-layout.js';

/** A speech goes on behind no more empty lines than a page break leaves (our choice). */
const LONGEST_BREAK = 14;
/** Where speeches stand so much deeper than action, their column may be missed by one. */
const CLEARLY_DEEPER = 4;
/** No speech of a screenplay is set wider than this where its width tells it from action (our choice). */
const WIDEST_LINE = 42;

const indentsOf = (layout: ScreenplayLayout, speech: number) => {
  const column = layout.indents[speech]!;
  return { column, slack: column - layout.margin >= CLEARLY_DEEPER ? 1 : 0 };
};

/** `CUT TO:` and whatever else in capitals stands right of the speeches and ends in a colon. */
function turnsScene({ lines, indents }: ScreenplayLayout, at: number, column: number): boolean {
  const words = lines[at]!.trim();
  if (isPlainTransition(words)) return true;
  return indents[at]! > column + CLEARLY_DEEPER && /^[^\p{Ll}]{3,40}:$/u.test(words);
}

/** Whether nobody can be speaking on at line `at`. */
const isBoundary = (layout: ScreenplayLayout, at: number, column: number): boolean =>
  isCueAt(layout, at) ||
  (isSceneHeading(layout.lines[at]!) && /^[^\p{Ll}]{4}/u.test(layout.lines[at]!.trim())) ||
  turnsScene(layout, at, column);

/** Index of the next line with words, at most a page break away. */
function nextWords(lines: readonly string[], from: number): number | undefined {
  for (let at = from; at < Math.min(lines.length, from + LONGEST_BREAK); at++) if (lines[at]!.trim() !== '') return at;
  return undefined;
}

/** Where the speech goes on behind the empty line `at`; undefined where it ends. */
function goesOnBehind(layout: ScreenplayLayout, speech: number, at: number): number | undefined {
  const { lines, indents, setting, margin } = layout;
  if (setting === 'paragraphs' && /^ {2,}$/.test(lines[at]!)) return at + 1;
  const { column, slack } = indentsOf(layout, speech);
  const next = nextWords(lines, at);
  if (setting !== 'indented' || column <= margin || next === undefined || isBoundary(layout, next, column))
    return undefined;
  const isParenthetical = lines[next]!.trim().startsWith('(') && indents[next]! > column;
  return isParenthetical || Math.abs(indents[next]! - column) <= slack ? next : undefined;
}

/**
 * Whether line `at` begins an action right below a speech in the same column: it is too wide for a speech, or the line above
 * ended a sentence though the next word would have fitted on it.
 */
function beginsAction({ lines, speechWidth }: ScreenplayLayout, at: number): boolean {
  if (speechWidth === undefined) return false;
  const line = lines[at]!.trim();
  const above = lines[at - 1]!.trim();
  if (line.startsWith('(') || above.endsWith(')')) return false;
  if (line.length > Math.max(speechWidth, WIDEST_LINE)) return true;
  const firstWord = /^\S+/.exec(line)![0];
  return /[.!?…]["”’]?$/.test(above) && above.length + 1 + firstWord.length <= speechWidth;
}

/** Index of the line after the speech whose cue is line `cue`. */
export function endOfSpeech(layout: ScreenplayLayout, cue: number): number {
  const { lines, indents, setting, margin } = layout;
  const speech = layout.speeches.get(cue)!;
  const { column, slack } = indentsOf(layout, speech);
  const widthTells = setting !== 'indented' || column <= margin;
  let at = endOfInnerParenthetical(lines, speech);
  while (at < lines.length) {
    if (lines[at]!.trim() === '') {
      const next = goesOnBehind(layout, speech, at);
      if (next === undefined) return at;
      at = next;
    } else if (isBoundary(layout, at, column) || (setting === 'indented' && indents[at]! < column - slack)) return at;
    else if (widthTells && beginsAction(layout, at)) return at;
    else at = Math.max(endOfParenthetical(lines, at), endOfInnerParenthetical(lines, at));
  }
  return at;
}

/** What is said under the cue at line `cue`, up to line `end`. */
export const wordsOfSpeech = ({ lines }: ScreenplayLayout, cue: number, end: number): string =>
  withoutParentheticals(lines.slice(cue + 1, end));
