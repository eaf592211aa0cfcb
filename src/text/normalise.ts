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

/**
 * The words of a text (Chinese: its characters) as they are compared: without case, punctuation, full and half width, and
 * with English contractions spelled out (`What's` is `what is`; a possessive `'s` too becomes `is`, which does no harm).
 */
export const normalisedWords = rememberLast((text): readonly string[] => {
  const words = tokenise(text.normalize('NFKC'));
  if (!words.some((word) => word.includes("'"))) return words;
  const spelled: string[] = [];
  for (const word of words) {
    if (word.includes("'")) spelled.push(...spellOut(word));
    else spelled.push(word);
  }
  return spelled;
});
