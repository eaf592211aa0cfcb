import { type LanguageCode, languageOf } from '../../languages/index.js';
import { normalisedWords } from '../../text/normalise.js';
import { allSigns, signsOf } from '../signs.js';

/** Names, numbers and quoted words of an answer: what can be looked up in the passage that it came from. */

const DIGITS = /\d+(?:[.,]\d+)*/g;

const QUOTED = /“([^”]+)”|"([^"]+)"|«([^»]+)»|「([^」]+)」|《([^》]+)》/g;

function quotations(answer: string, language: LanguageCode): string[] {
  return [...answer.matchAll(QUOTED)]
    .map((match) => (match.slice(1).find((text) => text !== undefined) ?? '').trim())
    .filter((text) => normalisedWords(text).length >= languageOf(language).limits.shortestQuotation);
}

/** Each once, in the answer's order within its kind: names, numbers, quotations. */
export function claimsOf(answer: string, language: LanguageCode): string[] {
  const { namesIn, numberWords } = signsOf(language);
  const numbers = [...(answer.match(DIGITS) ?? []), ...((numberWords && answer.match(numberWords)) ?? [])];
  return [...new Set([...(namesIn?.(answer) ?? []), ...numbers, ...quotations(answer, language)])];
}

const SMALL_NUMBERS = allSigns.flatMap(({ smallNumbers }) => (smallNumbers ? [smallNumbers] : []));

/** Whether a claim stands in a passage, with its words in order; `7` and `seven` are the same. */
export function standsIn(claim: string, passageWords: string): boolean {
  const words = normalisedWords(claim);
  if (words.length === 0) return true;
  const has = (text: string) => passageWords.includes(` ${text} `);
  if (has(words.join(' '))) return true;
  return SMALL_NUMBERS.some((numbers) => {
    const spelled = words.map((word) => numbers[Number(word)] ?? word).join(' ');
    const digits = words.map((word) => (numbers.includes(word) ? `${numbers.indexOf(word)}` : word)).join(' ');
    return has(spelled) || has(digits);
  });
}
