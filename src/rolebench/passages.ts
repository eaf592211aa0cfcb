import type { Segment } from '../records.js';
import { normaliseForComparison } from '../text/duplicates.js';
import { compareTexts } from '../text/similar-pairs.js';
import { cuesOf } from './cues.js';
import { type SplitSettings, testCount, testRank } from './splits.js';

/** A question of one role with all that was answered to it: what is trained on or tested as a whole. */
export interface OwnQuestion {
  question: string;
  answers: readonly string[];
  /** The passages that it was made from. */
  segments: readonly Segment[];
}

/** Pairs of texts of one list that are the same but for case, punctuation and width, or as similar as the threshold. */
export interface AlikePair {
  left: number;
  right: number;
  isExact: boolean;
}

/**
 * Compares lists of texts: gives each pair of lists in which some text of the one is like some text of the other. Texts without
 * a word are like no other.
 */
function* alikeLists(lists: readonly (readonly string[])[], similarity: number): Generator<AlikePair> {
  const owners = new Map<string, Set<number>>();
  for (const [at, texts] of lists.entries()) {
    for (const text of texts) {
      const key = normaliseForComparison(text);
      const known = owners.get(key);
      if (known) known.add(at);
      else owners.set(key, new Set([at]));
    }
  }
  for (const same of owners.values()) yield* pairsWithin([...same]);
  const keys = [...owners.keys()];
  const ownersOf = [...owners.values()];
  for (const { left, right } of compareTexts(keys).pairs(similarity)) {
    for (const one of ownersOf[left] as Set<number>)
      for (const other of ownersOf[right] as Set<number>)
        if (one !== other) yield { left: one, right: other, isExact: false };
  }
}

function* pairsWithin(numbers: readonly number[]): Generator<AlikePair> {
  for (const [at, left] of numbers.entries())
    for (const right of numbers.slice(at + 1)) yield { left, right, isExact: true };
}

/** Pairs of questions whose passages have a line of the script in common. */
function* shareLines(rows: readonly OwnQuestion[]): Generator<AlikePair> {
  const places = rows
    .flatMap(({ segments }, at) => segments.map(({ script, from, to }) => ({ script, from, to, at })))
    .sort((a, b) => (a.script === b.script ? a.from - b.from : a.script < b.script ? -1 : 1));
  for (const [k, one] of places.entries()) {
    for (let next = k + 1; next < places.length; next += 1) {
      const other = places[next] as (typeof places)[number];
      if (other.script !== one.script || other.from > one.to) break;
      if (other.at !== one.at) yield { left: one.at, right: other.at, isExact: true };
    }
  }
}

/** What a role's questions may share with each other, each kind with the pairs that share it. */
export function sharedBy(rows: readonly OwnQuestion[], similarity: number) {
  return {
    question: alikeLists(
      rows.map(({ question }) => [question]),
      similarity,
    ),
    answer: alikeLists(
      rows.map(({ answers }) => answers),
      similarity,
    ),
    cue: alikeLists(
      rows.map(({ question }) => cuesOf(question)),
      similarity,
    ),
    lines: shareLines(rows),
  };
}

/**
 * The connected parts of a role's questions: two are connected where they share a question, an answer, a cue or a line of the
 * script, exactly or nearly, or are connected with a third. Numbers of questions, in order.
 */
function connectedParts(rows: readonly OwnQuestion[], similarity: number): number[][] {
  const parent = rows.map((_, at) => at);
  const rootOf = (at: number): number => {
    let root = at;
    while (parent[root] !== root) root = parent[root] as number;
    parent[at] = root;
    return root;
  };
  for (const pairs of Object.values(sharedBy(rows, similarity))) {
    for (const { left, right } of pairs) {
      const [one, other] = [rootOf(left), rootOf(right)];
      parent[Math.max(one, other)] = Math.min(one, other);
    }
  }
  const parts = new Map<number, number[]>();
  for (const at of rows.keys()) {
    const part = parts.get(rootOf(at));
    if (part) part.push(at);
    else parts.set(rootOf(at), [at]);
  }
  return [...parts.values()];
}

/**
 * A role's test questions for a split by passage: whole connected parts in a seeded order, as many as keep the limits. A part with
 * a question that is like one of another role (`isAlone` says so, but for the part's own) is trained on.
 */
export function chooseTestParts(
  role: string,
  rows: readonly OwnQuestion[],
  settings: SplitSettings,
  isAlone: (question: string, butFor: readonly string[]) => boolean,
): Set<string> {
  const parts = connectedParts(rows, settings.leakSimilarity).map((part) => {
    const questions = part.map((at) => (rows[at] as OwnQuestion).question);
    return { questions, rank: Math.min(...questions.map((question) => testRank(role, question, settings))) };
  });
  const chosen = new Set<string>();
  const most = testCount(rows.length, settings);
  for (const { questions } of parts.sort((a, b) => a.rank - b.rank)) {
    if (chosen.size + questions.length > most) continue;
    if (questions.every((question) => isAlone(question, questions))) for (const one of questions) chosen.add(one);
  }
  return chosen;
}
