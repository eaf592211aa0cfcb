import { withoutAddress } from '../text/address.js';
import { createDuplicateFinder, normaliseForComparison } from '../text/duplicates.js';
import { ALIKE_ANSWERS, createTextFinder } from '../text/near-texts.js';
import type { CheckedTurn } from './check.js';

/** A refusal by a check that knows the answers before this one. */
export interface RepeatRefusal {
  check: 'exact-duplicate' | 'near-duplicate' | 'repeated-answer';
  evidence: string;
}

/** Looks at one answer after another and remembers those that it let pass. */
export type RepeatCheck = (turn: CheckedTurn) => RepeatRefusal | undefined;

const passAll: RepeatCheck = () => undefined;

/**
 * Refuses a question that repeats an earlier one of the same role: word for word, or nearly, from `similarity` on (papers.md
 * 1.4c). The first one that `next` lets pass too stays; a verdict never depends on what comes later. One of these for each role.
 */
export function createQuestionCheck(similarity: number, next: RepeatCheck = passAll): RepeatCheck {
  const finder = createDuplicateFinder({ threshold: similarity });
  const kept: string[] = [];
  return (answer) => {
    const { question, role } = answer;
    const asked = withoutAddress(question, role);
    const earlier = finder.find(asked);
    if (earlier === undefined) {
      const refusal = next(answer);
      if (refusal) return refusal;
      finder.add(asked);
      kept.push(question);
      return undefined;
    }
    const repeated = kept[earlier] as string;
    const isSame = normaliseForComparison(withoutAddress(repeated, role)) === normaliseForComparison(asked);
    return { check: isSame ? 'exact-duplicate' : 'near-duplicate', evidence: `repeats: ${repeated}` };
  };
}

/**
 * Refuses a response that is the same as an earlier one to the same instruction, or nearly, word for word. One of these for
 * each pair.
 */
export function createResponseCheck(next: RepeatCheck = passAll): RepeatCheck {
  const same = new Map<string, string>();
  const finder = createTextFinder(ALIKE_ANSWERS);
  const kept: string[] = [];
  return (answer) => {
    const key = normaliseForComparison(answer.answer);
    const exact = same.get(key);
    if (exact !== undefined) return { check: 'exact-duplicate', evidence: `repeats response ${exact}` };
    const words = finder.read(answer.answer);
    const [near] = finder.alike(words);
    if (near) return { check: 'near-duplicate', evidence: `nearly repeats response ${kept[near.kept]}` };
    const refusal = next(answer);
    if (refusal) return refusal;
    same.set(key, answer.id);
    kept.push(answer.id);
    finder.keep(words);
    return undefined;
  };
}

/**
 * As createResponseCheck for the answers of one role in their order: responses that `groupOf` puts together by their ids, one group after the
 * other, must differ from each other; `next` sees them all.
 */
export function createGroupedCheck(groupOf: (id: string) => string, next: RepeatCheck): RepeatCheck {
  let group: string | undefined;
  let within = createResponseCheck(next);
  return (answer) => {
    if (groupOf(answer.id) !== group) within = createResponseCheck(next);
    group = groupOf(answer.id);
    return within(answer);
  };
}
