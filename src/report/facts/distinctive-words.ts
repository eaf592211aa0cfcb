import { eachLanguage, type LanguageCode } from '../../languages/index.js';
import type { DialogueLine, Profile } from '../../records.js';
import { NARRATION } from '../../records.js';
import { logLikelihood } from '../../text/distinctive.js';

/** Cuts a text into the words that are counted. */
export type WordsOf = (text: string, language: LanguageCode) => readonly string[];

/** G2 of a word that is likelier than chance at p < 0.001 (chi-square table), … */
const LEAST_G2 = 10.83;
/** … how often it must stand in the role's lines and how much more often than in others', and how many are taken. Our choice. */
const FEWEST = 3;
const LEAST_TIMES = 3;
const MOST = 20;

interface Counted {
  words: number;
  counts: Map<string, number>;
}

const nothing = (): Counted => ({ words: 0, counts: new Map() });

function addWords(counted: Counted, words: readonly string[]): void {
  counted.words += words.length;
  for (const word of words) counted.counts.set(word, (counted.counts.get(word) ?? 0) + 1);
}

function chooseWords(own: Counted, all: Counted): string[] {
  const others = Math.max(1, all.words - own.words);
  const scored: [string, number][] = [];
  for (const [word, count] of own.counts) {
    if (count < FEWEST) continue;
    const otherCount = (all.counts.get(word) ?? 0) - count;
    if (count / own.words < LEAST_TIMES * (otherCount / others)) continue;
    const score = logLikelihood(count, otherCount, own.words, others);
    if (score >= LEAST_G2) scored.push([word, score]);
  }
  const best = scored.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, MOST);
  return best.map(([word]) => word);
}

/**
 * The words that each role says in its script far more often than all other speakers of its language do, best first, by
 * Dunning's log-likelihood. Streams the lines once.
 */
export function findDistinctiveWords(
  profiles: readonly Profile[],
  lines: Iterable<DialogueLine>,
  wordsOf: WordsOf,
): Map<string, string[]> {
  const languages = new Map(profiles.flatMap(({ scripts, language }) => scripts.map((script) => [script, language])));
  const speakers = new Map(
    profiles.flatMap(({ scripts, role }) => scripts.map((script) => [`${script}\n${role}`, role])),
  );
  const all = eachLanguage(nothing);
  const own = new Map(profiles.map(({ role }) => [role, nothing()]));
  for (const { script, role, content } of lines) {
    const language = languages.get(script);
    if (language === undefined || role === NARRATION) continue;
    const words = wordsOf(content, language);
    addWords(all[language], words);
    const speaker = speakers.get(`${script}\n${role}`);
    if (speaker !== undefined) addWords(own.get(speaker) as Counted, words);
  }
  return new Map(profiles.map(({ role, language }) => [role, chooseWords(own.get(role) as Counted, all[language])]));
}
