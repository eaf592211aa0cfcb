import { languageOf } from '../languages/index.js';
import type { Answer } from '../records.js';
import { dominantScript } from '../text/language.js';
import { tokenise } from '../text/words.js';
import type { Check } from './check.js';

/** Instructions whose answer rightly stands in another language or in no language at all. */
const ASKS_FOR_ANOTHER =
  /\b(?:translat\w*|languages?|convert\w*|code|program\w*|script|function|html|sql|python|json|french|spanish|german|italian|chinese|japanese|korean|arabic|hindi|latin|russian|portuguese|polish|catalan)\b|翻译|译成|英[文语]|法语|德语|日语|韩语|西班牙语|外语|代码|程序|编程|函数|脚本|网址|链接|公式|单词|拼音/iu;

const FOREIGN_WORDS = new Set(
  'el los las una por para que con pero como muy estoy está yo mi et les des est dans une pour pas vous je nous der und das nicht ein eine ich mit auf ist zu il di che non per sono uno da em não uma com'.split(
    ' ',
  ),
);
const ENGLISH_WORDS = new Set(
  'the and of to a an in is it that i you he she we they my your his for with on as at but be are was were have has not this so by from or do'.split(
    ' ',
  ),
);

/** Shorter answers are not judged by their words: names and quotations would decide. Our choice. */
const FEWEST_WORDS = 10;

/** Labels such as `PER`, which look like particles. */
const CAPITALS = /(?<!\p{L})\p{Lu}{2,}(?!\p{L})/gu;

/** Whether a text of Latin letters is written in another language than English: more foreign than English particles. */
function looksForeign(text: string): boolean {
  const words = tokenise(text.replace(CAPITALS, ' '));
  if (words.length < FEWEST_WORDS) return false;
  const foreign = words.filter((word) => FOREIGN_WORDS.has(word)).length;
  const english = words.filter((word) => ENGLISH_WORDS.has(word)).length;
  return foreign * 8 >= words.length && foreign > english;
}

function mayBeForeign({ set, question, language, raw_answer }: Answer): boolean {
  if (set !== 'general') return false;
  if (ASKS_FOR_ANOTHER.test(question) || !['none', languageOf(language).script].includes(dominantScript(question)))
    return true;
  return raw_answer !== null && dominantScript(raw_answer) !== languageOf(language).script;
}

/** Refuses answers in another language than the role's, unless the instruction asks for one. */
export const language: Check = {
  name: 'language',
  run(answer) {
    const script = dominantScript(answer.answer);
    const isOther = script !== 'none' && script !== languageOf(answer.language).script;
    if (!isOther && !(answer.language === 'en' && looksForeign(answer.answer))) return undefined;
    if (mayBeForeign(answer)) return undefined;
    return {
      evidence: isOther
        ? `written in ${script} script, not ${languageOf(answer.language).script}`
        : 'not written in English',
    };
  },
};
