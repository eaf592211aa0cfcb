import { languageOf } from '../languages/index.js';
import { dominantScript } from '../text/language.js';
import { tokenise } from '../text/words.js';
import type { Check, CheckedTurn } from './check.js';
import { isShown, type Signs, signsOf } from './signs.js';

/** Shorter answers are not judged by their words: names and quotations would decide. Our choice. */
const FEWEST_WORDS = 10;

/** Labels such as `PER`, which look like particles. */
const CAPITALS = /(?<!\p{L})\p{Lu}{2,}(?!\p{L})/gu;

/** Whether a text of the right letters is written in another language: more foreign than own particles. */
function looksForeign(text: string, { particles }: Signs): boolean {
  if (!particles) return false;
  const words = tokenise(text.replace(CAPITALS, ' '));
  if (words.length < FEWEST_WORDS) return false;
  const foreign = words.filter((word) => particles.foreign.has(word)).length;
  const own = words.filter((word) => particles.own.has(word)).length;
  return foreign * 8 >= words.length && foreign > own;
}

function mayBeForeign({ isRoleSpecific, question, language, raw_answer }: CheckedTurn): boolean {
  if (isRoleSpecific) return false;
  if (
    isShown('asksForAnotherLanguage', question, language) ||
    !['none', languageOf(language).script].includes(dominantScript(question))
  )
    return true;
  return raw_answer !== null && dominantScript(raw_answer) !== languageOf(language).script;
}

/** Refuses answers in another language than the role's, unless the instruction asks for one. */
export const language: Check = {
  name: 'language',
  run(answer) {
    const script = dominantScript(answer.answer);
    const isOther = script !== 'none' && script !== languageOf(answer.language).script;
    if (!isOther && !looksForeign(answer.answer, signsOf(answer.language))) return undefined;
    if (mayBeForeign(answer)) return undefined;
    return {
      evidence: isOther
        ? `written in ${script} script, not ${languageOf(answer.language).script}`
        : `not written in ${languageOf(answer.language).name}`,
    };
  },
};
