import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tallyRankings } from '../../src/rolebench/ranking.js';
import { englishTokens, scoreAnswer } from '../../src/rolebench/rouge.js';
import { meanScores, type ScoredQuestion, summarise } from '../../src/rolebench/scores.js';

const SETTINGS = { seed: 0, resamples: 1000, confidence: 0.95 };
const scored = (role: string, f1: number, types: string[] = []): ScoredQuestion => {
  const score = { precision: f1, recall: f1, f1 };
  return { role, types, scores: { first: score, max: score, mean: score } };
};

test('an answer is scored against the first reference, the nearest one and all', () => {
  const { first, max, mean } = scoreAnswer('a b c d', ['a b', 'a b c d'], englishTokens);
  expect(first.f1).toBeCloseTo(2 / 3, 12);
  expect(max.f1).toBe(1);
  expect(mean.f1).toBeCloseTo(5 / 6, 12);
  expect(scoreAnswer('a', [], englishTokens).max.f1).toBe(0);
});

test('the interval of a mean holds it, narrows with more questions and is the same every time', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 50 }), (values) => {
      const questions = values.map((value) => scored('Keeper', value));
      const { max } = meanScores(questions, { ...SETTINGS, resamples: 300, confidence: 0.999 });
      expect(max.low).toBeLessThanOrEqual(max.f1 + 1e-9);
      expect(max.high).toBeGreaterThanOrEqual(max.f1 - 1e-9);
    }),
  );
  const of = (count: number) =>
    meanScores(
      Array.from({ length: count }, (_, k) => scored('Keeper', k % 2)),
      SETTINGS,
    ).max;
  const [few, many] = [of(20), of(2000)];
  expect(many.high - many.low).toBeLessThan((few.high - few.low) / 5);
  // The standard error of a share of one half among 2,000 is 0.0112: the interval is 1.96 of them to each side.
  expect(many.high - many.low).toBeCloseTo(2 * 1.96 * 0.01118, 2);
  expect(of(20)).toEqual(few);
});

test('a set is summed up as a whole, by role and by type; a question of both types counts in both', () => {
  const set = summarise(
    [
      scored('Keeper', 1, ['script_based']),
      scored('Nora', 0, ['script_based', 'script_agnostic', 'script_based']),
      scored('Nora', 0.5, ['script_agnostic']),
    ],
    SETTINGS,
  );
  expect(set?.all.max.f1).toBeCloseTo(0.5, 12);
  expect(set?.roles.Nora?.questions).toBe(2);
  expect(set?.roles.Nora?.max.f1).toBeCloseTo(0.25, 12);
  expect([set?.types.script_based?.questions, set?.types.script_agnostic?.questions]).toEqual([2, 2]);
  expect(summarise([], SETTINGS)).toBeUndefined();
});

const ranked = (ranks: Record<string, number>) => ({ shown: Object.keys(ranks), ranks });

test('win rates by both readings: preferred to the reference, a tie half, and ranked first, ties allowed', () => {
  const { models, agreement, rankings } = tallyRankings(
    [
      [ranked({ a: 1, base: 2 }), ranked({ base: 2, a: 1 })],
      [ranked({ a: 1, base: 1 }), ranked({ base: 1, a: 2 })],
    ],
    'base',
  );
  expect(rankings).toBe(4);
  expect(models).toEqual([
    { model: 'a', preferred: 2.5 / 4, first: 3 / 4, mean_rank: 5 / 4 },
    { model: 'base', preferred: null, first: 2 / 4, mean_rank: 6 / 4 },
  ]);
  expect(agreement).toBe(1 / 2);
});

test('of three models each is compared with the reference; one order has nothing to agree with', () => {
  const { models, agreement } = tallyRankings([[ranked({ a: 3, b: 1, base: 2 })]], 'base');
  expect(models.map(({ preferred }) => preferred)).toEqual([0, 1, null]);
  expect(agreement).toBeNull();
});
