import { normaliseForComparison } from '../text/duplicates.js';
import { compareTexts } from '../text/similar-pairs.js';

export type SetName = 'role_specific' | 'general';

/** Test questions that also stand in the training set. */
export interface Leak {
  set: SetName;
  tested: number;
  /** Word for word but for case, punctuation and width, and nearly: a question counts once. */
  exact: number;
  near: number;
}

/** The questions of a whole set, to see which of them are alike. */
export interface QuestionIndex {
  /** Whether no other question is the same or nearly. */
  isAlone(question: string): boolean;
  /** Notes on which side a question stands; it may stand on both. */
  mark(set: SetName, question: string, side: 'train' | 'test'): void;
  /** What leaks of what was marked. */
  leaks(): Leak[];
}

/**
 * Compares all questions of a set with each other, exactly: see text/similar-pairs.ts for the measure. Give each role-specific
 * question once for each role, each general instruction once.
 */
export function indexQuestions(questions: Iterable<string>, similarity: number): QuestionIndex {
  const numbers = new Map<string, number>();
  const texts: string[] = [];
  const times: number[] = [];
  for (const question of questions) {
    const key = normaliseForComparison(question);
    const number = numbers.get(key) ?? texts.length;
    if (number === texts.length) {
      numbers.set(key, number);
      texts.push(question);
    }
    times[number] = (times[number] ?? 0) + 1;
  }
  const alike = new Map<number, number[]>();
  const note = (one: number, other: number) => {
    const others = alike.get(one);
    if (others) others.push(other);
    else alike.set(one, [other]);
  };
  for (const { left, right } of compareTexts(texts).pairs(similarity)) {
    note(left, right);
    note(right, left);
  }
  const numberOf = (question: string) => numbers.get(normaliseForComparison(question)) ?? -1;
  const trained = new Set<number>();
  const tested: Record<SetName, Set<number>> = { role_specific: new Set(), general: new Set() };

  return {
    isAlone(question) {
      const number = numberOf(question);
      return times[number] === 1 && !alike.has(number);
    },
    mark(set, question, side) {
      (side === 'train' ? trained : tested[set]).add(numberOf(question));
    },
    leaks: () =>
      (['role_specific', 'general'] as const).map((set) => {
        const leak: Leak = { set, tested: tested[set].size, exact: 0, near: 0 };
        for (const number of tested[set]) {
          if (trained.has(number)) leak.exact += 1;
          else if (alike.get(number)?.some((other) => trained.has(other))) leak.near += 1;
        }
        return leak;
      }),
  };
}
