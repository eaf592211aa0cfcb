import { languageOf } from '../languages/index.js';
import { countWords } from '../text/words.js';
import type { Check, CheckedTurn } from './check.js';
import { isShown } from './signs.js';

/** Longer texts are no answers, whatever the settings say: nothing counts, compares or scores them. Our choice. */
const LONGEST_TEXT = 100_000;

/** Whether a row is too long for anything to be done with it. */
export function isEndless({ question, answer }: Pick<CheckedTurn, 'question' | 'answer'>): boolean {
  return Math.max(question.length, answer.length) > LONGEST_TEXT;
}

/** Refuses answers that are empty, or shorter or longer than the settings allow. A script's own speeches may be as long as they are. */
export const length: Check = {
  name: 'length',
  run(row, { settings }) {
    const { isRoleSpecific, question, answer, language } = row;
    if (isEndless(row)) return { evidence: `more than ${LONGEST_TEXT} characters` };
    if (answer.trim() === '') return { evidence: 'empty answer' };
    const { unit } = languageOf(language);
    const count = countWords(answer);
    const { minWords, minRoleSpecificWords, minCharacters } = settings;
    // `Who lent you the ducats?` may be answered by `Money-lender.`; what one thinks may not.
    const isFact = !isRoleSpecific || isShown('asksForFact', question, language);
    const fewestWords = isFact ? minWords : Math.max(minWords, minRoleSpecificWords);
    const shortest = unit === 'character' ? minCharacters : fewestWords;
    const longest = unit === 'character' ? settings.maxCharacters : settings.maxWords;
    const counted = `${count} ${unit}${count === 1 ? '' : 's'}`;
    if (count < shortest) return { evidence: `${counted}, fewer than ${shortest}` };
    if (count > longest && !row.isQuoted) return { evidence: `${counted}, more than ${longest}` };
    return undefined;
  },
};
