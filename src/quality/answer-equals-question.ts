import { normalisedWords } from '../text/normalise.js';
import type { Check } from './check.js';

/** An answer of so many words or more that stands whole in the question says nothing new. Our choice. */
const FEWEST_WORDS = 4;

/**
 * Refuses answers that only give the question back (easy-dataset, Chat-Haruhi issue 60): the same words, or, to a question
 * about the role, a piece of it. General instructions may quote a text from which the answer is taken.
 */
export const answerEqualsQuestion: Check = {
  name: 'answer-equals-question',
  run({ set, question, answer }) {
    const words = normalisedWords(answer);
    const asked = ` ${normalisedWords(question).join(' ')} `;
    const said = ` ${words.join(' ')} `;
    if (words.length > 0 && asked === said && words.length >= FEWEST_WORDS) return { evidence: 'repeats the question' };
    if (set === 'role_specific' && words.length >= FEWEST_WORDS && asked.includes(said)) {
      return { evidence: 'stands whole in the question' };
    }
    return undefined;
  },
};
