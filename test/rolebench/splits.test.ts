import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  chooseHeldOutRoles,
  chooseTestQuestions,
  createSplits,
  isTestPair,
  type Side,
  type SplitSettings,
  type Splits,
} from '../../src/rolebench/splits.js';

const SETTINGS: SplitSettings = {
  seed: 0,
  testQuestions: 50,
  testShare: 0.2,
  generalTestShare: 0.2,
  heldOut: 10,
  splitBy: 'pair',
  leakSimilarity: 0.8,
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

test('as many roles are held out as were asked for, or those that were named', () => {
  const roles = (count: number) => Array.from({ length: count }, (_, k) => `role ${k}`);
  expect([95, 2, 1, 0].map((count) => chooseHeldOutRoles(roles(count), SETTINGS).size)).toEqual([10, 2, 1, 0]);
  expect(chooseHeldOutRoles(roles(3), { ...SETTINGS, heldOut: ['role 1', 'role 7'] })).toEqual(new Set(['role 1']));
});

test('where nothing is said, a tenth of the roles is held out, rounded down: the paper’s 10 of 95, none of a few', () => {
  const byDefault = { ...SETTINGS, heldOut: undefined };
  const counts = [95, 40, 20, 10, 9, 2, 0].map((count) => {
    const roles = Array.from({ length: count }, (_, k) => `role ${k}`);
    return chooseHeldOutRoles(roles, byDefault).size;
  });
  expect(counts).toEqual([10, 4, 2, 1, 0, 0, 0]);
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

test('another role never makes a trained role one of those held out', () => {
  fc.assert(
    fc.property(names, fc.string({ minLength: 13, maxLength: 20 }), fc.nat({ max: 20 }), (roles, another, heldOut) => {
      const before = chooseHeldOutRoles(roles, { ...SETTINGS, heldOut });
      const after = chooseHeldOutRoles([...roles, another], { ...SETTINGS, heldOut });
      expect([...after].filter((role) => role !== another && !before.has(role))).toEqual([]);
      expect(after.size).toBe(Math.min(heldOut, roles.length + 1));
    }),
  );
});

test.each(['pair', 'instruction'] as const)(
  'by %s, no row goes from training to test because another role came',
  (splitBy) => {
    const questions = fc.uniqueArray(
      fc.integer({ min: 0, max: 60 }).map((k) => `question ${k}`),
      { maxLength: 40 },
    );
    const sets = fc.dictionary(fc.constantFrom('Ann', 'Ben', 'Cid', 'Dee'), questions, { minKeys: 2 });
    fc.assert(
      fc.property(sets, (set) => {
        const roles = Object.keys(set);
        const splitsFor = (some: string[]) => {
          const all = some.flatMap((role) => set[role] ?? []);
          const isAlone = (question: string) => all.filter((other) => other === question).length === 1;
          return createSplits({ ...SETTINGS, testShare: 0.5, heldOut: 1, splitBy }, { roles: some, isAlone });
        };
        const fewer = splitsFor(roles.slice(1));
        const more = splitsFor(roles);
        const rows = roles.slice(1).flatMap((role) => (set[role] ?? []).map((question) => [role, question] as const));
        const went = (sideBy: (splits: Splits, role: string, question: string) => Side) =>
          rows.filter((row) => sideBy(fewer, ...row) === 'train' && sideBy(more, ...row) === 'test');
        const tested = (splits: Splits, role: string, question: string) =>
          splits.testQuestions(role, set[role] ?? []).has(question) ? 'test' : 'train';
        expect(went(tested)).toEqual([]);
        expect(went((splits, ...row) => (splits.isTestPair(...row) ? 'test' : 'train'))).toEqual([]);
        expect(went((splits, ...row) => splits.questionSide(...row))).toEqual([]);
        expect(went((splits, ...row) => splits.pairSide(...row))).toEqual([]);
      }),
    );
  },
);

test('where no role is to be held out, none is', () => {
  expect(chooseHeldOutRoles(['Keeper', 'Nora'], { ...SETTINGS, heldOut: 0 }).size).toBe(0);
});
