import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseHeldOutRoles, chooseTestQuestions, isTestPair, type SplitSettings } from '../../src/bench/splits.js';

const SETTINGS: SplitSettings = {
  seed: 0,
  testQuestions: 50,
  testShare: 0.2,
  generalTestShare: 0.2,
  heldOutShare: 10 / 95,
  splitBy: 'pair',
};
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

test('one question more moves at most one other question out of a role’s test set', () => {
  fc.assert(
    fc.property(names, fc.string({ minLength: 13, maxLength: 20 }), (questions, another) => {
      const before = chooseTestQuestions('Keeper', questions, SETTINGS);
      const after = chooseTestQuestions('Keeper', [...questions, another], SETTINGS);
      expect([...before].filter((question) => !after.has(question)).length).toBeLessThanOrEqual(1);
    }),
  );
});

test('a role’s own test questions do not follow from the questions of the others', () => {
  const questions = Array.from({ length: 100 }, (_, k) => `question ${k}`);
  const [keeper, nora] = ['Keeper', 'Nora'].map((role) => chooseTestQuestions(role, questions, SETTINGS));
  expect(keeper).not.toEqual(nora);
  expect(keeper).toEqual(chooseTestQuestions('Keeper', questions, SETTINGS));
});

test('one role more moves at most one other role out of those held out, and one is always trained', () => {
  fc.assert(
    fc.property(
      names,
      fc.string({ minLength: 13, maxLength: 20 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (roles, another, heldOutShare) => {
        const before = chooseHeldOutRoles(roles, { ...SETTINGS, heldOutShare });
        const after = chooseHeldOutRoles([...roles, another], { ...SETTINGS, heldOutShare });
        expect([...before].filter((role) => !after.has(role)).length).toBeLessThanOrEqual(1);
        expect(before.size).toBeLessThanOrEqual(Math.max(0, roles.length - 1));
      },
    ),
  );
});

test('where no role is to be held out, none is', () => {
  expect(chooseHeldOutRoles(['Keeper', 'Nora'], { ...SETTINGS, heldOutShare: 0 }).size).toBe(0);
});
