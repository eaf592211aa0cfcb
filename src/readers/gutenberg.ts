/**
 * What Project Gutenberg puts around a text. The marks are those of its files of 1991 to 2025: the small print of the old ones,
 * the START and END lines of the new ones.
 */
const START = /^\W{0,4}(?:START|BEGIN(?:NING)?) OF (?:THE |THIS )?PROJECT GUTENBERG\b/i;
const SMALL_PRINT_END = /\*END\W{0,3}(?:THE SMALL PRINT|\*)/i;
const END = /^\W{0,4}END OF (?:THE |THIS )?PROJECT GUTENBERG\b/i;
const PRODUCED_BY = /^(?:\[?E-?text )?(?:produced|prepared|transcribed|scanned) (?:and proofread )?(?:by|from)\b/i;
const NOTE = /^[[(*_#\s]{0,8}transcriber[’']?s?[’']?s?\s+notes?\b/i;
const LONGEST_MARK = 4;
const LONGEST_NOTE = 60;

/** Last line of a mark that may be wrapped: the line with the closing asterisks. */
function endOfMark(lines: readonly string[], first: number): number {
  for (let i = first; i < Math.min(first + LONGEST_MARK, lines.length); i++) {
    if (/\*\s*$/.test(lines[i]!)) return i;
  }
  return first;
}

/** Index of the line after the paragraph that holds line `first`. */
function endOfParagraph(lines: readonly string[], first: number): number {
  let end = first;
  while (end < lines.length && lines[end]!.trim() !== '') end++;
  return end;
}

/** Index of the line after a transcriber's note: to its closing bracket, or to the end of its first paragraph with text. */
function endOfNote(lines: readonly string[], first: number): number {
  const opening = lines[first]!.trim();
  const limit = Math.min(first + LONGEST_NOTE, lines.length);
  if (opening.startsWith('[')) {
    for (let i = first; i < limit; i++) if (lines[i]!.includes(']')) return i + 1;
  }
  const end = endOfParagraph(lines, first);
  const isHeadingOnly = end === first + 1 && /notes?\W*$/i.test(opening);
  if (!isHeadingOnly) return Math.min(end, limit);
  let next = end;
  while (next < limit && lines[next]!.trim() === '') next++;
  return Math.min(endOfParagraph(lines, next), limit);
}

function blank(lines: string[], from: number, to: number): void {
  lines.fill('', from, to);
}

/**
 * Empties the lines of a text that Project Gutenberg adds to it: everything up to its START mark, everything from its END mark,
 * who produced the file, and transcriber's notes. The numbers of the other lines stay true. In a text without the marks only
 * transcriber's notes are emptied.
 */
export function blankGutenbergIn(lines: string[]): void {
  const start = lines.findIndex((line) => START.test(line) || SMALL_PRINT_END.test(line));
  const bodyStart = start < 0 ? 0 : endOfMark(lines, start) + 1;
  blank(lines, 0, bodyStart);
  const end = lines.findIndex((line) => END.test(line));
  if (end >= 0) blank(lines, end, lines.length);
  if (start >= 0) {
    for (let i = bodyStart; i < Math.min(bodyStart + 20, lines.length); i++) {
      if (PRODUCED_BY.test(lines[i]!)) blank(lines, i, endOfParagraph(lines, i));
    }
  }
  for (let i = 0; i < lines.length; i++) if (NOTE.test(lines[i]!)) blank(lines, i, endOfNote(lines, i));
}

/** A text without what Project Gutenberg adds to it, whose lines become empty. */
export function blankGutenberg(text: string): string {
  const lines = text.split('\n');
  blankGutenbergIn(lines);
  return lines.join('\n');
}
