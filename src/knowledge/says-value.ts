import { type LanguageCode, languageOf } from '../languages/index.js';
import { signsOf } from '../quality/signs.js';
import { normalisedWords } from '../text/normalise.js';

/** A longer answer, in words or characters, lists guesses or talks around what it was asked. Our choice. */
const LONGEST_ANSWER = 25;

/** A part of a name without spaces is taken for the whole if it has this share of its characters, and two at least. Our choice. */
const LEAST_PART = 0.5;

/** The words of a text by which it is told: small numbers as digits, without the commonest words of the language. */
export function tellingWords(text: string, language: LanguageCode): string[] {
  const { particles, smallNumbers = [] } = signsOf(language);
  const light = languageOf(language).comparison?.light;
  return normalisedWords(text)
    .filter((word) => !particles?.own.has(word) && !light?.has(word))
    .map((word) => (smallNumbers.includes(word) ? String(smallNumbers.indexOf(word)) : word));
}

/** Whether words stand in others one after the other. */
const holdsRun = (words: readonly string[], run: readonly string[]) =>
  ` ${words.join(' ')} `.includes(` ${run.join(' ')} `);

/** Whether a text calls somebody by a part of a name: `Watson` for `John Watson`, and not `Mary Watson`. */
function saysPart(text: string, name: string, language: LanguageCode): boolean {
  const { namesIn } = signsOf(language);
  const wanted = new Set(tellingWords(name, language));
  const isName = (name.match(/[\p{L}\p{N}]+/gu) ?? []).every(
    (word) => /^\p{Lu}/u.test(word) || tellingWords(word, language).length === 0,
  );
  if (!isName || !namesIn) return false;
  // A name that opens a sentence is not told from any other first word: something stands before it.
  return namesIn(`x ${text}`).some((said) => {
    const words = tellingWords(said, language);
    return words.length > 0 && words.every((word) => wanted.has(word));
  });
}

/**
 * Whether a text says a value: all its telling words, in any order, or a part of it where it is a name. Where words are not set apart
 * by spaces, its characters in one run, or at least half of them alone.
 */
export function saysValue(text: string, value: string, language: LanguageCode): boolean {
  const [said, wanted] = [tellingWords(text, language), tellingWords(value, language)];
  if (said.length === 0 || wanted.length === 0) return false;
  if (languageOf(language).unit === 'character') {
    const isPart = said.length >= 2 && said.length >= LEAST_PART * wanted.length && holdsRun(wanted, said);
    return holdsRun(said, wanted) || isPart;
  }
  return wanted.every((word) => said.includes(word)) || saysPart(text, value, language);
}

/** Whether an answer says a value and little else. */
export const answersValue = (answer: string, value: string, language: LanguageCode): boolean =>
  normalisedWords(answer).length <= LONGEST_ANSWER && saysValue(answer, value, language);
