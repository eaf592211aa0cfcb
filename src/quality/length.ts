import { countWords } from '../text/words.js';
import type { Check } from './check.js';

/** Refuses answers that are empty, or shorter or longer than the settings allow. */
export const length: Check = {
  name: 'length',
  run({ set, answer, language }, { settings }) {
    if (answer.trim() === '') return { evidence: 'empty answer' };
    const chinese = language === 'zh';
    const count = countWords(answer);
    const { minWords, minRoleSpecificWords, minCharacters } = settings;
    const shortestEnglish = set === 'role_specific' ? Math.max(minWords, minRoleSpecificWords) : minWords;
    const shortest = chinese ? minCharacters : shortestEnglish;
    const longest = chinese ? settings.maxCharacters : settings.maxWords;
    const unit = `${chinese ? 'character' : 'word'}${count === 1 ? '' : 's'}`;
    if (count < shortest) return { evidence: `${count} ${unit}, fewer than ${shortest}` };
    if (count > longest) return { evidence: `${count} ${unit}, more than ${longest}` };
    return undefined;
  },
};
