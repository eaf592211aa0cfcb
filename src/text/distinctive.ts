import type { Language } from '../records.js';
import { squeeze } from './words.js';

export interface DistinctiveOptions {
  language: Language;
  /** Phrases at most. */
  max: number;
}

/** Longest phrase: words in English, characters in Chinese. Our choice. */
const LONGEST: Record<Language, number> = { en: 6, zh: 8 };
/** A phrase must come back at least so often in the role's lines. */
const FEWEST = 2;
/** G2 of a phrase that is likelier than chance at p < 0.05 with one degree of freedom (chi-square table). */
const LEAST_G2 = 3.84;

/** Words that carry no flavour of their own: a phrase of nothing else, or that begins or ends with a dangling one, is no catchphrase. */
const FUNCTION_WORDS = new Set(
  (
    'a an the and or but nor so if that this these those than then there here it its he she they them his her their him we us our i me my ' +
    'mine you your yours thou thee thy thine ye is am are was were be been being do does did have has had having will would shall should ' +
    'can could may might must not no of to in on at by for from with as into upon about up out off over what which who whom whose when ' +
    "where how why all any some such o oh it's i'm i'll he's that's " +
    'say says said go going come know knew think thought see'
  ).split(' '),
);
/** Words after which something must follow. */
const DANGLING_END = new Set(
  (
    'a an the and or but nor if that than of to in on at by for from with as into upon my your his her their our its thy which who whom whose ' +
    'is are was were be am do does did have has had will would shall should can could may might must not i you he she we they thou so very ' +
    'about against towards this that these those only what how where when why more most great mine some any all no every each'
  ).split(' '),
);
const DANGLING_START = new Set('of and or but nor than to is are was were be been am s'.split(' '));
/** With one word behind it such a word makes no saying: I remember. */
const PRONOUNS = new Set("i you he she it we they thou i'm i'll i've you'll you're".split(' '));
/** What begins with one of these is a saying only where it stands as a clause of its own: By Jove, but not: in heaven. */
const PREPOSITIONS = new Set('in on at by for from with as into upon about except against through under'.split(' '));
/** Chinese characters with which no phrase ends or begins well. */
const CHINESE_END = /[的和与我你他把被是在向对将也都又便就若之其以而于此必有无]$/;
const CHINESE_START = /^[的了着过和与吗呢吧么们也者之而]/;
/** Longer Chinese phrases must also have stood as a clause of their own: where words begin and end is not written. */
const CHINESE_UNBOUND = 2;

/** A clause and its words, each with where it stands in it. */
interface Clause {
  text: string;
  words: { word: string; from: number; to: number }[];
}

const WORD: Record<Language, RegExp> = {
  en: /(?<![\p{L}\p{N}])['’]?[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu,
  zh: /\p{Script=Han}/gu,
};
const CLAUSE_END: Record<Language, RegExp> = { en: /[.!?;:,—–()"“”…\n]|--/u, zh: /[^\p{Script=Han}]+/u };

function toClauses(lines: readonly string[], language: Language): Clause[] {
  return lines.flatMap((line) =>
    line.split(CLAUSE_END[language]).flatMap((text) => {
      const words = Array.from(text.matchAll(WORD[language]), ({ 0: word, index }) => ({
        word: word.toLowerCase().replace('’', "'"),
        from: index,
        to: index + word.length,
      }));
      return words.length === 0 ? [] : [{ text, words }];
    }),
  );
}

interface Counted {
  own: number;
  others: number;
  /** Times that it was a whole clause in the role's lines. */
  whole: number;
  length: number;
  spellings: Map<string, number>;
}

const KEY_JOIN: Record<Language, string> = { en: ' ', zh: '' };

/** A run of words of a clause, as it is compared and as it is spelled. */
interface Run {
  key: string;
  spelling: string;
  length: number;
  isWhole: boolean;
}

function* runsOf({ text, words }: Clause, language: Language): Generator<Run> {
  for (const [from, first] of words.entries()) {
    let key = '';
    for (const [k, last] of words.slice(from, from + LONGEST[language]).entries()) {
      key += k === 0 ? last.word : KEY_JOIN[language] + last.word;
      const length = k + 1;
      yield { key, spelling: text.slice(first.from, last.to), length, isWhole: length === words.length };
    }
  }
}

function countPhrases(own: readonly Clause[], others: readonly Clause[], language: Language): Map<string, Counted> {
  const counts = new Map<string, Counted>();
  for (const clause of own) {
    for (const { key, spelling, length, isWhole } of runsOf(clause, language)) {
      const count = counts.get(key) ?? { own: 0, others: 0, whole: 0, length, spellings: new Map() };
      count.own += 1;
      if (isWhole) count.whole += 1;
      count.spellings.set(spelling, (count.spellings.get(spelling) ?? 0) + 1);
      counts.set(key, count);
    }
  }
  for (const [key, { own: times }] of counts) if (times < FEWEST) counts.delete(key);
  for (const clause of others) {
    for (const { key } of runsOf(clause, language)) {
      const count = counts.get(key);
      if (count) count.others += 1;
    }
  }
  return counts;
}

/**
 * Dunning's log-likelihood ratio G2 (Computational Linguistics 19(1), 1993) of a phrase that occurs `a` times among `c` words and
 * `b` times among `d`; 0 where it is not more frequent in the first.
 */
export function logLikelihood(a: number, b: number, c: number, d: number): number {
  if (a * d <= b * c) return 0;
  const expectedOwn = (c * (a + b)) / (c + d);
  const expectedOthers = (d * (a + b)) / (c + d);
  return 2 * (a * Math.log(a / expectedOwn) + (b > 0 ? b * Math.log(b / expectedOthers) : 0));
}

function isWellFormed(key: string, language: Language): boolean {
  if (language === 'zh') return key.length >= 2 && !CHINESE_END.test(key) && !CHINESE_START.test(key);
  const words = key.split(' ');
  const [first, last] = [words[0] as string, words.at(-1) as string];
  if (words.every((word) => FUNCTION_WORDS.has(word) || word.length < 2)) return false;
  if (words.length === 2 && PRONOUNS.has(first)) return false;
  return !DANGLING_END.has(last) && !DANGLING_START.has(first);
}

/** A phrase that was often a whole clause, and one of several words, is more of a catchphrase than a fragment or a name. */
function scoreOf(
  key: string,
  { own, others, whole, length }: Counted,
  words: { own: number; others: number },
  language: Language,
): number {
  if (language === 'zh' && length > CHINESE_UNBOUND && whole === 0) return 0;
  if (whole * 2 < own && PREPOSITIONS.has(key.split(' ')[0] as string)) return 0;
  const g2 = logLikelihood(own, others, words.own, words.others);
  if (g2 < LEAST_G2) return 0;
  const several = language === 'zh' ? Math.min(length, 5) / 3 : Math.min(length, 4) / 2;
  return g2 * several * (1 + (3 * whole) / own);
}

function mostFrequent(spellings: ReadonlyMap<string, number>): string {
  const [best] = [...spellings].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return best?.[0] ?? '';
}

/** Parts of a phrase that are shorter than it. */
function* partsOf(key: string, language: Language): Generator<string> {
  const words = key.split(KEY_JOIN[language]);
  for (let length = 1; length < words.length; length += 1) {
    for (let from = 0; from + length <= words.length; from += 1) {
      yield words.slice(from, from + length).join(KEY_JOIN[language]);
    }
  }
}

/** Phrases that never stand without a longer one of the list: pieces broken out of it. */
function findPieces(keys: readonly string[], counts: ReadonlyMap<string, Counted>, language: Language): Set<string> {
  const pieces = new Set<string>();
  for (const key of keys) {
    for (const part of partsOf(key, language)) {
      if (counts.get(part)?.own === counts.get(key)?.own) pieces.add(part);
    }
  }
  return pieces;
}

/** Whether one phrase is a part of the other. */
function isFragmentOf(part: string, whole: string, language: Language): boolean {
  return language === 'zh' ? whole.includes(part) : ` ${whole} `.includes(` ${part} `);
}

/**
 * Phrases that a role uses more than the rest of its cast, best first: by log-likelihood against the others' lines, those that
 * stand as clauses of their own before fragments, no two of which one is a part of the other, none that never stands without a
 * longer one. Each comes back at least twice and is spelled as the role's lines mostly spell it.
 */
export function distinctivePhrases(
  own: readonly string[],
  others: readonly string[],
  options: DistinctiveOptions,
): string[] {
  const { language, max } = options;
  const ownClauses = toClauses(own.map(squeeze), language);
  const otherClauses = toClauses(others.map(squeeze), language);
  const sum = (clauses: readonly Clause[]) => clauses.reduce((total, { words }) => total + words.length, 0);
  const words = { own: sum(ownClauses), others: Math.max(1, sum(otherClauses)) };

  const counts = countPhrases(ownClauses, otherClauses, language);
  const scored = [...counts]
    .filter(([key]) => isWellFormed(key, language))
    .map(([key, count]) => ({
      key,
      spelling: mostFrequent(count.spellings),
      score: scoreOf(key, count, words, language),
    }))
    .filter(({ score }) => score > 0);
  const pieces = findPieces(
    scored.map(({ key }) => key),
    counts,
    language,
  );
  const ranked = scored
    .filter(({ key }) => !pieces.has(key))
    .sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
  const chosen: typeof ranked = [];
  for (const phrase of ranked) {
    if (chosen.length === max) break;
    const overlaps = chosen.some(
      ({ key }) => isFragmentOf(phrase.key, key, language) || isFragmentOf(key, phrase.key, language),
    );
    if (!overlaps) chosen.push(phrase);
  }
  return chosen.map(({ spelling }) => spelling);
}
