import { isSceneHeading, isTransition, plainWords, speakersOf } from './screenplay-cues.js';
import { dualCues, readDual } from './screenplay-dual.js';
import { isCueAt, layoutScreenplay, type ScreenplayLayout } from './screenplay-layout.js';
import { endOfSpeech, wordsOfSpeech } from './screenplay-speech.js';
import type { ScriptFormat, ScriptLine } from './script.js';

const SAMPLE = 300_000;
const PAGE_NUMBER = /^(?:page )?\d{1,4}\.?$/i;
const FORCED_HEADING = /^\.[^.\s]/;

const isHeadingLine = (line: string) => isSceneHeading(line) || FORCED_HEADING.test(line.trim());

/** Sections and synopses are the writer's plan of the script and never printed; page breaks and page numbers are no text. */
const isUnprinted = (line: string) => /^\s*(?:#{1,6}(?:\s|\p{L})|=)/u.test(line) || PAGE_NUMBER.test(line.trim());

/** Index of the line after the action that begins at line `at`. */
function endOfAction(layout: ScreenplayLayout, at: number): number {
  const { lines } = layout;
  let end = at + 1;
  while (end < lines.length && lines[end]!.trim() !== '' && !isHeadingLine(lines[end]!) && !isCueAt(layout, end)) end++;
  return end;
}

/** Transitions and centred lines: what stands behind `>` or ends in `TO:`. */
const isSetOff = (line: string) => line.startsWith('>') || isTransition(line);

function readAction(layout: ScreenplayLayout, at: number, end: number): string {
  const words = plainWords(layout.lines.slice(at, end).join(' '));
  return isSetOff(words) ? words.replace(/^> ?/, '').replace(/ ?<$/, '') : words.replace(/^!/, '');
}

/** What is told or said from one line on, and where the next begins. */
interface Passage {
  lines: { speaker: string | null; content: string }[];
  end: number;
}

const told = (content: string, end: number): Passage => ({ lines: [{ speaker: null, content }], end });

function readAt(layout: ScreenplayLayout, at: number): Passage {
  const line = layout.lines[at]!.trim();
  if (isHeadingLine(line)) return told(plainWords(line.replace(/^\./, '')), at + 1);
  if (line === '' || isUnprinted(line)) return told('', at + 1);
  if (isCueAt(layout, at)) {
    const end = endOfSpeech(layout, at);
    return { lines: [{ speaker: speakersOf(line), content: wordsOfSpeech(layout, at, end) }], end };
  }
  const both = dualCues(layout.lines[at]!);
  if (both) return readDual(both, layout.lines, at + 1);
  const end = isSetOff(line) ? at + 1 : endOfAction(layout, at);
  return told(readAction(layout, at, end), end);
}

function readScreenplay(text: string): ScriptLine[] {
  const layout = layoutScreenplay(text);
  const out: ScriptLine[] = [];
  let act = 0;
  let hasSpoken = false;
  let at = 0;
  while (at < layout.lines.length) {
    const passage = readAt(layout, at);
    if (hasSpoken && isHeadingLine(layout.lines[at]!)) {
      act++;
      hasSpoken = false;
    }
    for (const { speaker, content } of passage.lines) {
      if (!/[\p{L}\p{N}?!…—-]/u.test(content)) continue;
      out.push({ speaker, content, act, line: at + 1 });
      hasSpoken ||= speaker !== null;
    }
    at = passage.end;
  }
  return out;
}

/** How many scenes and cues a text has when it is read as a screenplay. */
function measureScreenplay(text: string): { layout: ScreenplayLayout; headings: number; cues: number } {
  const layout = layoutScreenplay(text.slice(0, SAMPLE));
  const headings = layout.lines.filter((line) => /^[^\p{Ll}]*$/u.test(line) && isSceneHeading(line)).length;
  return { layout, headings, cues: layout.speeches.size };
}

/** Screenplays in Fountain (fountain.io/syntax) and as plain text with indented cues: scene headings, cues, parentheticals. */
export const fountain: ScriptFormat = {
  name: 'fountain',
  recognise(text, { file }) {
    if (/\.fountain$/i.test(file)) return 0.98;
    const { layout, headings, cues } = measureScreenplay(text);
    if (headings === 0 || cues === 0) return 0;
    return headings >= 2 || cues >= 4 || (layout.setting === 'indented' && cues >= 2) ? 0.96 : 0.7;
  },
  seen(text) {
    const { headings, cues } = measureScreenplay(text);
    if (headings === 0) return undefined;
    return `${headings} ${headings === 1 ? 'line looks' : 'lines look'} like scene headings of a screenplay, but ${cues === 0 ? 'no line' : `only ${cues}`} like a cue`;
  },
  read: (text) => readScreenplay(text),
};
