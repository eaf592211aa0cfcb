import { squeeze } from '../text/words.js';
import type { ScriptLine } from './script.js';
import { cutLabel, isNarrator } from './spoken-label.js';

/** The time that stands above what is said from then on. */
const TIME = /^\s*\d{1,2}:\d{2}:\d{2}\s*$/;
/** What stands above such a transcript, and what the program writes below it. */
const HEADER = /^(?:.{0,200}\s)?transcript$|^attendees$/i;
const END = /^(?:transcription ended after\b|this editable transcript was\b)/i;

/**
 * How sure it is that a text is a transcript as Google Meet writes it: times on lines of their own, and below them `Name: words`, a
 * line a speech. Without Meet's header a play could look so, which is read as one where its names recur.
 */
export function surenessOfMeet(text: string): number {
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  const first = lines.findIndex((line) => TIME.test(line));
  if (first < 0) return 0;
  const ended = lines.findIndex((line) => END.test(line));
  const body = lines.slice(first, ended < 0 ? undefined : ended).filter((line) => !TIME.test(line));
  const labelled = body.filter((line) => cutLabel(line) !== undefined).length;
  if (labelled === 0 || labelled * 2 < body.length) return 0;
  return ended >= 0 || lines.slice(0, first).some((line) => HEADER.test(line)) ? 0.98 : 0.35;
}

/** The lines of such a transcript; what stands above its first time and below its end is nobody's. */
export function readMeet(text: string): ScriptLine[] {
  const lines: ScriptLine[] = [];
  let isSpoken = false;
  let open: ScriptLine | undefined;
  for (const [at, source] of text.split('\n').entries()) {
    const content = squeeze(source);
    if (content === '') continue;
    if (TIME.test(source)) {
      isSpoken = true;
      continue;
    }
    if (END.test(content)) isSpoken = false;
    const label = isSpoken ? cutLabel(content) : undefined;
    if (isSpoken && label === undefined && open) {
      open.content += ` ${content}`;
      continue;
    }
    const speaker = label === undefined || isNarrator(label.name) ? null : label.name;
    open = { speaker, content: label?.words ?? content, act: 0, line: at + 1 };
    lines.push(open);
    if (!isSpoken) open = undefined;
  }
  return lines;
}
