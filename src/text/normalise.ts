import { guessLanguage, languages } from '../languages/index.js';
import { rememberLast } from './remember-last.js';
import { tokenise } from './words.js';

const CONTRACTIONS: Readonly<Record<string, string>> = {
  "'s": 'is',
  "'re": 'are',
  "'m": 'am',
  "'ve": 'have',
  "'ll": 'will',
  "'d": 'would',
};

function spellOut(word: string): string[] {
  if (word === "can't") return ['can', 'not'];
  if (word === "won't") return ['will', 'not'];
  if (word.endsWith("n't") && word.length > 3) return [word.slice(0, -3), 'not'];
  const mark = word.lastIndexOf("'");
  if (mark < 1) return [word];
  const ending = CONTRACTIONS[word.slice(mark)];
  return ending === undefined ? [word] : [word.slice(0, mark), ending];
}

/** Where words are cut in a language that cuts them. */
const CUTS = languages.flatMap(({ code, comparison }) => (comparison ? [{ code, cuts: comparison.cuts }] : []));

/** Words cut as the language of the text cuts them, where it does. */
function cutWords(words: readonly string[], text: string): readonly string[] {
  const maybe = CUTS.filter(({ cuts }) => words.some((word) => word.search(cuts) !== -1));
  if (maybe.length === 0) return words;
  const spoken = guessLanguage(text).code;
  const own = maybe.find(({ code }) => code === spoken);
  return own ? words.flatMap((word) => word.split(own.cuts)) : words;
}

/**
 * The words of a text (Chinese: its characters) as they are compared: without case, punctuation, full and half width, and
 * with English contractions spelled out (`What's` is `what is`; a possessive `'s` too becomes `is`, which does no harm). Words
 * that a language writes together are cut apart (`l'argent`, `avez-vous`).
 */
export const normalisedWords = rememberLast((text): readonly string[] => {
  const whole = tokenise(text.normalize('NFKC'));
  if (!whole.some((word) => word.includes("'") || word.includes('-'))) return whole;
  const words = cutWords(whole, text);
  const spelled: string[] = [];
  for (const word of words) {
    if (word.includes("'")) spelled.push(...spellOut(word));
    else spelled.push(word);
  }
  return spelled;
});
