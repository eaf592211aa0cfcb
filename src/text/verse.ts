import { type Capitals, endsSentence, isShouted } from './capitals.js';

/** The lines of a speech in verse. `verse` says where they begin, from the second on. */
export function verseLines(content: string, verse: readonly number[] = []): string[] {
  const edges = [0, ...verse, content.length];
  return edges.slice(1).map((to, at) => content.slice(edges[at], to).trimEnd());
}

/** A quotation begins, in whose first word a capital stands. */
const QUOTATION = /^["“«]/;

/** An apostrophe that closes a quotation, and how far behind it is looked for (our choice). */
const LONGEST_QUOTATION = 2000;
const CLOSED = /[.,!?;:—-]['’](?!\p{L})|\p{L}['’][.,!?;:]/u;

/** Whether a quotation opens with the apostrophe before a word at `at`. */
function isQuoted(content: string, at: number, word: string, { isElided }: Capitals): boolean {
  if (!/^['’‘]/.test(word)) return false;
  return !(isElided(word) ?? !CLOSED.test(content.slice(at + word.length, at + LONGEST_QUOTATION)));
}

/** The first word of a line, and whether a capital follows it. */
const LINE_START = /^(?<marks>[^\p{L}'’‘]{0,3})(?<word>['’‘]?\p{L}[\p{L}\p{M}'’-]*)(?<capital> \p{Lu})?/u;
/** No word is longer than this, so that a line of any length takes no time (our choice). */
const LOOK_AHEAD = 60;

/** Where the letter stands that has a capital only because the line that begins at `at` does. */
function capitalOfLine(content: string, at: number, capitals: Capitals): number | undefined {
  if (endsSentence(content, at) || QUOTATION.test(content.charAt(at))) return undefined;
  const { marks, word, capital } = LINE_START.exec(content.slice(at, at + LOOK_AHEAD))?.groups ?? {};
  if (marks === undefined || word === undefined) return undefined;
  const start = at + marks.length;
  if (isShouted(word) || isQuoted(content, start, word, capitals)) return undefined;
  if (capitals.keeps(word, capital !== undefined)) return undefined;
  return /^\p{L}/u.test(word) ? start : start + 1;
}

/**
 * A speech in verse as prose: a line that goes on with the sentence of the line before begins with a small letter, unless the word
 * keeps its capital anywhere in the script (see `learnCapitals`).
 */
export function asProse(content: string, verse: readonly number[] | undefined, capitals: Capitals): string {
  const pieces: string[] = [];
  let from = 0;
  for (const at of verse ?? []) {
    const letter = capitalOfLine(content, at, capitals);
    if (letter === undefined || letter < from) continue;
    pieces.push(content.slice(from, letter), content.charAt(letter).toLowerCase());
    from = letter + 1;
  }
  return pieces.join('') + content.slice(from);
}
