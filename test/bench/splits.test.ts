import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseHeldOutRoles, chooseTestQuestions, isTestPair } from '../../src/bench/splits.js';

const SETTINGS = { seed: 0, testQuestions: 50, testShare: 0.2, generalTestShare: 0.2, heldOutShare: 10 / 95 };
const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 80 });

test('a role’s test questions are its share, at most the cap, at least one of two', () => {
  fc.assert(
    fc.property(names, (questions) => {
      const { size } = chooseTestQuestions('Keeper', questions, SETTINGS);
      expect(size).toBe(questions.length < 2 ? 0 : Math.max(1, Math.floor(questions.length * 0.2)));
    }),
  );
  const many = Array.from({ length: 900 }, (_, k) => `question ${k}`);
  expect(chooseTestQuestions('Keeper', many, SETTINGS).size).toBe(50);
});

test('a pair’s split depends on the seed, the role and the question alone, and about one in five is tested', () => {
  const tested = Array.from({ length: 5000 }, (_, k) => isTestPair('Keeper', `question ${k}`, SETTINGS)).filter(
    Boolean,
  ).length;
  expect(tested / 5000).toBeGreaterThan(0.18);
  expect(tested / 5000).toBeLessThan(0.22);
  expect(isTestPair('Keeper', 'question 1', SETTINGS)).toBe(isTestPair('Keeper', 'question 1', { ...SETTINGS }));
});

test('the order of the questions does not matter', () => {
  fc.assert(
    fc.property(names, (questions) => {
      expect(chooseTestQuestions('Keeper', [...questions].reverse(), SETTINGS)).toEqual(
        chooseTestQuestions('Keeper', questions, SETTINGS),
      );
    }),
  );
});

test('of 95 roles ten are held out, of two one, of one none', () => {
  const roles = (count: number) => Array.from({ length: count }, (_, k) => `role ${k}`);
  expect([95, 2, 1, 0].map((count) => chooseHeldOutRoles(roles(count), SETTINGS).size)).toEqual([10, 1, 0, 0]);
});
