import { labelOf } from './labels.js';
import { endOfSceneList } from './play-front.js';
import { isHeading, withoutMarkup } from './play-headings.js';
import type { PlayLayout } from './play-layout.js';
import type { ScriptLine } from './script.js';
import {
  directionWords,
  isBareDirection,
  isDeedAlone,
  isEnclosed,
  isEnclosedDirection,
  isMove,
  isShoutedLine,
  isStageLine,
  spokenLines,
  withoutTail,
} from './stage-directions.js';

/** Where the reading of a play stands. */
interface Reading {
  layout: PlayLayout;
  out: ScriptLine[];
  speech: { name: string; line: number; text: string[] } | undefined;
  /** Directions since the speech was last spoken on: within it if it goes on, else behind it. */
  pending: { content: string; line: number }[];
  /** Whether the text has left the speech, so that only a cue leads back to speech. */
  isNarrating: boolean;
  act: number;
  hasSpoken: boolean;
}

/** A paragraph that goes on with a speech broken off in a file of long lines is no longer than this (our choice). */
const LONGEST_REST = 200;

/** Writes the speech and what is told behind it. */
function flush(reading: Reading): void {
  const { speech, layout, out, act } = reading;
  if (speech && speech.text.length > 0) {
    const { content, verse } = spokenLines(speech.text.join('\n'), layout.marks);
    if (/[\p{L}\p{N}?!…—-]/u.test(content)) {
      out.push({ speaker: speech.name, content, act, line: speech.line, ...(verse && { verse }) });
      reading.hasSpoken = true;
    }
  }
  for (const { content, line } of reading.pending) out.push({ speaker: null, content, act, line });
  reading.speech = undefined;
  reading.pending = [];
  reading.isNarrating = false;
}

const numberOf = ({ layout }: Reading, at: number): number => layout.numbers[at]!;

function readHeading(reading: Reading, at: number): number {
  flush(reading);
  if (reading.hasSpoken) reading.act++;
  reading.hasSpoken = false;
  const content = withoutMarkup(reading.layout.lines[at]!);
  if (content !== '') reading.pending.push({ content, line: numberOf(reading, at) });
  return at + 1;
}

function readCue(reading: Reading, at: number): number {
  flush(reading);
  const { name, rest } = reading.layout.cues[at]!;
  reading.speech = { name, line: numberOf(reading, at), text: rest === '' ? [] : [rest] };
  return at + 1;
}

function readDirection(reading: Reading, at: number, end: number): number {
  const content = directionWords(reading.layout.lines.slice(at, end).join(' '));
  if (content !== '') reading.pending.push({ content, line: numberOf(reading, at) });
  return end;
}

/** Tells what a label says, and that nobody is speaking any more: `SFX: Thunder.`, `Characters: OTTO, WREN`. */
function readLabel(reading: Reading, at: number): number {
  flush(reading);
  reading.isNarrating = true;
  return readDirection(reading, at, endOfSceneList(reading.layout.lines, at));
}

/** Index of the line after the direction that opens a paragraph of set-in speech; the same index where it opens with speech. */
function endOfSetInDirection({ layout: { lines } }: Reading, at: number): number {
  let end = at;
  while (isMove(lines[end]!) && /,\s*$/.test(lines[end]!)) end++;
  const line = lines[end]?.trim() ?? '';
  if (line === '') return end;
  const isDirection = end > at || isMove(line) || isEnclosed(line) || (/^\p{Lu}/u.test(line) && !CLOSED.test(line));
  return isDirection ? end + 1 : end;
}

/** Whether a line of speech is over by its last sign; directions without brackets have none. */
const CLOSED = /[.,;:!?…—–-]["'”’)\]]*$/;

function endOfParagraph({ lines, cues }: PlayLayout, at: number): number {
  let end = at + 1;
  while (end < lines.length && lines[end]!.trim() !== '' && !isHeading(lines[end]!) && !cues[end]) end++;
  return end;
}

/** Whether a paragraph is a direction: by its brackets, its words, or because it is indented where speech is not. */
function isDirection(paragraph: string, layout: PlayLayout, said: string): boolean {
  const { isIndented, isInline, isDoubleSpaced, isHanging } = layout;
  if (isEnclosed(paragraph) || isBareDirection(paragraph) || NOTE.test(paragraph)) return true;
  if (isStageLine(paragraph) && !paragraph.includes('!')) return true;
  if (!isInline && !isDoubleSpaced && CLOSED.test(said.slice(-8)) && isDeedAlone(paragraph)) return true;
  return !isIndented && !isHanging && paragraph.split('\n').every((line) => /^\s/.test(line));
}

/** Whether words were broken off: a paragraph without a cue then goes on with them. */
const isBrokenOff = (text: string) => /[\p{L}\d,;:]$/u.test(withoutTail(text, ' \t_*"”’'));

/** `TABLEAU`, `ACT DROP`: a few words in capitals on a line of their own. */
const isCaption = (paragraph: string) => /^[^\p{Ll}]{4,30}$/u.test(paragraph) && /\p{Lu}{3}/u.test(paragraph);

/** `FINIS. THE TRAGEDIE OF ...`, `THE END`: what follows is no speech, unless a cue says so. */
const CLOSING = /^\W*(?:finis|fin|the end|end of (?:the )?(?:act|scene|play|first|second|third|fourth|fifth))\b/i;

/** `[1] As in the quarto.`, `[Footnote: ...`: an editor's note below the text. */
const NOTE = /^\s*\[(?:\d{1,4}\]|\*{1,3}\]|footnote\b|note\b)/i;

/** `[Pg 12]`, `{12}`, `Page 12`. */
const PAGE_NUMBER = /^\s*(?:[[({]?(?:page|pg|p)\b\.? ?\d{1,4}[\])}]?|[{[]\d{1,4}[}\]])\s*$/i;

/** `00:05:00`, `[10:32]`: where a recording stands. */
const TIME = /^\s*\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s*$/;

/** A verse's number at the end of its line. */
const LINE_NUMBER = /[ \t]{3,20}\d{1,4}$/;

/** Whether a paragraph without a cue belongs to the speech before it. */
function goesOn(paragraph: string, { speech, isNarrating, pending, layout }: Reading): boolean {
  if (!speech) return false;
  if (speech.text.length === 0) return true;
  if (isNarrating || isCaption(paragraph) || CLOSING.test(paragraph)) return false;
  if (/^\s*(?:\p{Ll}|["“‘]|[_*]{0,3}[[(]|_)/u.test(paragraph)) return true;
  if (!layout.isWrapped) return isBrokenOff(speech.text.at(-1)!) && paragraph.length < LONGEST_REST;
  return (!layout.isInline && !layout.forms.inBold) || pending.length > 0 || layout.isIndented;
}

/** Who speaks on without a cue because all others have left: `Exeunt. Manet Antony.` */
function leftAlone({ pending }: Reading): string | undefined {
  const directions = pending.map(({ content }) => content).join(' ');
  return /\bExeunt\b.*\b(?:Manet|Enter) (\p{Lu}\p{Ll}+)\.?$/u.exec(directions)?.[1];
}

function goOn(reading: Reading, at: number, end: number): number {
  const left = leftAlone(reading);
  if (left !== undefined) {
    flush(reading);
    reading.speech = { name: left, line: numberOf(reading, at), text: [] };
  }
  reading.pending = [];
  for (const line of reading.layout.lines.slice(at, end)) reading.speech!.text.push(line.replace(LINE_NUMBER, ''));
  return end;
}

/** What the stage does, on a line of its own; where a speech is one line, any line in capitals. */
const isToldOfStage = (line: string, { isLineForLine }: PlayLayout) =>
  isStageLine(line) || (isLineForLine && isShoutedLine(line));

/** `(The lamp goes out.)`: a whole sentence in brackets on a line of its own, or anything where a speech is one line. */
const isToldInBrackets = (line: string, { isLineForLine }: PlayLayout) =>
  isEnclosed(line) && (isLineForLine || /^\s*[[(]\s*\p{Lu}.*[.!]\s*[\])]\s*$/u.test(line));

function readUncued(reading: Reading, at: number): number {
  const { layout, speech, pending, isNarrating } = reading;
  const { lines } = layout;
  const isStart = at === 0 || lines[at - 1]!.trim() === '';
  if (!isStart && speech && (pending.length === 0 || layout.isSetIn) && !isNarrating) {
    const line = lines[at]!;
    const isTold =
      isMove(line) || isToldInBrackets(line, layout) || isEnclosedDirection(line) || isToldOfStage(line, layout);
    return speech.text.length > 0 && isTold ? readDirection(reading, at, at + 1) : goOn(reading, at, at + 1);
  }
  if (layout.isSetIn && speech && speech.text.length > 0 && !isNarrating) {
    const directed = endOfSetInDirection(reading, at);
    return directed > at ? readDirection(reading, at, directed) : goOn(reading, at, at + 1);
  }
  const end = endOfParagraph(layout, at);
  const paragraph = lines.slice(at, end).join('\n');
  const awaitsSpeech = speech?.text.length === 0;
  if (awaitsSpeech ? isEnclosed(paragraph) : isDirection(paragraph, layout, speech?.text.at(-1) ?? ''))
    return readDirection(reading, at, end);
  if (goesOn(paragraph, reading)) return goOn(reading, at, end);
  reading.isNarrating = true;
  return readDirection(reading, at, end);
}

/** Reads a play's lines from index `start` on: speeches under the names of their cues, headings and directions without. */
export function readSpeeches(layout: PlayLayout, start: number): ScriptLine[] {
  const { lines, cues } = layout;
  const reading: Reading = {
    layout,
    out: [],
    speech: undefined,
    pending: [],
    isNarrating: false,
    act: 0,
    hasSpoken: false,
  };
  let at = start;
  while (at < lines.length) {
    if (/^[\s*_=~-]*$/.test(lines[at]!) || PAGE_NUMBER.test(lines[at]!) || TIME.test(lines[at]!)) at++;
    else if (isHeading(lines[at]!)) at = readHeading(reading, at);
    else if (cues[at]) at = readCue(reading, at);
    else at = labelOf(lines[at]!) === undefined ? readUncued(reading, at) : readLabel(reading, at);
  }
  flush(reading);
  return reading.out;
}
