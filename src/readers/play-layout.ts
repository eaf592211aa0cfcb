import { blankGutenbergIn } from './gutenberg.js';
import { cutJoinedCues } from './joined-cues.js';
import { withoutListMarks } from './list-marks.js';
import { withoutNumberLines } from './number-lines.js';
import { type Cue, leadOf } from './play-cues.js';
import { type CueForms, findCueForms, isCue } from './play-forms.js';
import { isHeading } from './play-headings.js';
import { cueIn, lookAt, type SeenLines } from './play-sights.js';
import { areSpeechesSetIn } from './play-stand-ins.js';
import { type DirectionMarks, isEnclosed, isShoutedLine, isStageLine } from './stage-directions.js';
import { linesOf, type NumberedLines } from './text-lines.js';

/** A play's lines with what was found out about them before they are read. */
export interface PlayLayout {
  lines: readonly string[];
  /** The number in the file of each of them. */
  numbers: readonly number[];
  forms: CueForms;
  /** For each line its cue, if it is one. */
  cues: readonly (Cue | undefined)[];
  marks: DirectionMarks;
  /** Lines are broken at a width, so that a paragraph is several lines. */
  isWrapped: boolean;
  /** Cues stand before the speech on the same line. */
  isInline: boolean;
  /** Cues stand out by white space before them. */
  isIndented: boolean;
  /** Speeches and directions are set in, and only cues stand at the left edge: a direction has its line within the speech. */
  isSetIn: boolean;
  /** A speech is one line: what stands in brackets on a line of its own is no part of the speech above it. */
  isLineForLine: boolean;
  /** Empty lines stand between all lines, so that they part no paragraphs. */
  isDoubleSpaced: boolean;
  /** The lines of a speech below its first are set in, so that white space makes no direction. */
  isHanging: boolean;
}

/** Lines of running text are rarely longer than this where they are wrapped (our choice; the corpus has 60 to 80). */
const WRAPPED_WIDTH = 100;
/** Share of the lines that must not be longer for that. */
const WRAPPED_SHARE = 0.97;
/** A name without its full stop counts as a cue only where it speaks more often than this. */
const OFTEN = 4;

/** Lines without the white space that all of them begin with. */
function dedent(lines: string[]): string[] {
  let indent = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    if (line.trim() !== '') indent = Math.min(indent, line.length - line.trimStart().length);
    if (indent === 0) break;
  }
  return indent === 0 || indent === Number.POSITIVE_INFINITY ? lines : lines.map((line) => line.slice(indent));
}

/**
 * The lines of a play's text as its layout is read from: without what Gutenberg adds, a common indent, the marks of a list and
 * numbers on lines of their own, each speech at the beginning of a line.
 */
function numberedLines(text: string): NumberedLines {
  const lines = linesOf(text);
  blankGutenbergIn(lines);
  const texts = withoutListMarks(dedent(lines));
  return cutJoinedCues(withoutNumberLines({ texts, numbers: texts.map((_, at) => at + 1) }));
}

/** The lines of a play's text and what each of them is. */
export const lookAtPlay = (text: string): SeenLines => lookAt(numberedLines(text).texts);

/** Round brackets enclose directions where they follow cues at least a fourth as often as other signs of directions stand. */
function findDirectionMarks(lines: readonly string[], cues: readonly (Cue | undefined)[]): DirectionMarks {
  let round = 0;
  let others = 0;
  for (let at = 0; at < lines.length; at++) {
    const rest = cues[at]?.rest ?? '';
    const opening = rest !== '' ? rest[0] : cues[at - 1]?.rest === '' ? lines[at]!.trim()[0] : undefined;
    if (opening === '(') round++;
    others += lines[at]!.match(/(?<!\p{L})\[|[_*]\(/gu)?.length ?? 0;
  }
  if (round === 0) return { parentheses: 'speech' };
  return { parentheses: round * 4 >= others ? 'directions' : 'mixed' };
}

/** `Caes Welcome Publius`: a name that speaks elsewhere, its full stop forgotten, where the script's cues are inline. */
function unmarkedCue(line: string, forms: CueForms): Cue | undefined {
  const found = /^\s*(([\p{Lu}\d][\p{L}'’.]*)(?: \p{Lu}[\p{L}'’.]*)?) (\p{Lu}.*)$/u.exec(line);
  const form = [...forms.accepted].find((accepted) => accepted.startsWith('inline|mixed|'));
  if (!found || !form) return undefined;
  const [, twoWords, oneWord, after] = found;
  const standsOut = form.includes('|indent|') ? /^\s/.test(line) : form.includes('|blank|') && after!.length < 40;
  const name = [twoWords!, oneWord!].find((words) => (forms.names.get(words) ?? 0) > OFTEN);
  if (!standsOut || name === undefined) return undefined;
  return { name, rest: line.trim().slice(name.length).trim(), form };
}

function cueAt({ lines, sights }: SeenLines, at: number, forms: CueForms): Cue | undefined {
  const seen = sights[at]!;
  if (seen === 'empty' || seen === 'heading') return undefined;
  const cue = cueIn(seen);
  if (cue && isCue(cue, forms)) return cue;
  return leadOf(lines, at) === 'tight' ? undefined : unmarkedCue(lines[at]!, forms);
}

/** Of the speeches of a script in which each is one line, no more than this share goes on below (our choice). */
const GOES_ON_SHARE = 0.05;

/** A heading, a direction in brackets, or what the stage does. */
const isToldAlone = (line: string) => isHeading(line) || isEnclosed(line) || isStageLine(line) || isShoutedLine(line);

function isLineForLine(lines: readonly string[], cues: readonly (Cue | undefined)[]): boolean {
  let speeches = 0;
  let goOn = 0;
  for (let at = 1; at < lines.length; at++) {
    const line = lines[at]!.trim();
    if (cues[at]) speeches++;
    // Before the first speech stand titles and the cast.
    else if (speeches > 0 && line !== '' && lines[at - 1]!.trim() !== '' && !isToldAlone(line)) goOn++;
  }
  return goOn <= speeches * GOES_ON_SHARE;
}

/** In a script with paragraphs at least so many lines have another right below (our choice). */
const JOINED_SHARE = 0.2;

function isDoubleSpaced(lines: readonly string[]): boolean {
  const isFilled = (line: string | undefined) => line !== undefined && line.trim() !== '';
  let [filled, joined] = [0, 0];
  for (const [at, line] of lines.entries()) {
    if (!isFilled(line)) continue;
    filled++;
    if (isFilled(lines[at + 1])) joined++;
  }
  return joined < filled * JOINED_SHARE;
}

function isHanging(lines: readonly string[], cues: readonly (Cue | undefined)[]): boolean {
  let [below, setIn] = [0, 0];
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '' || cues[at] || (lines[at - 1] ?? '').trim() === '') continue;
    below++;
    if (/^\s/.test(line)) setIn++;
  }
  return setIn * 2 > below;
}

/** Whether nearly all lines are so short that a text's lines are broken at a width. */
function isWrapped(lines: readonly string[]): boolean {
  let [filled, short] = [0, 0];
  for (const { length } of lines) {
    if (length === 0) continue;
    filled++;
    if (length <= WRAPPED_WIDTH) short++;
  }
  return short > Math.floor(filled * WRAPPED_SHARE);
}

/** Finds out how a play is set out. Undefined where no names recur before speeches. */
export function layoutOf(text: string): PlayLayout | undefined {
  const { texts: lines, numbers } = numberedLines(text);
  const script = lookAt(lines);
  const forms = findCueForms(script);
  if (!forms) return undefined;
  const cues = lines.map((_, at) => cueAt(script, at, forms));
  const accepted = [...forms.accepted];
  return {
    lines,
    numbers,
    forms,
    cues,
    marks: findDirectionMarks(lines, cues),
    isWrapped: isWrapped(lines),
    isInline: accepted[0]!.startsWith('inline|'),
    isIndented: accepted.some((form) => form.includes('|indent|')),
    isSetIn: areSpeechesSetIn(script, forms.accepted),
    isLineForLine: isLineForLine(lines, cues),
    isDoubleSpaced: isDoubleSpaced(lines),
    isHanging: isHanging(lines, cues),
  };
}
