import type { Check } from './check.js';
import { signsOf } from './signs.js';

/** Fewer characters of the other script may be a quotation or a name. Our choice. */
const FEWEST = 3;

/** Refuses Chinese answers that are written in the other script than the settings say, unless the question asks for it. */
export const chineseScript: Check = {
  name: 'chinese-script',
  run({ language, question, answer }, { settings }) {
    const { scriptVariants } = signsOf(language);
    if (!scriptVariants || settings.chineseScript === 'any' || scriptVariants.askedFor.test(question)) return undefined;
    const counts = scriptVariants.count(answer);
    const other = settings.chineseScript === 'simplified' ? 'traditional' : 'simplified';
    if (counts[other] < FEWEST || counts[other] <= counts[settings.chineseScript]) return undefined;
    return {
      evidence: `${counts[other]} ${other} characters, ${counts[settings.chineseScript]} ${settings.chineseScript}`,
    };
  },
};
