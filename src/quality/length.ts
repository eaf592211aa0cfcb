import { languageOf } from '../languages/index.js';
import type { Answer } from '../records.js';
import { countWords } from '../text/words.js';
import type { Check } from './check.js';

/** Asks for a name or a fact, which one word may answer wholly: `Who lent you the ducats?`, `Money-lender.` What one thinks it may not. */
const ASKS_FOR_FACT =
  /\b(?:who|whom|whose|which|where|when|how (?:many|much|old|long|far|often)|what(?! (?:do|did|would|might|could|can|should|have) you (?:think|feel|make|believe|say|mean|tell|imagine)))\b|谁|什么|哪|几|多少|何[人处时物名]|怎么称呼/i;

/** Longer texts are no answers, whatever the settings say: nothing counts, compares or scores them. Our choice. */
const LONGEST_TEXT = 100_000;

/** Whether a row is too long for anything to be done with it. */
export function isEndless({ question, answer }: Pick<Answer, 'question' | 'answer'>): boolean {
  return Math.max(question.length, answer.length) > LONGEST_TEXT;
}

/** Refuses answers that are empty, or shorter or longer than the settings allow. */
export const length: Check = {
  name: 'length',
  run(row, { settings }) {
    const { set, question, answer, language } = row;
    if (isEndless(row)) return { evidence: `more than ${LONGEST_TEXT} characters` };
    if (answer.trim() === '') return { evidence: 'empty answer' };
    const { unit } = languageOf(language);
    const count = countWords(answer);
    const { minWords, minRoleSpecificWords, minCharacters } = settings;
    const isFact = set === 'general' || ASKS_FOR_FACT.test(question);
    const fewestWords = isFact ? minWords : Math.max(minWords, minRoleSpecificWords);
    const shortest = unit === 'character' ? minCharacters : fewestWords;
    const longest = unit === 'character' ? settings.maxCharacters : settings.maxWords;
    const counted = `${count} ${unit}${count === 1 ? '' : 's'}`;
    if (count < shortest) return { evidence: `${counted}, fewer than ${shortest}` };
    if (count > longest) return { evidence: `${counted}, more than ${longest}` };
    return undefined;
  },
};
