/** `other` is any script that is neither Latin nor Han, and Japanese and Korean text with Han characters in it. */
export type Script = 'latin' | 'han' | 'other' | 'none';

/** How much of a text is of each script, from 0 to 1: words of Latin letters, and single characters of the others. */
type ScriptShares = Record<'latin' | 'han' | 'other', number>;

const LATIN_WORD = /\p{Script=Latin}+/gu;
const HAN = /\p{Script=Han}/gu;
const KANA_OR_HANGUL = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const LATIN = /\p{Script=Latin}/u;
const NO_OTHER = /^[\p{Script=Latin}\P{L}]*$/u;
const OTHER = /(?![\p{Script=Latin}\p{Script=Han}])\p{L}/gu;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Shares of the scripts in a text; all 0 where it holds no letters. */
function scriptShares(text: string): ScriptShares {
  const latin = count(text, LATIN_WORD);
  const han = count(text, HAN);
  const other = count(text, OTHER);
  const total = latin + han + other;
  if (total === 0) return { latin: 0, han: 0, other: 0 };
  return { latin: latin / total, han: han / total, other: other / total };
}

/**
 * The script in which most of a text is written: a Latin word weighs as much as a Han character. Kana or hangul that makes
 * up a fifth of the East Asian characters turns the text into Japanese or Korean (`other`); our choice. Ties: han, latin.
 */
export function dominantScript(text: string): Script {
  if (NO_OTHER.test(text)) return LATIN.test(text) ? 'latin' : 'none';
  const { latin, han, other } = scriptShares(text);
  if (latin + han + other === 0) return 'none';
  const kana = count(text, KANA_OR_HANGUL);
  const ideographs = count(text, HAN);
  if (kana * 5 >= kana + ideographs && kana > 0 && han + other > latin) return 'other';
  if (han >= latin && han >= other) return 'han';
  return latin >= other ? 'latin' : 'other';
}
