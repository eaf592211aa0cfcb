import type { Answer } from '../../records.js';
import { hashNumber } from '../../text/random.js';

type Ranked = { answer: Answer; rank: number };

/** A sample that changes little when rows come or go: the `count` rows of each set with the lowest seeded numbers, in their order. */
export function sampleAnswers(answers: Iterable<Answer>, count: number | null, seed: number): Answer[] {
  const sets = new Map<string, Ranked[]>();
  for (const answer of answers) {
    const chosen = sets.get(answer.set) ?? [];
    sets.set(answer.set, chosen);
    const rank = hashNumber(seed, 'review', answer.id);
    if (count !== null && chosen.length === count && rank >= (chosen.at(-1) as Ranked).rank) continue;
    const place = count === null ? chosen.length : chosen.findIndex((other) => other.rank > rank);
    chosen.splice(place < 0 ? chosen.length : place, 0, { answer, rank });
    if (count !== null && chosen.length > count) chosen.pop();
  }
  return [...sets.values()].flatMap((chosen) => chosen.map(({ answer }) => answer));
}

/** A row whose answer may be another role's. */
export interface Reviewed {
  answer: Answer;
  isControl: boolean;
}

/**
 * Adds controls: for a share of the rows of each set the same question once more, with the answer that another role of the same
 * language gave to some question of the set. A judge that finds those in style too does not look.
 */
export function addControls(sample: readonly Answer[], share: number): Reviewed[] {
  if (share === 0) return sample.map((answer) => ({ answer, isControl: false }));
  const every = Math.max(1, Math.round(1 / share));
  return sample.flatMap((answer, k): Reviewed[] => {
    const own = { answer, isControl: false };
    if (k % every !== 0) return [own];
    const others = [...sample.slice(k + 1), ...sample.slice(0, k)];
    const other = others.find(
      ({ set, language, role }) => set === answer.set && language === answer.language && role !== answer.role,
    );
    return other ? [own, { answer: { ...answer, answer: other.answer }, isControl: true }] : [own];
  });
}
