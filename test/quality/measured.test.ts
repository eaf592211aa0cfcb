import { describe, expect, test } from 'vitest';
import { measureChecks } from '../../scripts/measure-checks.mjs';

const figures = measureChecks();

describe.skipIf(!figures)('on real answers that were labelled by reading (../shared/rolebench)', () => {
  const all = figures ?? [];

  test('there are at least 150 to refuse and 300 to pass', () => {
    expect(all.reduce((sum, { refuse }) => sum + refuse, 0)).toBeGreaterThanOrEqual(150);
    expect(all.reduce((sum, { pass }) => sum + pass, 0)).toBeGreaterThanOrEqual(300);
  });

  test.each(['ai-identity', 'refusal', 'role-announcement', 'completeness'])(
    '%s is right 97 times in 100 when it refuses, and misses at most 5 in 100',
    (name) => {
      const figure = all.find(({ check }) => check === name);
      expect(figure?.precision).toBeGreaterThanOrEqual(0.97);
      expect(figure?.recall).toBeGreaterThanOrEqual(0.95);
    },
  );
});
