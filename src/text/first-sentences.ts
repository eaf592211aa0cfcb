import { type LanguageCode, languageOf } from '../languages/index.js';
import { splitSentences } from './sentences.js';
import { countWords } from './words.js';

/** Characters that are looked at for each word that may stay, and at least: a text may be a book. */
const LONGEST_WORD = 20;
const LEAST_LOOKED_AT = 2000;

/** The first sentences of a text that have at most so many words together, and always one. */
export function firstSentences(text: string, most: number, language: LanguageCode): string {
  const sentences = splitSentences(text.slice(0, Math.max(LEAST_LOOKED_AT, most * LONGEST_WORD)));
  let words = 0;
  const tooFar = sentences.findIndex((sentence, k) => {
    words += countWords(sentence);
    return k > 0 && words > most;
  });
  return sentences.slice(0, tooFar === -1 ? sentences.length : tooFar).join(languageOf(language).joiner);
}
