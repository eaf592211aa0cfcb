import type { ScriptLine } from './script.js';

/**
 * Characters of a novel that are read at once, since all its paragraphs are in memory together. Our choice: the longest novels of
 * the web have about 10 million; longer files are libraries, of which every part has its own persons.
 */
const LONGEST_PART = 10_000_000;

/** Where a part that begins at `from` ends: behind an empty line, else behind a line. */
function endOfPart(text: string, from: number, longest: number): number {
  if (text.length - from <= longest) return text.length;
  for (const gap of ['\n\n', '\n']) {
    const at = text.lastIndexOf(gap, from + longest);
    if (at > from) return at + gap.length;
  }
  const next = text.indexOf('\n', from + longest);
  return next < 0 ? text.length : next + 1;
}

function countBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/**
 * Reads a text part by part, so that one of any length takes little memory. Acts and lines are counted through; a chapter whose
 * heading begins a part is counted with the one before.
 */
export function readInParts(
  text: string,
  read: (part: string) => ScriptLine[],
  longest: number = LONGEST_PART,
): ScriptLine[] {
  const lines: ScriptLine[] = [];
  let line = 0;
  for (let from = 0; from < text.length; ) {
    const end = endOfPart(text, from, longest);
    const part = from === 0 && end === text.length ? text : text.slice(from, end);
    const act = lines.at(-1)?.act ?? 0;
    for (const found of read(part)) {
      found.act += act;
      found.line += line;
      lines.push(found);
    }
    line += countBreaks(part);
    from = end;
  }
  return lines;
}
