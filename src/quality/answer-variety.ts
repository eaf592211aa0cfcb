import type { Collapse, Sample } from '../records.js';
import { type Counts, createCounts } from '../text/counts.js';
import { normaliseForComparison } from '../text/duplicates.js';
import { fingerprint } from '../text/fingerprint.js';

/** Where answers collapse: of so many or more, less than this share is distinct, or the commonest has this share. Our choice. */
const ANSWERS = 10;
const DISTINCT = 0.7;
const COMMONEST = 0.25;

interface Tally {
  answers: number;
  counts: Counts;
  commonest: { times: number; text: string };
  roles: Set<string>;
}

/** Counts how many different answers roles and models give. */
export interface AnswerVariety {
  add(answer: Pick<Sample, 'role' | 'model'> & { answer: string }): void;
  /** Roles, then models that spoke for several roles, that give few answers again and again, in the order in which they came. */
  collapses(): Collapse[];
}

/** Counts answers that are the same but for case and punctuation, by their fingerprints: a set may have half a million. */
export function createAnswerVariety(): AnswerVariety {
  const tallies = { role: new Map<string, Tally>(), model: new Map<string, Tally>() };

  function count(tally: Tally, key: number, text: string): void {
    const times = tally.counts.add(key);
    tally.answers += 1;
    if (times > tally.commonest.times) tally.commonest = { times, text };
  }

  return {
    add({ role, model, answer }) {
      const key = fingerprint(normaliseForComparison(answer));
      for (const [of, name] of [
        ['role', role],
        ['model', model],
      ] as const) {
        const tally = tallies[of].get(name) ?? {
          answers: 0,
          counts: createCounts(),
          commonest: { times: 0, text: '' },
          roles: new Set<string>(),
        };
        tallies[of].set(name, tally);
        tally.roles.add(role);
        count(tally, key, answer);
      }
    },
    collapses: () =>
      (['role', 'model'] as const).flatMap((of) =>
        [...tallies[of]].flatMap(([name, { answers, counts, commonest, roles }]) => {
          const isVaried = counts.size() >= DISTINCT * answers && commonest.times < COMMONEST * answers;
          if (answers < ANSWERS || isVaried || (of === 'model' && roles.size === 1)) return [];
          return [{ of, name, answers, distinct: counts.size(), commonest }];
        }),
      ),
  };
}
