import { describe, expect, test } from 'vitest';
import { createAnswerCheck } from '../../src/quality/repeated-answers.js';
import { answerOf } from './harness.js';

const LINE = 'I know not, my lord; the wind was northerly and the glass was falling.';
const asked = (question: string, answer: string, role = 'Hamlet') => answerOf(role, question, answer);
const refusedOf = (pairs: readonly (readonly [question: string, answer: string])[], role = 'Hamlet') => {
  const check = createAnswerCheck();
  return pairs.filter(([question, answer]) => check(asked(question, answer, role))).map(([question]) => question);
};

describe('an answer that a role gives to many questions', () => {
  test('stays once, and the evidence names the question that it answered', () => {
    const check = createAnswerCheck();
    const verdicts = Array.from({ length: 37 }, (_, k) => check(asked(`What of day ${k}?`, LINE)));
    expect(verdicts[0]).toBeUndefined();
    expect(verdicts.slice(1)).toEqual(
      Array(36).fill({ check: 'repeated-answer', evidence: 'was the answer to: What of day 0?' }),
    );
    expect(check(asked('Who are you?', 'Hamlet the Dane, and no other man alive.'))).toBeUndefined();
  });

  test.each([
    ['Hamlet', LINE, LINE.toUpperCase().replaceAll(',', '')],
    ['Hamlet', LINE, `${LINE.slice(0, -1)} fast.`],
    ['孙悟空', '俺老孙一个筋斗就是十万八千里。', '俺老孙一个筋斗，就是十万八千里！'],
    ['曹操', '宁教我负天下人，休教天下人负我。', '宁教我负天下人，休教天下人负了我。'],
  ])('is the same with other signs or a word more: %s %s | %s', (role, one, other) => {
    expect(
      refusedOf(
        [
          ['One?', one],
          ['Two?', other],
        ],
        role,
      ),
    ).toEqual(['Two?']);
  });

  test.each([
    ['Hamlet', 'I love the sea more than the stage.', 'I love the stage more than the court.'],
    ['曹操', '关羽是义士，我敬他三分。', '张飞是猛将，我惧他三分。'],
  ])('is not one that says something else in a like frame: %s %s | %s', (role, one, other) => {
    expect(
      refusedOf(
        [
          ['One?', one],
          ['Two?', other],
        ],
        role,
      ),
    ).toEqual([]);
  });
});

describe('short answers', () => {
  test.each([
    ['Hamlet', 'Yes.', (k: number) => `Did you see the ghost on night ${k}?`],
    ['Hamlet', 'Ay, my lord.', (k: number) => `My lord, were you there on day ${k}?`],
    ['曹操', '不会。', (k: number) => `你第${k}次会逃吗？`],
    ['Hamlet', 'Positive.', (k: number) => `Is this review positive or negative? Review ${k}.`],
  ])('may come as often as sense has it: %s %s', (role, answer, question) => {
    const pairs = Array.from({ length: 20 }, (_, k) => [question(k), answer] as const);
    expect(refusedOf(pairs, role)).toEqual([]);
  });

  test('of other kinds stay three times: one name may answer several questions, not all', () => {
    const pairs = Array.from({ length: 8 }, (_, k) => [`Who was there on day ${k}?`, 'My uncle.'] as const);
    expect(refusedOf(pairs)).toHaveLength(5);
  });
});

test('responses to one instruction are not compared with each other here, but with those to other instructions', () => {
  expect(
    refusedOf([
      ['Sing.', LINE],
      ['Sing.', LINE],
      ['Dance.', LINE],
    ]),
  ).toEqual(['Dance.']);
});
