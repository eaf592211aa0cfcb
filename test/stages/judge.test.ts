import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Judgement, Verdict } from '../../src/records.js';
import { tallyJudgements, tellControls } from '../../src/stages/judge/review.js';
import { addControls, drawSamples } from '../../src/stages/judge/sample.js';
import { answerOf } from '../../src/turns.js';
import { GENERAL, isSpecific, SPECIFIC, sampleOf } from '../harness/samples.js';

const samplesOf = (count: number) =>
  Array.from({ length: count }, (_, k) => ({
    ...sampleOf(`question ${k}?`, `Answer ${k}.`, { role: k % 2 ? 'Keeper' : 'Nora', ...(k % 3 ? GENERAL : SPECIFIC) }),
    id: `row-${k}`,
  }));

test('so many samples of each recipe are drawn, all where no number is given', () => {
  const drawn = drawSamples(samplesOf(90), 10, 0);
  expect(drawn.filter((sample) => !isSpecific(sample))).toHaveLength(10);
  expect(drawn.filter(isSpecific)).toHaveLength(10);
  expect(drawSamples(samplesOf(90), null, 0)).toHaveLength(90);
});

test('the order of the rows does not matter, and one row more moves at most one out', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 }), fc.nat(), (rows, count, seed) => {
      const all = samplesOf(rows);
      const before = drawSamples(all, count, seed).map(({ id }) => id);
      expect(
        drawSamples([...all].reverse(), count, seed)
          .map(({ id }) => id)
          .sort(),
      ).toEqual([...before].sort());
      const after = new Set(drawSamples(samplesOf(rows + 1), count, seed).map(({ id }) => id));
      expect(before.filter((id) => !after.has(id)).length).toBeLessThanOrEqual(1);
    }),
  );
});

test('a control has the question of its row and the answer of another role in the same recipe', () => {
  const drawn = drawSamples(samplesOf(60), 20, 0);
  const controls = addControls(drawn, 0.1).filter(({ isControl }) => isControl);
  expect(controls).toHaveLength(4);
  for (const { sample, answer } of controls) {
    expect(drawn).toContain(sample);
    const lender = drawn.find((other) => answerOf(other) === answer);
    expect([lender?.recipe, lender?.role === sample.role]).toEqual([sample.recipe, false]);
  }
  expect(addControls(drawn, 0).some(({ isControl }) => isControl)).toBe(false);
  expect(
    addControls(
      drawn.filter(({ role }) => role === 'Nora'),
      1,
    ).some(({ isControl }) => isControl),
  ).toBe(false);
});

const verdict = (order: Verdict['order'], [answered, in_style, correct]: [boolean, boolean, boolean]): Verdict => ({
  order,
  reason: '',
  answers: answered,
  in_style,
  correct,
});
const judged = (
  of: Pick<Judgement, 'recipe' | 'kind'>,
  forward: Verdict,
  reversed: Verdict,
  control = false,
): Judgement => {
  const { id, role, language, model } = sampleOf('Who?', 'I.');
  return {
    id,
    ...of,
    role,
    language,
    question: 'Who?',
    answer: 'I.',
    control,
    verdicts: [forward, reversed],
    model,
    judge: 'm',
  };
};

test('each question is asked of what passed the ones before; where the orders differ a row counts half', () => {
  const yes: [boolean, boolean, boolean] = [true, true, true];
  const review = tallyJudgements([
    judged(GENERAL, verdict('forward', yes), verdict('reversed', yes)),
    judged(GENERAL, verdict('forward', [true, false, true]), verdict('reversed', [true, true, true])),
    judged(SPECIFIC, verdict('forward', [true, true, false]), verdict('reversed', [true, true, false])),
    judged(SPECIFIC, verdict('forward', [false, true, true]), verdict('reversed', [false, true, true])),
    judged(GENERAL, verdict('forward', yes), verdict('reversed', [true, false, true]), true),
    judged(GENERAL, verdict('forward', yes), verdict('reversed', yes), true),
  ]);
  expect(review.rows).toEqual({ rolegpt: 2, 'context-instruct': 2 });
  expect(review.steps.map(({ shares, together }) => [shares.rolegpt, shares['context-instruct'], together])).toEqual([
    [1, 0.5, 0.75],
    [0.75, 0.5, 0.625],
    [0.75, 0, 0.375],
  ]);
  expect(review.steps.map(({ paper }) => paper)).toEqual([1, 0.84, 0.77]);
  expect(review.agreement).toEqual({ answers: 1, in_style: 0.75, correct: 1 });
  expect(review.controls).toEqual({ rows: 2, in_style: 1 });
});

test('of controls is said how many were found in style, and nothing where there were none', () => {
  expect(tellControls({ rows: 12, in_style: 3 })).toBe(
    'Of 12 controls, answers of another role, 3 were found in style.',
  );
  expect(tellControls({ rows: 1, in_style: 1 })).toBe('Of 1 control, answers of another role, 1 was found in style.');
  expect(tellControls({ rows: 0, in_style: 0 })).toBeUndefined();
});

test('a share of nothing is none', () => {
  expect(tallyJudgements([]).steps[0]).toMatchObject({ shares: {}, together: null });
});
