import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Judgement, Verdict } from '../../src/records.js';
import { tallyJudgements } from '../../src/stages/judge/review.js';
import { addControls, sampleAnswers } from '../../src/stages/judge/sample.js';
import { answerOf } from '../quality/harness.js';

const answers = (count: number) =>
  Array.from({ length: count }, (_, k) => ({
    ...answerOf(k % 2 ? 'Keeper' : 'Nora', `question ${k}?`, `Answer ${k}.`, k % 3 ? {} : { type: 'script_based' }),
    id: `row-${k}`,
  }));

test('so many rows of each set are drawn, all where no number is given', () => {
  const drawn = sampleAnswers(answers(90), 10, 0);
  expect(drawn.filter(({ set }) => set === 'general')).toHaveLength(10);
  expect(drawn.filter(({ set }) => set === 'role_specific')).toHaveLength(10);
  expect(sampleAnswers(answers(90), null, 0)).toHaveLength(90);
});

test('the order of the rows does not matter, and one row more moves at most one out', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 }), fc.nat(), (rows, count, seed) => {
      const all = answers(rows);
      const before = sampleAnswers(all, count, seed).map(({ id }) => id);
      expect(
        sampleAnswers([...all].reverse(), count, seed)
          .map(({ id }) => id)
          .sort(),
      ).toEqual([...before].sort());
      const after = new Set(sampleAnswers(answers(rows + 1), count, seed).map(({ id }) => id));
      expect(before.filter((id) => !after.has(id)).length).toBeLessThanOrEqual(1);
    }),
  );
});

test('a control has the question of its row and the answer of another role in the same set', () => {
  const drawn = sampleAnswers(answers(60), 20, 0);
  const controls = addControls(drawn, 0.1).filter(({ isControl }) => isControl);
  expect(controls).toHaveLength(4);
  for (const { answer } of controls) {
    const original = drawn.find(({ id }) => id === answer.id);
    const lender = drawn.find((row) => row.answer === answer.answer);
    expect(original?.question).toBe(answer.question);
    expect([lender?.set, lender?.role === answer.role]).toEqual([answer.set, false]);
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
const judged = (set: Judgement['set'], forward: Verdict, reversed: Verdict, control = false): Judgement => {
  const { id, role, language, question, answer, model } = answerOf('Keeper', 'Who?', 'I.');
  return { id, set, role, language, question, answer, control, verdicts: [forward, reversed], model, judge: 'm' };
};

test('each question is asked of what passed the ones before; where the orders differ a row counts half', () => {
  const yes: [boolean, boolean, boolean] = [true, true, true];
  const review = tallyJudgements([
    judged('general', verdict('forward', yes), verdict('reversed', yes)),
    judged('general', verdict('forward', [true, false, true]), verdict('reversed', [true, true, true])),
    judged('role_specific', verdict('forward', [true, true, false]), verdict('reversed', [true, true, false])),
    judged('role_specific', verdict('forward', [false, true, true]), verdict('reversed', [false, true, true])),
    judged('general', verdict('forward', yes), verdict('reversed', [true, false, true]), true),
    judged('general', verdict('forward', yes), verdict('reversed', yes), true),
  ]);
  expect(review.rows).toEqual({ general: 2, role_specific: 2 });
  expect(review.steps.map(({ general, role_specific, together }) => [general, role_specific, together])).toEqual([
    [1, 0.5, 0.75],
    [0.75, 0.5, 0.625],
    [0.75, 0, 0.375],
  ]);
  expect(review.steps.map(({ paper }) => paper)).toEqual([1, 0.84, 0.77]);
  expect(review.agreement).toEqual({ answers: 1, in_style: 0.75, correct: 1 });
  expect(review.controls).toEqual({ rows: 2, in_style: 1 });
});

test('a share of nothing is none', () => {
  expect(tallyJudgements([]).steps[0]).toMatchObject({ general: null, together: null });
});
