import { expect, test } from 'vitest';
import { createAnswerVariety } from '../../src/quality/answer-variety.js';
import { tellCollapse } from '../../src/quality/tell-collapse.js';

/** What is told of roles that gave these answers. */
function told(answers: Record<string, readonly string[]>, model = 'm') {
  const variety = createAnswerVariety();
  for (const [role, own] of Object.entries(answers)) for (const answer of own) variety.add({ role, model, answer });
  return variety.collapses().map(tellCollapse);
}

const different = (count: number) => Array.from({ length: count }, (_, k) => `Answer number ${k}.`);

test('a role that gives one answer to 37 of 40 questions is named with the answer', () => {
  expect(told({ Hamlet: [...Array(37).fill('Ay, my lord.'), ...different(3)] })).toEqual([
    'Hamlet: 4 distinct of 40 answers, the commonest 37 times (93 %): "Ay, my lord."',
  ]);
});

test('a role with 30 distinct answers of 50 is named, whatever their case and punctuation', () => {
  const again = different(20).map((answer) => answer.toUpperCase().replace('.', '!'));
  expect(told({ Hamlet: [...different(30), ...again] })).toEqual([
    'Hamlet: 30 distinct of 50 answers, the commonest 2 times (4 %): "ANSWER NUMBER 0!"',
  ]);
});

test('a model that says the same for every role is named, where no role alone shows it', () => {
  const roles = Object.fromEntries(Array.from({ length: 12 }, (_, k) => [`Role ${k}`, ['As you wish.']]));
  expect(told(roles)).toEqual(['model m: 1 distinct of 12 answers, the commonest 12 times (100 %): "As you wish."']);
});

test('a role that says yes now and then, and one of few answers, are not named', () => {
  expect(told({ Hamlet: [...Array(8).fill('Yes.'), ...different(42)], Nora: ['Yes.', 'Yes.', 'Yes.'] })).toEqual([]);
});

test('a long answer is cut where it is shown, and not inside a character', () => {
  const [line] = told({ 孙悟空: Array(10).fill(`${'长'.repeat(59)}🐒🐒`) });
  expect(line).toBe(`孙悟空: 1 distinct of 10 answers, the commonest 10 times (100 %): "${'长'.repeat(59)}…"`);
});
