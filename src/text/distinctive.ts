import { type Language, type LanguageCode, languageOf } from '../languages/index.js';
import { squeeze } from './words.js';

export interface DistinctiveOptions {
  language: LanguageCode;
  /** Phrases at most. */
  max: number;
}

/** Lines of the role in which a fixed expression must come back at least. */
const FEWEST_SET = 2;
/** A role that says no more clauses than this repeats none by chance: another clause counts from the second time too. */
const FEW_CLAUSES = 60;
/** Share of the role's lines from the first to the last of them: said again at once it is the talk of one moment. */
const LEAST_SPREAD = 0.05;
/** How many times more often than the others the role must say it. Our choice. */
const LEAST_RATIO = 3;

/** A clause of a line as it is compared, and as it is spelled. */
interface Clause {
  key: string;
  words: string[];
  spelling: string;
  isQuestion: boolean;
  /** Which of the lines it stands in. */
  line: number;
}

function clausesOf(lines: readonly string[], { clauses, joiner }: Language): Clause[] {
  return lines.flatMap((text, line) =>
    (squeeze(text).match(clauses.clause) ?? []).flatMap((clause) => {
      const spelled = Array.from(clause.matchAll(clauses.word));
      const [first, last] = [spelled[0], spelled.at(-1)];
      if (!first || !last) return [];
      const words = spelled.map(([word]) => word.toLowerCase().replaceAll('’', "'"));
      const spelling = clause.slice(first.index, last.index + last[0].length);
      return [{ key: words.join(joiner), words, spelling, isQuestion: /[?？]$/.test(clause), line }];
    }),
  );
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

/** Names and nouns of address that only capitals show: Doctor Rank, Aunt Augusta. */
function namesSomebody(spelling: string): boolean {
  return /\s(?!I\b|I['’])\p{Lu}/u.test(spelling);
}

/** In how many of the role's lines a clause that is no fixed expression must stand. */
function fewestLines(said: number, { fewestLines, clausesPerPhrase }: Language['clauses']): number {
  if (said <= FEW_CLAUSES) return 2;
  return clausesPerPhrase === undefined ? fewestLines : Math.max(fewestLines, said / clausesPerPhrase);
}

/** Whether what the role said in these of its `all` clauses, one phrase, is a manner of its own. */
function isManner(said: readonly Clause[], all: readonly Clause[], { clauses }: Language): boolean {
  const [first] = said as [Clause];
  const lines = said.map(({ line }) => line);
  const times = new Set(lines).size;
  if (clauses.setPhrases.some((pattern) => pattern.test(first.key))) return times >= FEWEST_SET;
  const spread = (Math.max(...lines) - Math.min(...lines)) / ((all.at(-1)?.line ?? 0) + 1);
  if (times < fewestLines(all.length, clauses) || spread < LEAST_SPREAD) return false;
  if (said.some(({ isQuestion, spelling }) => isQuestion || namesSomebody(spelling))) return false;
  if (/\d/.test(first.key) || first.words.join('-').split('-').length < clauses.leastWords) return false;
  const { everyday } = clauses;
  return !(everyday && first.words.every((word) => everyday.has(word)));
}

function mostFrequent(spellings: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const spelling of spellings) counts.set(spelling, (counts.get(spelling) ?? 0) + 1);
  const [best] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return best?.[0] ?? '';
}

function groupByKey(clauses: readonly Clause[]): Map<string, Clause[]> {
  const groups = new Map<string, Clause[]>();
  for (const clause of clauses) {
    const group = groups.get(clause.key);
    if (group) group.push(clause);
    else groups.set(clause.key, [clause]);
  }
  return groups;
}

/** Whether one phrase is a part of the other. */
function isPartOf(part: string, whole: string, { joiner }: Language): boolean {
  return `${joiner}${whole}${joiner}`.includes(`${joiner}${part}${joiner}`);
}

/**
 * Clauses that a role says again and again and the rest of its cast hardly ever, the most distinctive first by log-likelihood,
 * none a part of another. Fixed expressions count from the second time; anything else must come back more often, over a
 * stretch of lines, and be more than everyday words. Rather none than a wrong one.
 */
export function distinctivePhrases(
  own: readonly string[],
  others: readonly string[],
  { language: code, max }: DistinctiveOptions,
): string[] {
  const language = languageOf(code);
  const [least, most] = language.clauses.length;
  const ownClauses = clausesOf(own, language);
  const otherClauses = clausesOf(others, language);
  const sum = (clauses: readonly Clause[]) => clauses.reduce((total, { words }) => total + words.length, 0);
  const [ownWords, otherWords] = [sum(ownClauses), Math.max(1, sum(otherClauses))];
  const byOthers = groupByKey(otherClauses);

  const ranked = [...groupByKey(ownClauses)]
    .filter(([, said]) => {
      const length = (said[0] as Clause).words.length;
      return length >= least && length <= most && isManner(said, ownClauses, language);
    })
    .map(([key, said]) => ({ key, said, others: byOthers.get(key)?.length ?? 0 }))
    .filter(({ said, others }) => said.length * otherWords >= LEAST_RATIO * others * ownWords)
    .map((phrase) => ({
      ...phrase,
      score: logLikelihood(phrase.said.length, phrase.others, ownWords, otherWords),
    }))
    .sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
  const chosen: typeof ranked = [];
  for (const phrase of ranked) {
    if (chosen.length >= max) break;
    const overlaps = chosen.some(
      ({ key }) => isPartOf(phrase.key, key, language) || isPartOf(key, phrase.key, language),
    );
    if (!overlaps) chosen.push(phrase);
  }
  return chosen.map(({ said }) => mostFrequent(said.map(({ spelling }) => spelling)));
}
