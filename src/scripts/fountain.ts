import {
  cueName,
  isCueAt,
  isSceneHeading,
  isTransition,
  layoutScreenplay,
  type ScreenplayLayout,
} from './screenplay-layout.js';
import type { ScriptFormat, ScriptLine } from './script.js';
import { readableName } from './speaker-names.js';

const SAMPLE = 300_000;
const PAGE_NUMBER = /^(?:page )?\d{1,4}\.?$/i;
const FORCED_HEADING = /^\.[^.\s]/;

const withoutEmphasis = (text: string) =>
  text.replace(/\\?[*_]+/g, (marks) => (marks[0] === '\\' ? marks.slice(1) : ''));

const squeeze = (text: string) => withoutEmphasis(text).replace(/\s+/g, ' ').trim();

const isHeadingLine = (line: string) => isSceneHeading(line) || FORCED_HEADING.test(line.trim());

/** Sections and synopses are the writer's plan of the script and never printed; page breaks and page numbers are no text. */
const isUnprinted = (line: string) => /^\s*(?:#{1,6}(?:\s|\p{L})|=)/u.test(line) || PAGE_NUMBER.test(line.trim());

/** A speech without its parentheticals: what stands in parentheses at the begin of a line, though it be wrapped. */
function spokenLines(lines: readonly string[]): string {
  const spoken: string[] = [];
  let inParenthetical = false;
  for (const line of lines) {
    let words = line.trim().replace(/^~/, '');
    if (inParenthetical || words.startsWith('(')) {
      const close = words.indexOf(')');
      inParenthetical = close < 0;
      words = close < 0 ? '' : words.slice(close + 1);
    }
    spoken.push(words);
  }
  return squeeze(spoken.join(' '));
}

/** Whether a line within or behind a speech still belongs to it. */
function staysInSpeech(layout: ScreenplayLayout, at: number): boolean {
  const { lines, indents, columns } = layout;
  const line = lines[at]!;
  const next = lines[at + 1];
  if (line.trim() === '') {
    if (/^ {2,}$/.test(line)) return true;
    return columns !== undefined && next !== undefined && next.trim() !== '' && indents[at + 1]! >= columns.speech;
  }
  if (columns && (isHeadingLine(line) || indents[at]! < columns.speech)) return false;
  return !isCueAt(layout, at);
}

/** Index of the line after the speech whose cue is line `at`. */
function endOfSpeech(layout: ScreenplayLayout, at: number): number {
  let end = at + 1;
  while (end < layout.lines.length && staysInSpeech(layout, end)) end++;
  return end;
}

/** Index of the line after the action that begins at line `at`. */
function endOfAction(layout: ScreenplayLayout, at: number): number {
  const { lines } = layout;
  let end = at + 1;
  while (end < lines.length && lines[end]!.trim() !== '' && !isHeadingLine(lines[end]!) && !isCueAt(layout, end)) end++;
  return end;
}

/** What the speech between its cue and line `end` says. */
function readSpeech({ lines, indents, columns }: ScreenplayLayout, cue: number, end: number): string {
  const isPageNumber = (at: number) => columns && indents[at]! >= columns.cue && PAGE_NUMBER.test(lines[at]!.trim());
  const spoken: string[] = [];
  for (let at = cue + 1; at < end; at++) if (!isPageNumber(at)) spoken.push(lines[at]!);
  return spokenLines(spoken);
}

/** Transitions and centred lines: what stands behind `>` or ends in `TO:`. */
const isSetOff = (line: string) => line.startsWith('>') || isTransition(line);

function readAction(layout: ScreenplayLayout, at: number, end: number): string {
  const words = squeeze(layout.lines.slice(at, end).join(' '));
  return isSetOff(words) ? words.replace(/^> ?/, '').replace(/ ?<$/, '') : words.replace(/^!/, '');
}

/** What begins at line `at`: who says it (null: nobody), what, and where the next begins. */
function readAt(layout: ScreenplayLayout, at: number): { speaker: string | null; content: string; end: number } {
  const line = layout.lines[at]!.trim();
  if (isHeadingLine(line)) return { speaker: null, content: squeeze(line.replace(/^\./, '')), end: at + 1 };
  if (line === '' || isUnprinted(line)) return { speaker: null, content: '', end: at + 1 };
  if (isCueAt(layout, at)) {
    const end = endOfSpeech(layout, at);
    const name = cueName(line);
    return { speaker: line.startsWith('@') ? name : readableName(name), content: readSpeech(layout, at, end), end };
  }
  const end = isSetOff(line) ? at + 1 : endOfAction(layout, at);
  return { speaker: null, content: readAction(layout, at, end), end };
}

function readScreenplay(text: string): ScriptLine[] {
  const layout = layoutScreenplay(text);
  const out: ScriptLine[] = [];
  let act = 0;
  let hasSpoken = false;
  let at = 0;
  while (at < layout.lines.length) {
    const { speaker, content, end } = readAt(layout, at);
    if (hasSpoken && isHeadingLine(layout.lines[at]!)) {
      act++;
      hasSpoken = false;
    }
    if (/[\p{L}\p{N}?!…—-]/u.test(content)) {
      out.push({ speaker, content, act, line: at + 1 });
      hasSpoken ||= speaker !== null;
    }
    at = end;
  }
  return out;
}

/** Screenplays in Fountain (fountain.io/syntax) and as plain text with indented cues: scene headings, cues, parentheticals. */
export const fountain: ScriptFormat = {
  name: 'fountain',
  recognise(text, { file }) {
    if (/\.fountain$/i.test(file)) return 0.98;
    const layout = layoutScreenplay(text.slice(0, SAMPLE));
    const headings = layout.lines.filter((line) => /^[^\p{Ll}]*$/u.test(line) && isSceneHeading(line)).length;
    if (headings === 0) return 0;
    const cues = layout.lines.filter((_, at) => isCueAt(layout, at)).length;
    if (cues === 0) return 0;
    return headings >= 2 || cues >= 4 ? 0.96 : 0.7;
  },
  read: (text) => readScreenplay(text),
};
