import type { LanguageCode } from '../../languages/index.js';
import type { Denial } from '../../languages/signs.js';
import { signsOf } from '../../quality/signs.js';
import { hasHan, tokenise } from '../../text/words.js';

/** A text as values are looked for in it. */
export const plainText = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll('’', "'");

/** What tells a value from another. */
export interface Telltale {
  /** A pattern for each of its words, and how many of them must stand together. */
  words: readonly RegExp[];
  least: number;
  /** How often the value itself denies: "never leaves the light" does once. */
  negations: number;
}

/** A longer value is told by so much of it: an answer puts it in its own words. Our choice. */
const SHARE = 0.6;

/** Characters of Chinese that are looked for as one; of more, pairs are. Our choice. */
const LONGEST_WORD = 4;

/** Where a clause denies, in order. */
export function negationsIn(plain: string, { noNegation, negation }: Denial): number[] {
  // What is no negation leaves as much room as it had.
  const without = plain.replace(noNegation, (found) => '_'.repeat(found.length));
  return [...without.matchAll(new RegExp(negation, 'gu'))].map(({ index }) => index);
}

/** A number in digits and in words. */
function spellings(word: string, language: LanguageCode): string[] {
  const { smallNumbers = [] } = signsOf(language);
  const spelled = smallNumbers[Number(word)];
  const at = smallNumbers.indexOf(word);
  return [word, ...(spelled === undefined ? [] : [spelled]), ...(at < 0 ? [] : [String(at)])];
}

const literal = (word: string) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** A word in all its forms; names and numbers have one. */
function wordPattern(word: string, isName: boolean, language: LanguageCode): RegExp {
  const { endings = [], numerals = [], smallNumbers = [] } = signsOf(language);
  const isNumber = /\d/.test(word) || numerals.flat().includes(word) || smallNumbers.includes(word);
  const own =
    isName || isNumber ? undefined : endings.find((end) => word.endsWith(end) && word.length > end.length + 2);
  const stem = own === undefined ? word : word.slice(0, -own.length);
  const forms = isNumber ? spellings(word, language).map(literal).join('|') : literal(stem);
  const ending = isName || isNumber ? '' : `(?:${endings.join('|')})?`;
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms})${ending}(?![\\p{L}\\p{N}])`, 'u');
}

/** Each word of a value once, a date of digits in its parts: an answer says 1802, and not 1802-05-01. */
function distinctWords(value: string): string[] {
  const words = tokenise(value.normalize('NFKC')).flatMap((word) =>
    /^\d+(?:-\d+)+$/.test(word)
      ? word.split('-').map((part) => part.replace(/^0+(?=\d)/, ''))
      : word.replace(/'s$/, ''),
  );
  return [...new Set(words)];
}

/** Words that say something: without those of grammar, where others are left. */
function tellingWords(value: string, language: LanguageCode): string[] {
  const grammar = signsOf(language).particles?.own;
  const words = distinctWords(value);
  const telling = words.filter((word) => !grammar?.has(word));
  return telling.length > 0 ? telling : words;
}

function wordsOf(value: string, besides: string, language: LanguageCode): RegExp[] {
  const words = tellingWords(value, language);
  const shared = new Set(distinctWords(besides));
  const own = words.filter((word) => !shared.has(word));
  const isName = (word: string) => /^\p{Lu}/u.test(value.slice(plainText(value).indexOf(word)));
  return (own.length > 0 ? own : words).map((word) => wordPattern(word, isName(word), language));
}

/** The part of a value in which it differs from another, with the whole of a number that it is part of, of two characters at least. */
function differingPart(value: string, besides: string, numberWords: RegExp | undefined): string {
  let [from, to] = [0, value.length];
  while (from < to && value[from] === besides[from]) from += 1;
  while (
    to > from &&
    besides.length - (value.length - to) > from &&
    value[to - 1] === besides.at(to - 1 - value.length)
  )
    to -= 1;
  if (from === to) return value;
  for (const { 0: number, index } of [...value.matchAll(/\d+/g), ...(numberWords ? value.matchAll(numberWords) : [])]) {
    if (index >= to || index + number.length <= from) continue;
    [from, to] = [Math.min(from, index), Math.max(to, index + number.length)];
  }
  if (to - from === 1 && to < value.length) to += 1;
  if (to - from === 1 && from > 0) from -= 1;
  return value.slice(from, to);
}

const onlyWords = (text: string) => plainText(text).replace(/[^\p{L}\p{N}]/gu, '');

function charactersOf(value: string, besides: string, language: LanguageCode): RegExp[] {
  const part = differingPart(onlyWords(value), onlyWords(besides), signsOf(language).numberWords);
  if (part.length <= LONGEST_WORD) return [new RegExp(literal(part), 'u')];
  const pairs = Array.from({ length: part.length - 1 }, (_, at) => part.slice(at, at + 2));
  return [...new Set(pairs)].map((pair) => new RegExp(literal(pair), 'u'));
}

/** By what a value is known in a text, and told from one that shares words with it. */
export function telltaleOf(value: string, besides: string, language: LanguageCode): Telltale {
  const words = hasHan(value) ? charactersOf(value, besides, language) : wordsOf(value, besides, language);
  const { denial } = signsOf(language);
  return {
    words,
    least: words.length <= 2 ? words.length : Math.ceil(words.length * SHARE),
    negations: denial ? negationsIn(plainText(value), denial).length : 0,
  };
}

/** Whether a plain text holds a value: see plainText. */
export function isIn(plain: string, { words, least }: Pick<Telltale, 'words' | 'least'>): boolean {
  let found = 0;
  for (const word of words) if (word.test(plain)) found += 1;
  return found >= least;
}

/** Whether a text holds a value. */
export const holds = (text: string, value: Pick<Telltale, 'words' | 'least'>): boolean => isIn(plainText(text), value);
