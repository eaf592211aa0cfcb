import { expect, test } from 'vitest';
import type { ScenePrediction } from '../../src/stages/eval/scene-turns.js';
import { scoreScenes } from '../../src/stages/eval/score-scenes.js';

const settings = { seed: 0, resamples: 300, confidence: 0.95 };
const WORDS = 'the keeper lit a lamp and saw grey ships beyond every reef in winter'.split(' ');

/** Continuations that share more or less with the script, always the same. */
const continued = (count: number, more: Partial<ScenePrediction> = {}): ScenePrediction[] =>
  Array.from({ length: count }, (_, k) => {
    const reference = Array.from({ length: 8 }, (_, w) => WORDS[(k * 5 + w) % WORDS.length]);
    const shared = reference.slice(0, 2 + ((k * 3) % 7));
    const generated = [...shared, ...Array.from({ length: 8 - shared.length }, (_, w) => `word${k * w}`)];
    const texts = { generated: generated.join(' '), reference: reference.join(' ') };
    return { id: `s${k}`, role: 'Keeper', language: 'en', turn: (k % 4) + 1, model: 'm', ...texts, ...more };
  });

test.each([1, 2, 3, 7, 40])(
  'of %i turns: each interval holds its score, and the same rows give the same scores',
  (count) => {
    const rows = continued(count);
    const scores = scoreScenes(rows, settings);
    expect(scoreScenes(rows, settings)).toEqual(scores);
    const groups = [scores.en?.all, ...Object.values(scores.en?.by_turn ?? {})];
    for (const group of groups) {
      for (const { score, low, high } of [group?.rouge_l, group?.bleu] as {
        score: number;
        low: number;
        high: number;
      }[]) {
        expect(low).toBeLessThanOrEqual(score);
        expect(score).toBeLessThanOrEqual(high);
      }
    }
  },
);

test('another seed moves the bounds and no score', () => {
  const [one, other] = [0, 1].map((seed) => scoreScenes(continued(40), { ...settings, seed }).en?.all);
  expect(other?.bleu.score).toBe(one?.bleu.score);
  expect(other?.rouge_l.score).toBe(one?.rouge_l.score);
  expect([other?.bleu.low, other?.bleu.high]).not.toEqual([one?.bleu.low, one?.bleu.high]);
});

test('BLEU is of all turns together, not their mean: long turns weigh more', () => {
  const [right] = continued(1, { generated: WORDS.join(' '), reference: WORDS.join(' ') });
  const [wrong] = continued(1, { generated: 'no', reference: 'yes' });
  const { all } = scoreScenes([right, wrong] as ScenePrediction[], settings).en ?? {};
  expect(all?.rouge_l.score).toBeCloseTo(0.5);
  expect(all?.bleu.score).toBeGreaterThan(80);
});

test('turns from the sixth on are one group, and languages are scored apart, each by its own units', () => {
  const late = [5, 6, 7, 12].flatMap((turn) => continued(2, { turn }));
  const chinese = continued(1, { language: 'zh', turn: 1, generated: '灯塔的灯亮着', reference: '灯塔的灯灭了' });
  const scores = scoreScenes([...chinese, ...late], settings);
  expect(Object.keys(scores)).toEqual(['en', 'zh']);
  expect(Object.entries(scores.en?.by_turn ?? {}).map(([turn, { turns }]) => [turn, turns])).toEqual([
    ['5', 2],
    ['6+', 6],
  ]);
  // Four of six characters are shared, in order.
  expect(scores.zh?.all.rouge_l.score).toBeCloseTo(4 / 6);
});
