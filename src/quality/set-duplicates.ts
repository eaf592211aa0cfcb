import type { Confidence, Sample } from '../records.js';
import { withoutAddress } from '../text/address.js';
import { findDuplicatePairs } from '../text/similar-questions.js';

/** What is looked at of an answer to a role-specific question. */
export type AskedQuestion = Pick<Sample, 'id' | 'role' | 'kind' | 'confidence'> & { question: string };

const RANK: Readonly<Record<Confidence, number>> = { High: 0, Low: 1 };

function rankOf({ confidence }: AskedQuestion): number {
  return confidence === null ? 0 : RANK[confidence];
}

/**
 * Questions that repeat another of the list, by their ids, with what they repeat. Of two that are alike the one of the higher
 * confidence stays, then the earlier one; only what stays can refuse another, so that of alike questions always one is left.
 */
function findRepeats(questions: readonly AskedQuestion[], similarity: number): Map<string, string> {
  const alike = new Map<number, number[]>();
  const note = (one: number, other: number) => {
    const others = alike.get(one);
    if (others) others.push(other);
    else alike.set(one, [other]);
  };
  const asked = questions.map(({ question, role }) => withoutAddress(question, role));
  for (const { left, right } of findDuplicatePairs(asked, similarity)) {
    note(left, right);
    note(right, left);
  }
  const rank = (place: number) => rankOf(questions[place] as AskedQuestion);
  const bestFirst = [...alike.keys()].sort((left, right) => rank(left) - rank(right) || left - right);
  const stay = new Set<number>();
  const repeats = new Map<string, string>();
  for (const place of bestFirst) {
    const earlier = (alike.get(place) ?? []).filter((other) => stay.has(other)).sort((a, b) => a - b)[0];
    if (earlier === undefined) stay.add(place);
    else {
      const { role, question } = questions[earlier] as AskedQuestion;
      repeats.set((questions[place] as AskedQuestion).id, `repeats: ${question} (${role})`);
    }
  }
  return repeats;
}

/**
 * Role-specific questions that repeat another one of any role (`set`), or of any role but the same kind (`type`), by their ids,
 * with what they repeat. Compared exactly, all with all: see text/duplicates.ts for the measure.
 */
export function findSetDuplicates(
  questions: readonly AskedQuestion[],
  { across, similarity }: { across: 'type' | 'set'; similarity: number },
): Map<string, string> {
  if (across === 'set') return findRepeats(questions, similarity);
  const kinds = new Set(questions.map(({ kind }) => kind));
  return new Map(
    [...kinds].flatMap((kind) => [
      ...findRepeats(
        questions.filter((q) => q.kind === kind),
        similarity,
      ),
    ]),
  );
}
