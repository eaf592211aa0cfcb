import { hasExtension, isSceneHeading, isTransition, looksLikeCue, speakersOf } from './screenplay-cues.js';
import { blankPageFurniture, blankTitlePage } from './screenplay-pages.js';
import { CuePlaces } from './screenplay-places.js';
import { linesOf } from './text-lines.js';

/** How the cues of a screenplay stand out from its speeches. */
export type Setting =
  /** Cues stand deeper than speeches. */
  | 'indented'
  /** Everything begins in one column: cues open paragraphs. */
  | 'paragraphs'
  /** The same, and an empty line stands between cue and speech. */
  | 'spaced'
  /** The same, and no empty line stands anywhere. */
  | 'tight';

/** A screenplay's lines without what is never printed or belongs to the page, and how it is set out. */
export interface ScreenplayLayout {
  lines: readonly string[];
  /** Indents of the lines, in columns. */
  indents: Int32Array;
  setting: Setting;
  /** For each line that is a cue the line where its speech begins. */
  speeches: CuePlaces;
  /** Most of the lines begin here or further right. */
  margin: number;
  /** How wide speeches are set where only that tells them from action; undefined where they are not set narrower. */
  speechWidth: number | undefined;
}

/** A cue stands so many columns right of its speech at least where cues are indented (our choice). */
const CUE_INDENT = 4;
/** So many empty lines may stand between a cue and its speech (our choice). */
const MOST_EMPTY = 2;
/** A parenthetical has no more lines (our choice). */
const LONGEST_PARENTHETICAL = 6;

/** Columns of white space before a line's first sign. */
function indentOf(line: string): number {
  let column = 0;
  for (const sign of line) {
    if (sign === ' ') column++;
    else if (sign === '\t') column += 8 - (column % 8);
    else break;
  }
  return column;
}

/** Replaces by white space what stands between two marks, nested or over several lines; marks that stay open are text. */
function without(text: string, opening: string, closing: string): string {
  if (!text.includes(opening)) return text;
  const open: number[] = [];
  const ranges: [number, number][] = [];
  for (let i = 0; i < text.length - 1; i++) {
    const pair = text.slice(i, i + 2);
    if (pair === opening) open.push(i++);
    else if (pair === closing && open.length > 0) {
      const from = open.pop()!;
      while (ranges.length > 0 && ranges.at(-1)![0] > from) ranges.pop();
      ranges.push([from, ++i + 1]);
    }
  }
  const rest: string[] = [];
  let last = 0;
  for (const [from, to] of ranges) {
    rest.push(text.slice(last, from), text.slice(from, to).replace(/[^\n]+/g, ''));
    last = to;
  }
  return rest.join('') + text.slice(last);
}

/** Index of the line after the one that closes a bracket which line `at` leaves open; undefined where none does. */
function endOfBracket(lines: readonly string[], at: number): number | undefined {
  for (let end = at; end < Math.min(lines.length, at + LONGEST_PARENTHETICAL); end++) {
    if (lines[end]!.includes(')') && (end > at || lines[at]!.lastIndexOf(')') > lines[at]!.lastIndexOf('(')))
      return end + 1;
    if (lines[end]!.trim() === '') break;
  }
  return undefined;
}

/** Index of the line after the parenthetical that opens at line `at`; the same index where none does. */
export const endOfParenthetical = (lines: readonly string[], at: number): number =>
  lines[at]?.trim().startsWith('(') ? (endOfBracket(lines, at) ?? at + 1) : at;

/** The same where the parenthetical opens behind other words: `Good. (holding up` and the rest below. */
export const endOfInnerParenthetical = (lines: readonly string[], at: number): number =>
  lines[at]!.lastIndexOf('(') > lines[at]!.lastIndexOf(')') ? (endOfBracket(lines, at) ?? at + 1) : at + 1;

function skipEmpty(lines: readonly string[], from: number): number {
  let at = from;
  while (at < from + MOST_EMPTY && lines[at]?.trim() === '') at++;
  return at;
}

/** Index of the first line of speech behind a cue: parentheticals and empty lines may stand between. */
function speechBehind(lines: readonly string[], cue: number): number | undefined {
  let at = skipEmpty(lines, cue + 1);
  for (let end = endOfParenthetical(lines, at); end !== at; end = endOfParenthetical(lines, at))
    at = skipEmpty(lines, end);
  const words = lines[at]?.trim() ?? '';
  return words === '' || isSceneHeading(words) || isTransition(words) ? undefined : at;
}

/** Lines that could be cues, with the first line of what could be their speech. */
function findCandidates(lines: readonly string[]): CuePlaces {
  const candidates = new CuePlaces(lines.length);
  let at = 0;
  while (at < lines.length) {
    const end = endOfParenthetical(lines, at);
    if (end === at && lines[at]!.trim() !== '' && looksLikeCue(lines[at]!)) {
      const speech = speechBehind(lines, at);
      if (speech !== undefined) candidates.set(at, speech);
    }
    at = Math.max(end, endOfInnerParenthetical(lines, at));
  }
  // `ROSA:` is a cue where it recurs; `ANGLE ON THE DOOR:` does not.
  const recurs = recurringNames(lines, candidates);
  return candidates.filter((cue) => !lines[cue]!.trimEnd().endsWith(':') || recurs(cue));
}

const startsParagraph = (lines: readonly string[], at: number) => at === 0 || lines[at - 1]!.trim() === '';

/** The columns of the speeches under cues that stand deeper; a single one counts only where nothing recurs. */
function speechColumns(candidates: CuePlaces, indents: Int32Array): ReadonlySet<number> {
  const counts = new Map<number, number>();
  for (const [cue, speech] of candidates) {
    if (indents[cue]! < indents[speech]! + CUE_INDENT) continue;
    counts.set(indents[speech]!, (counts.get(indents[speech]!) ?? 0) + 1);
  }
  const recurring = [...counts].filter(([, times]) => times > 1);
  return new Set((recurring.length > 0 ? recurring : [...counts]).map(([column]) => column));
}

/** Whether a line in capitals stands right below a cue in the same column: it is what is said. */
function isBelowCue(lines: readonly string[], indents: Int32Array, at: number): boolean {
  let above = at - 1;
  while (above > at - 1 - MOST_EMPTY && lines[above]?.trim() === '') above--;
  return above >= 0 && indents[above] === indents[at] && looksLikeCue(lines[above]!);
}

/** The cues of a screenplay in which they stand deeper than the speeches. */
function indentedCues(lines: readonly string[], indents: Int32Array, candidates: CuePlaces): CuePlaces {
  const columns = speechColumns(candidates, indents);
  const near = (column: number) => columns.has(column) || columns.has(column - 1) || columns.has(column + 1);
  const recurs = recurringNames(lines, candidates);
  const cues = new CuePlaces(lines.length);
  const names = new Set<string>();
  for (const [cue, speech] of candidates) {
    const isDeep = indents[cue]! >= indents[speech]! + CUE_INDENT && near(indents[speech]!);
    if (!isDeep && !lines[cue]!.trim().startsWith('@')) continue;
    if (!recurs(cue) && isBelowCue(lines, indents, cue)) continue;
    cues.set(cue, speech);
    names.add(speakersOf(lines[cue]!));
  }
  // A cue that slipped to the column of the speeches: known by its name or by what stands in brackets behind it.
  for (const [cue, speech] of candidates) {
    if (cues.has(cue) || indents[cue] !== indents[speech] || !columns.has(indents[cue]!)) continue;
    const isKnown = names.has(speakersOf(lines[cue]!)) || hasExtension(lines[cue]!);
    if (isKnown && startsParagraph(lines, cue) && speech === cue + 1) cues.set(cue, speech);
  }
  return cues;
}

/** Whether a line is one of those that recur as cues or say how they are heard. */
function recurringNames(lines: readonly string[], candidates: CuePlaces): (cue: number) => boolean {
  const counts = new Map<string, number>();
  for (const [cue] of candidates) {
    const name = speakersOf(lines[cue]!);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return (cue) => (counts.get(speakersOf(lines[cue]!)) ?? 0) > 1 || hasExtension(lines[cue]!);
}

/** Share of empty lines below which a text has none between its parts (our choice). */
const TIGHT_SHARE = 0.05;

/** Whether hardly an empty line stands between the first and the last of the cues. */
function areTight(lines: readonly string[], candidates: CuePlaces): boolean {
  let [first, last] = [lines.length, 0];
  for (const [cue] of candidates) {
    first = Math.min(first, cue);
    last = cue;
  }
  let empty = 0;
  for (let at = first; at < last; at++) if (lines[at]!.trim() === '') empty++;
  return empty <= (last - first) * TIGHT_SHARE;
}

function flushCues(lines: readonly string[], candidates: CuePlaces): { setting: Setting; cues: CuePlaces } {
  const recurs = recurringNames(lines, candidates);
  if (candidates.size > 2 && areTight(lines, candidates))
    return { setting: 'tight', cues: candidates.filter((cue) => recurs(cue)) };
  const isApart = (cue: number) => lines[cue + 1]!.trim() === '';
  const all = candidates.filter(
    (cue) => startsParagraph(lines, cue) && !/\.$/.test(lines[cue]!.trim()) && (!isApart(cue) || recurs(cue)),
  );
  const joined = all.filter((cue) => !isApart(cue));
  if (all.size - joined.size > 2 * joined.size) return { setting: 'spaced', cues: all };
  return { setting: 'paragraphs', cues: joined };
}

/** The column that few lines stand left of. */
function marginOf(lines: readonly string[], indents: Int32Array): number {
  const counts = new Map<number, number>();
  let filled = 0;
  for (const [at, column] of indents.entries()) {
    if (lines[at]!.trim() === '') continue;
    filled++;
    counts.set(column, (counts.get(column) ?? 0) + 1);
  }
  let left = Math.floor(filled * 0.03);
  for (const [column, times] of [...counts].sort((a, b) => a[0] - b[0])) {
    left -= times;
    if (left < 0) return column;
  }
  return 0;
}

/** Speeches that are set wider are no narrower than action (our choice; the typewriter's are 35 wide). */
const WIDEST_SPEECH = 45;
/** Action is so much wider than speech at least where it is wider at all (our choice). */
const WIDER = 8;

/** How wide speeches are set, by the first lines of them, in a text where they begin in the column of the action. */
function widthOfSpeeches(layout: Omit<ScreenplayLayout, 'speechWidth'>): number | undefined {
  const { lines, indents, margin, setting } = layout;
  const widths: number[] = [];
  for (const [, speech] of layout.speeches) {
    if (setting !== 'indented' || indents[speech]! <= margin) widths.push(lines[speech]!.trim().length);
  }
  widths.sort((a, b) => a - b);
  const width = widths[Math.floor(widths.length * 0.95)];
  if (width === undefined || width > WIDEST_SPEECH) return undefined;
  const isWrapped =
    lines.every((line) => line.length < 120) && lines.some((line) => line.trim().length > width + WIDER);
  return setting === 'indented' || isWrapped ? width : undefined;
}

/** Finds out how a screenplay is set out; its lines keep their numbers. */
export function layoutScreenplay(text: string): ScreenplayLayout {
  let lines = linesOf(text);
  blankTitlePage(lines);
  if (text.includes('/*') || text.includes('[['))
    lines = linesOf(without(without(lines.join('\n'), '/*', '*/'), '[[', ']]'));
  blankPageFurniture(lines);
  const indents = Int32Array.from(lines, indentOf);
  const candidates = findCandidates(lines);
  const indented = indentedCues(lines, indents, candidates);
  const flush = flushCues(lines, candidates);
  const isIndented = indented.size > 0 && indented.size >= flush.cues.size / 2;
  const layout = {
    lines,
    indents,
    margin: marginOf(lines, indents),
    setting: isIndented ? ('indented' as const) : flush.setting,
    speeches: isIndented ? indented : flush.cues,
  };
  return { ...layout, speechWidth: widthOfSpeeches(layout) };
}

/** Whether line `at` is a cue. */
export const isCueAt = ({ speeches }: ScreenplayLayout, at: number): boolean => speeches.has(at);
