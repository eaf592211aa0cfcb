import { eachLanguage } from '../../languages/index.js';
import type { LanguageCode, Profile, Sample } from '../../records.js';
import { normalisedWords } from '../../text/normalise.js';
import type { WordsOf } from './distinctive-words.js';

/** How often something occurs in a role's own answers, and in the other roles' of its language; null where there are none. */
export interface Contrast {
  own: number | null;
  others: number | null;
}

/** How far a role's answers sound like it, by what can be counted. */
export interface StyleMarkers {
  role: string;
  language: LanguageCode;
  catchphrases: readonly string[];
  words: readonly string[];
  /** Answers of a hundred with at least one of its catchphrases. */
  catchphrase_answers: Contrast;
  /** Of a thousand words, those that are distinctive of it. */
  word_rate: Contrast;
}

interface Tally {
  answers: number;
  words: number;
}

const nothing = (): Tally => ({ answers: 0, words: 0 });

interface RoleTally {
  own: Tally;
  /** Answers with a catchphrase and distinctive words, in its own answers and in all of its language. */
  hits: { own: Tally; all: Tally };
}

/** A catchphrase of a role as its words. */
export interface Phrase {
  role: string;
  words: readonly string[];
}

/** The catchphrases of all roles by their first words. */
export function indexPhrases(profiles: readonly Profile[]): Map<string, Phrase[]> {
  const byFirst = new Map<string, Phrase[]>();
  for (const { role, catchphrases } of profiles) {
    for (const { text } of catchphrases) {
      const words = normalisedWords(text);
      const [first] = words;
      if (first !== undefined) byFirst.set(first, [...(byFirst.get(first) ?? []), { role, words }]);
    }
  }
  return byFirst;
}

/** The roles one of whose catchphrases stands in a text. */
export function rolesHeard(text: string, phrases: ReadonlyMap<string, readonly Phrase[]>): Set<string> {
  const said = normalisedWords(text);
  const heard = new Set<string>();
  for (const [at, word] of said.entries()) {
    for (const { role, words } of phrases.get(word) ?? []) {
      if (words.every((next, k) => said[at + k] === next)) heard.add(role);
    }
  }
  return heard;
}

function rolesByWord(words: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const roles = new Map<string, string[]>();
  for (const [role, own] of words) for (const word of own) roles.set(word, [...(roles.get(word) ?? []), role]);
  return roles;
}

const rate = (hits: number, of: number, per: number) => (of === 0 ? null : (per * hits) / of);

/** Counts markers in answers one by one. */
export function createStyleMarkers(
  profiles: readonly Profile[],
  words: ReadonlyMap<string, readonly string[]>,
  wordsOf: WordsOf,
): { add(answer: Pick<Sample, 'role' | 'language'> & { answer: string }): void; result(): StyleMarkers[] } {
  const phrases = indexPhrases(profiles);
  const byWord = rolesByWord(words);
  const languages = eachLanguage(nothing);
  const tallies = new Map<string, RoleTally>(
    profiles.map(({ role }) => [role, { own: nothing(), hits: { own: nothing(), all: nothing() } }]),
  );
  const languageOf = new Map(profiles.map(({ role, language }) => [role, language]));

  function hit(marked: string, speaker: string, language: LanguageCode, kind: keyof Tally): void {
    if (languageOf.get(marked) !== language) return;
    const { hits } = tallies.get(marked) as RoleTally;
    hits.all[kind] += 1;
    if (marked === speaker) hits.own[kind] += 1;
  }

  return {
    add({ role, language, answer }) {
      const said = wordsOf(answer, language);
      for (const tally of [languages[language], tallies.get(role)?.own]) {
        if (!tally) continue;
        tally.answers += 1;
        tally.words += said.length;
      }
      for (const marked of rolesHeard(answer, phrases)) hit(marked, role, language, 'answers');
      for (const word of said) for (const marked of byWord.get(word) ?? []) hit(marked, role, language, 'words');
    },
    result: () =>
      profiles.map(({ role, language, catchphrases }) => {
        const { own, hits } = tallies.get(role) as RoleTally;
        const all = languages[language];
        const contrast = (kind: keyof Tally, per: number): Contrast => ({
          own: rate(hits.own[kind], own[kind], per),
          others: rate(hits.all[kind] - hits.own[kind], all[kind] - own[kind], per),
        });
        return {
          role,
          language,
          catchphrases: catchphrases.map(({ text }) => text),
          words: words.get(role) ?? [],
          catchphrase_answers: contrast('answers', 100),
          word_rate: contrast('words', 1000),
        };
      }),
  };
}
