import { countChineseScripts } from '../text/chinese-script.js';
import type { Check } from './check.js';

/** Fewer characters of the other script may be a quotation or a name. Our choice. */
const FEWEST = 3;
const ASKS_FOR_SCRIPT = /繁体|繁體|简体|簡體|正体字|正體字/;

/** Refuses Chinese answers that are written in the other script than the settings say, unless the question asks for it. */
export const chineseScript: Check = {
  name: 'chinese-script',
  run({ language, question, answer }, { settings }) {
    if (language !== 'zh' || settings.chineseScript === 'any' || ASKS_FOR_SCRIPT.test(question)) return undefined;
    const counts = countChineseScripts(answer);
    const other = settings.chineseScript === 'simplified' ? 'traditional' : 'simplified';
    if (counts[other] < FEWEST || counts[other] <= counts[settings.chineseScript]) return undefined;
    return {
      evidence: `${counts[other]} ${other} characters, ${counts[settings.chineseScript]} ${settings.chineseScript}`,
    };
  },
};
