import { expect, test } from 'vitest';
import { Settings } from '../../src/config.js';
import { createQuestionCheck, createResponseCheck } from '../../src/quality/duplicates.js';
import { answerOf } from './harness.js';

const settings = Settings.parse({}).filter;
const SPECIFIC = { type: 'script_agnostic' as const };
const asked = (question: string) => answerOf('Hamlet', question, 'A.', SPECIFIC);

test('of equal and nearly equal questions the first stays, and the evidence names it', () => {
  const check = createQuestionCheck(settings.similarity);
  expect(check(asked('Who taught you to read the weather on the rock?'))).toBeUndefined();
  expect(check(asked('who taught you to read the weather on the rock'))).toMatchObject({
    check: 'exact-duplicate',
    evidence: expect.stringContaining('Who taught you'),
  });
  expect(check(asked('Who taught you to read the weather upon the rock?'))).toMatchObject({
    check: 'near-duplicate',
  });
  expect(check(asked('Who taught you to dance?'))).toBeUndefined();
});

test.each([
  ['Who killed your father?', 'Who killed your mother?'],
  ['你父亲是怎么死的？', '你母亲是怎么死的？'],
  ['说到天子，你有什么话讲？', '说到贼人，你有什么话讲？'],
])('questions about different people are different: %s %s', (one, other) => {
  const check = createQuestionCheck(settings.similarity);
  expect([check(asked(one)), check(asked(other))]).toEqual([undefined, undefined]);
});

test('whom a question addresses makes it no other question', () => {
  const check = createQuestionCheck(settings.similarity);
  expect(check(asked('Hamlet, what do you fear?'))).toBeUndefined();
  expect(check(asked('What do you fear?'))).toMatchObject({ check: 'exact-duplicate' });
  expect(check(asked('Prince Hamlet, what do you fear most?'))).toMatchObject({ check: 'near-duplicate' });
});

test('of equal responses to one instruction the first stays', () => {
  const check = createResponseCheck();
  const said = (id: string, text: string) => check(answerOf('Hamlet', 'Q?', text, { id }));
  expect(said('p-0', 'Words, words, words.')).toBeUndefined();
  expect(said('p-1', 'Words! Words, words')).toEqual({ check: 'exact-duplicate', evidence: 'repeats response p-0' });
  expect(said('p-2', 'Slanders, sir.')).toBeUndefined();
});

const LINE = 'I know not, my lord; the wind was northerly and the glass was falling.';

test('of responses to one instruction that are nearly the same the first stays', () => {
  const check = createResponseCheck();
  const said = (id: string, text: string) => check(answerOf('Hamlet', 'Sing.', text, { id }));
  expect(said('p-0', LINE)).toBeUndefined();
  expect(said('p-1', `${LINE.slice(0, -1)} fast.`)).toEqual({
    check: 'near-duplicate',
    evidence: 'nearly repeats response p-0',
  });
  expect(said('p-2', 'The rain it raineth every day, and so do I.')).toBeUndefined();
});
