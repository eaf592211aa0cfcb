import { languages } from '../languages/index.js';
import { normalisedWords } from './normalise.js';

/** How people are addressed without their name. */
const TITLES = new Set([
  ...`sir madam ma'am my dear lord lady king queen prince princess captain doctor dr professor mr mrs miss master mister your
  majesty highness grace honour honor 皇上 陛下 大王 大圣 师父 丞相 将军 主公 娘娘 先生 大人 老爷 公子 夫人 前辈 阁下 殿下`.split(
    /\s+/,
  ),
  ...languages.flatMap(({ comparison }) => [...(comparison?.titles ?? [])]),
]);

/** What stands before the first comma, where that is short enough to be a name. */
const OPENING = /^\s*([^,，?？!！.。;；:："“]{1,40}(?:\.[^,，?？]{1,20})*)[,，]\s*(?=\S)/u;

/**
 * A question without the words that address its role: `Jack Sparrow, how …` and `Captain, how …` put the same question.
 * What else stands before a comma belongs to the question (`In London, …`, `说到酒，…`).
 */
export function withoutAddress(question: string, role: string): string {
  const opening = OPENING.exec(question);
  if (!opening) return question;
  const [whole, address = ''] = opening;
  const isTitle = TITLES.has(address.trim());
  const name = normalisedWords(role);
  const words = normalisedWords(address);
  const isName =
    words.some((word) => name.includes(word)) && words.every((word) => name.includes(word) || TITLES.has(word));
  return isTitle || isName || words.every((word) => TITLES.has(word)) ? question.slice(whole.length) : question;
}
