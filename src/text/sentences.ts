import { guessLanguage } from '../languages/index.js';
import { squeeze } from './words.js';

/**
 * Sentences of a text, in order, each with its closing punctuation; what follows the last full stop is a sentence too. They
 * end as in the language that the text is written in.
 */
export function splitSentences(text: string): string[] {
  const line = squeeze(text);
  return guessLanguage(line).splitSentences(line);
}
