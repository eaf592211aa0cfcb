import { describe, expect, test } from 'vitest';
import { measurePairs, readPairs } from '../../scripts/measure-duplicates.mjs';

const pairs = readPairs();

/** Without ../shared/rolebench the half of the labels that has its texts here is measured all the same. */
describe.each(['tuned on', 'kept apart'] as const)('on the half of the labelled pairs that was %s', (half) => {
  const figures = measurePairs(pairs.filter((pair) => pair.half === half));

  test('there are enough of both kinds', () => {
    expect(figures.pairs).toBeGreaterThanOrEqual(130);
    expect(figures.same).toBeGreaterThanOrEqual(35);
  });

  test('19 of 20 refusals are right, and 9 of 10 near-duplicates are found', () => {
    expect(figures.precision).toBeGreaterThanOrEqual(0.95);
    expect(figures.recall).toBeGreaterThanOrEqual(0.9);
  });
});
