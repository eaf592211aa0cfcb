/** A screenplay's lines without what is never printed, and how it is set out. */
export interface ScreenplayLayout {
  lines: readonly string[];
  /** Indents of the lines, in columns. */
  indents: readonly number[];
  /** Where cues and speeches begin; undefined where the layout does not indent them (Fountain). */
  columns: { cue: number; speech: number } | undefined;
}

/** A cue stands so many columns right of the leftmost text at least, and right of its speech or above it (our choice). */
const CUE_INDENT = 8;

/** Longer lines are no cues (our choice; the longest in the corpus has 159 signs). */
const LONGEST_CUE = 250;

const TITLE_KEY =
  /^(?:title|credit|authors?|source|notes?|draft date|date|contact|copyright|revision|format|episode|series|written by|watermark|header|footer)\s*:/i;
const SCENE = /^(?:\d{1,4}[A-Z]?\.?\s+)?(?:INT|EXT|EST|I\/E|INT\.?\s?\/\s?EXT|EXT\.?\s?\/\s?INT)[.\s]\s*\S/i;
const EXTENSION = /\s*\([^()]*\)?/g;
const TRANSITION =
  /^(?:(?:[A-Z' ]{1,40} )?(?:TO|IN|OUT)[:.]|FADE (?:IN|OUT)\W*|FADE TO BLACK\W*|CUT TO BLACK\W*|(?:\(?CONTINUED\)?|\(?MORE\)?)\W*|THE END\W*)$/;

/** Whether a line opens a scene: `INT. HOUSE - DAY`, with or without scene number. */
export const isSceneHeading = (line: string): boolean => SCENE.test(line.trim());

/** Whether a line tells how one scene turns into the next (`CUT TO:`), or that a page goes on. */
export const isTransition = (line: string): boolean => TRANSITION.test(line.trim());

/** The name in a cue: without `(V.O.)`, `(CONT'D)`, the mark of dual dialogue and the forcing `@`. */
export function cueName(line: string): string {
  return line
    .trim()
    .replace(/^@/, '')
    .replace(/\s*\^$/, '')
    .replace(EXTENSION, ' ')
    .replace(/\s+(?:V\.O\.|O\.S\.|O\.C\.|CONT['’]D)\W*$/, '')
    .replace(/[*_]+/g, '')
    .replace(/[:\s]+$/, '')
    .trim();
}

/** Whether a line could be a cue: capitals but for what stands in parentheses, no heading, no transition, not quoted. */
export function looksLikeCue(line: string): boolean {
  const text = line.trim();
  if (text.length > LONGEST_CUE) return false;
  if (/^@\s*\p{L}/u.test(text)) return true;
  if (isSceneHeading(text) || isTransition(text)) return false;
  if (/^["'“‘(>~!.=#[]/.test(text) || /[!?,;:—]$/.test(text)) return false;
  const name = cueName(text);
  return /\p{L}/u.test(name) && !/\p{Ll}/u.test(name.replace(/^Mc|(?<= )Mc|^Mac/, '')) && !/^\W*\d+\W*$/.test(name);
}

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
  let rest = '';
  let last = 0;
  for (const [from, to] of ranges) {
    rest += text.slice(last, from) + text.slice(from, to).replace(/[^\n]+/g, '');
    last = to;
  }
  return rest + text.slice(last);
}

/** Blanks the title page: keys and their indented values before the first empty line. */
function blankTitlePage(lines: string[]): void {
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first < 0 || !TITLE_KEY.test(lines[first]!)) return;
  for (let i = first; i < lines.length && lines[i]!.trim() !== ''; i++) lines[i] = '';
}

const mostFrequent = (counts: ReadonlyMap<number, number>): [number, number] | undefined =>
  [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];

const count = (counts: Map<number, number>, column: number) => counts.set(column, (counts.get(column) ?? 0) + 1);

/** Index of the first line of speech behind a cue: parentheticals and one empty line may stand between. */
function speechBehind(lines: readonly string[], cue: number): number | undefined {
  let at = lines[cue + 1]?.trim() === '' ? cue + 2 : cue + 1;
  while (lines[at]?.trim().startsWith('(')) at++;
  return lines[at] === undefined || lines[at]!.trim() === '' ? undefined : at;
}

/** The columns of a screenplay indented as on the typewriter: cues deep, speeches less, action least. */
function findColumns(lines: readonly string[], indents: readonly number[]): ScreenplayLayout['columns'] {
  const margin = indents.reduce(
    (least, indent, at) => (lines[at]!.trim() === '' ? least : Math.min(least, indent)),
    Infinity,
  );
  const cues = new Map<number, number>();
  const speeches = new Map<number, number>();
  for (const [at, line] of lines.entries()) {
    if (indents[at]! < margin + CUE_INDENT || !looksLikeCue(line)) continue;
    const speech = indents[speechBehind(lines, at) ?? -1];
    if (speech === undefined || speech <= margin || speech > indents[at]!) continue;
    count(cues, indents[at]!);
    count(speeches, speech);
  }
  const speech = mostFrequent(speeches);
  if (!speech || speech[1] < 2) return undefined;
  const common = [...cues].filter(([column, times]) => times >= 2 && column >= speech[0]).map(([column]) => column);
  return common.length === 0 ? undefined : { cue: Math.min(...common), speech: speech[0] };
}

/** Finds out how a screenplay is set out; its lines keep their numbers. */
export function layoutScreenplay(text: string): ScreenplayLayout {
  const source = text.split('\n');
  blankTitlePage(source);
  const lines = without(without(source.join('\n'), '/*', '*/'), '[[', ']]').split('\n');
  const indents = lines.map(indentOf);
  return { lines, indents, columns: findColumns(lines, indents) };
}

/** Whether line `at` is a cue: by its column in an indented script, else by the empty line before and the text behind it. */
export function isCueAt({ lines, indents, columns }: ScreenplayLayout, at: number): boolean {
  const line = lines[at]!;
  if (line.trim() === '' || !looksLikeCue(line)) return false;
  if (columns) return indents[at]! >= columns.cue || line.trim().startsWith('@');
  const startsParagraph = at === 0 || lines[at - 1]!.trim() === '';
  return startsParagraph && at + 1 < lines.length && lines[at + 1]!.trim() !== '';
}
