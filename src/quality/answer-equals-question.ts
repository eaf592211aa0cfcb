import { normalisedWords } from '../text/normalise.js';
import { rememberLast } from '../text/remember-last.js';
import type { Check } from './check.js';

/** An answer of so many words or more that stands whole in the question says nothing new. Our choice. */
const FEWEST_WORDS = 4;

/** A question's words between spaces. Asked for once for all the responses to an instruction. */
const wordsOf = rememberLast((question) => ` ${normalisedWords(question).join(' ')} `);

/**
 * Refuses answers that only give the question back (easy-dataset, Chat-Haruhi issue 60): the same words, or, to a question
 * about the role, a piece of it. General instructions may quote a text from which the answer is taken.
 */
export const answerEqualsQuestion: Check = {
  name: 'answer-equals-question',
  run({ isRoleSpecific, question, answer }) {
    const words = normalisedWords(answer);
    if (words.length < FEWEST_WORDS) return undefined;
    const asked = wordsOf(question);
    const said = ` ${words.join(' ')} `;
    if (asked === said) return { evidence: 'repeats the question' };
    return isRoleSpecific && asked.includes(said) ? { evidence: 'stands whole in the question' } : undefined;
  },
};
