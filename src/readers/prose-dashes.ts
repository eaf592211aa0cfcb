import { tagAt } from './prose-attribution.js';
import type { Piece } from './prose-pieces.js';

/** Speech that a dash begins and nothing closes: `—Not yet, Peter answered. The wind is against her.` */

const DASH = /^\s*(?:[—–―]|--)\s*/;
/** Where words that say who speaks may begin: after the punctuation of what is said, or a second dash. */
const BREAK = /[,.!?…;:—–―]+|--/gu;

/** Whether a paragraph begins with a dash, as speech does in such texts. */
export const beginsWithDash = (text: string): boolean => DASH.test(text);

/** Cuts speech at the words between that say who speaks; where `isTag` is given they must be such, and a comma may end them. */
export function cutAtTags(text: string, start: number, isTag?: (words: string) => boolean): Piece[] {
  const pieces: Piece[] = [];
  const say = (from: number, to: number) => {
    const said = text.slice(from, to).replace(/^[\s—–―.-]+|[\s—–―-]+$/gu, '');
    if (/[\p{L}\p{N}]/u.test(said)) pieces.push({ isQuote: true, text: said, offset: from, isUnclosed: false });
  };
  let from = start;
  for (const mark of text.matchAll(BREAK)) {
    const at = mark.index + mark[0].length;
    if (mark.index < from || at <= start) continue;
    const end = tagAt(text, at, isTag !== undefined);
    if (end === undefined || isTag?.(text.slice(at, end)) === false) continue;
    say(from, at);
    // `—said Peter—. Come.`: the full stop that ends what is said stands after the second dash.
    const said = pieces.at(-1);
    if (said && /^\s*[—–―-]+\./u.test(text.slice(end, end + 8)) && !/[,.!?…]$/u.test(said.text)) said.text += '.';
    pieces.push({ isQuote: false, text: text.slice(at, end), offset: at, isUnclosed: false });
    from = end;
  }
  say(from, text.length);
  return pieces;
}

/** Cuts a paragraph that begins with a dash into what is said and the words between that say who speaks. */
export function cutDashes(text: string): Piece[] {
  const start = text.match(DASH)?.[0].length;
  if (start !== undefined) return cutAtTags(text, start);
  return text.trim() === '' ? [] : [{ isQuote: false, text, offset: 0, isUnclosed: false }];
}

/** Speech that a plain hyphen begins, as a line of a list does: `- Where is it? - asked Ann.` */
const HYPHEN = /^\s*-\s+(?=[\p{L}\p{N}"“'‘…¿¡])/u;
const BEGINS_WITH_HYPHEN = /^[ \t]*-[ \t]/m;
/** A hyphen where a dash would begin a line, or parts what is said from who says it. */
const AS_DASH = /(?<=^\s*)-(?=\s)|(?<=[,.!?…]["”’]?\s)-(?=\s)/gu;

/** So many lines with a hyphen say who speaks, and at least a fourth of them (our choice): lists hold no such lines. */
const FEWEST_NAMED = 2;

/**
 * A text with long dashes in place of the plain hyphens before speech, where its lines with a hyphen are speech and no list: enough
 * of them say who speaks. Every place of the text stays where it was.
 */
export function withLongDashes(text: string): string {
  // A novel of 100 MB is not cut into lines for nothing.
  if (!BEGINS_WITH_HYPHEN.test(text)) return text;
  const lines = text.split('\n');
  const spoken = lines.flatMap((line) => (HYPHEN.test(line) ? [line.replaceAll(AS_DASH, '—')] : []));
  if (spoken.length < FEWEST_NAMED + 1) return text;
  const named = spoken.filter((line) => cutDashes(line.trimEnd()).some(({ isQuote }) => !isQuote)).length;
  if (named < FEWEST_NAMED || named * 4 < spoken.length) return text;
  return lines.map((line) => (HYPHEN.test(line) ? line.replaceAll(AS_DASH, '—') : line)).join('\n');
}
