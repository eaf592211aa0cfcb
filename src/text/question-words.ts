import { languages } from '../languages/index.js';
import { ALIKE, ASKING_WORDS, AUXILIARIES, LIGHT_WORDS, NEGATIONS, PHRASES, SPOKEN } from './question-lexicon.js';
import { hasHan } from './words.js';

/** How a word counts where two questions are compared: under which name, and how much. */
export interface Weighted {
  feature: string;
  weight: number;
}

/**
 * Weights beside 1 for an English word that says what a question is about. All lists and numbers here were tuned on one half of
 * the labels in test/fixtures/duplicates; `node scripts/measure-duplicates.mjs` measures both halves.
 */
const LIGHT = 0.02;
const TALKING = 0.2;
const ASKING = 0.3;
const CHARACTER = 0.6;
const NEGATION = 1.5;

/** Longest phrase of the lexicon, and what comes before all Chinese characters. */
const LONGEST_PHRASE = 5;
const FIRST_CHINESE = '\u2e80';

const phrases = new Map<string, Weighted>();
for (const [kind = '', ...members] of PHRASES) {
  const weighted = kind === 'light' ? { feature: '·', weight: LIGHT } : { feature: `?${kind}`, weight: ASKING };
  for (const member of members) phrases.set(member, weighted);
}

const light = new Set([...LIGHT_WORDS, ...languages.flatMap(({ comparison }) => [...(comparison?.light ?? [])])]);

const stems = new Map<string, Weighted>();
for (const members of SPOKEN) {
  for (const member of members) stems.set(member, { feature: `=${members[0]}`, weight: TALKING });
}

const alike = new Map<string, string>();
for (const members of ALIKE) {
  const feature = `=${members[0]}`;
  for (const member of members) {
    if (hasHan(member)) phrases.set(member, { feature, weight: 2 * CHARACTER });
    else alike.set(stemOf(member), feature);
  }
}

/** A word without its inflection: `kings`, `crying`, `loved` as `king`, `cry`, `lov`. Not for reading, only for comparing. */
function stemOf(word: string): string {
  if (word.length < 4) return word;
  const singular = word.replace(/ies$/, 'y').replace(/(?<=[^su])s$/, '');
  const plain = singular.replace(/(?<=[aeiouy].*[a-z])(?:ing|ed)$/, '');
  return (plain === singular ? plain : plain.replace(/([bdgmnprt])\1$/, '$1')).replace(/(?<=..)e$/, '');
}

function weigh(word: string): Weighted {
  const known = stems.get(word);
  if (known) return known;
  const stem = stemOf(word);
  const weight = light.has(word) ? LIGHT : NEGATIONS.has(word) ? NEGATION : hasHan(word) ? CHARACTER : 1;
  const weighted = { feature: alike.get(word) ?? alike.get(stem) ?? stem, weight };
  // Names and numbers are without end; the common words are soon known.
  if (stems.size < 20_000) stems.set(word, weighted);
  return weighted;
}

function phraseAt(words: readonly string[], place: number): [Weighted, number] | undefined {
  for (let length = Math.min(LONGEST_PHRASE, words.length - place); length > 0; length -= 1) {
    const phrase = phrases.get(length === 1 ? (words[place] as string) : words.slice(place, place + length).join(''));
    if (phrase) return [phrase, length];
  }
  return undefined;
}

/** Asks for a person, place, time or reason; `when` and `where` join clauses too (`When Ned came, what …`). */
function asksAt(words: readonly string[], place: number): string | undefined {
  const word = words[place] as string;
  const asked = ASKING_WORDS.get(word);
  if (!asked || word === 'reason' || AUXILIARIES.has(words[place + 1] ?? '')) return asked;
  return place === 0 && word !== 'when' && word !== 'where' ? asked : undefined;
}

/** The words of a question, normalised, as they count where it is compared. */
export function weighWords(words: readonly string[]): Weighted[] {
  const weighted: Weighted[] = [];
  for (let place = 0; place < words.length; place += 1) {
    const word = words[place] as string;
    const phrase = word >= FIRST_CHINESE ? phraseAt(words, place) : undefined;
    const asked = phrase ? undefined : asksAt(words, place);
    weighted.push(phrase ? phrase[0] : asked ? { feature: `?${asked}`, weight: ASKING } : weigh(word));
    if (phrase) place += phrase[1] - 1;
  }
  return weighted;
}
