import type { Answer } from '../records.js';
import { createDuplicateFinder, normaliseForComparison } from '../text/duplicates.js';

/** A refusal by a check that knows the answers before this one. */
export interface DuplicateRefusal {
  check: 'exact-duplicate' | 'near-duplicate';
  evidence: string;
}

/**
 * Refuses a question that repeats an earlier one of the same role: word for word, or nearly, from `similarity` on (papers.md
 * 1.4c). The first one stays; a verdict never depends on what comes later. One of these for each role.
 */
export function createQuestionCheck(similarity: number): (answer: Answer) => DuplicateRefusal | undefined {
  const finder = createDuplicateFinder({ threshold: similarity });
  const kept: string[] = [];
  return ({ question }) => {
    const earlier = finder.add(question);
    if (earlier === undefined) {
      kept.push(question);
      return undefined;
    }
    const repeated = kept[earlier] as string;
    const isSame = normaliseForComparison(repeated) === normaliseForComparison(question);
    return { check: isSame ? 'exact-duplicate' : 'near-duplicate', evidence: `repeats: ${repeated}` };
  };
}

/** Refuses a response that is the same as an earlier one to the same instruction. One of these for each pair. */
export function createResponseCheck(): (answer: Answer) => DuplicateRefusal | undefined {
  const kept = new Map<string, string>();
  return ({ id, answer }) => {
    const key = normaliseForComparison(answer);
    const same = kept.get(key);
    if (same !== undefined) return { check: 'exact-duplicate', evidence: `repeats response ${same}` };
    kept.set(key, id);
    return undefined;
  };
}
