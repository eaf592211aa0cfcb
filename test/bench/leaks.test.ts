import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexQuestions, type QuestionIndex, type SetName } from '../../src/bench/leaks.js';
import { createSplits, type Side, type SplitSettings } from '../../src/bench/splits.js';

const SETTINGS: SplitSettings = {
  seed: 0,
  testQuestions: 50,
  testShare: 0.3,
  generalTestShare: 0.4,
  heldOut: 1,
  splitBy: 'instruction',
  leakSimilarity: 0.8,
};

const word = fc.constantFrom('lamp', 'light', 'sea', 'boat', 'storm', 'rope', 'fish', 'night', 'why', 'who');
const question = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => `${words.join(' ')}?`);
/** Three roles with questions of their own and the same general instructions, many of them alike. */
const sets = fc.record({
  own: fc.array(fc.uniqueArray(question, { maxLength: 12 }), { minLength: 3, maxLength: 3 }),
  general: fc.uniqueArray(question, { maxLength: 12 }),
});
const ROLES = ['Keeper', 'Nora', 'Ned'];

test('a question that stands in train word for word or nearly is counted once, as the worse of the two', () => {
  const same = 'What does the great lamp on the cliff tell the fishermen at night?';
  const near = 'What does the great lamp on the cliff tell the fishermen at noon?';
  const index = indexQuestions([same, same, near, 'Who are you?'], 0.8);
  index.mark('role_specific', same.toUpperCase(), 'test');
  index.mark('general', near, 'test');
  index.mark('general', 'Who are you?', 'test');
  index.mark('role_specific', same, 'train');
  expect(index.leaks()).toEqual([
    { set: 'role_specific', tested: 1, exact: 1, near: 0 },
    { set: 'general', tested: 2, exact: 0, near: 1 },
  ]);
  expect([same, near, 'Who are you?'].map(index.isAlone)).toEqual([false, false, true]);
});

function mark(index: QuestionIndex, set: SetName, questions: readonly string[], sideOf: (q: string) => Side): void {
  for (const asked of questions) {
    const side = sideOf(asked);
    if (side) index.mark(set, asked, side);
  }
}

test('split by instruction, no tested question stands in train, by instructions as by roles', () => {
  let tested = 0;
  fc.assert(
    fc.property(sets, ({ own, general }) => {
      const all = [...own.flat(), ...general];
      const splits = createSplits(SETTINGS, { roles: ROLES, isAlone: indexQuestions(all, 0.7).isAlone });
      const byInstruction = indexQuestions(all, 0.7);
      const byRole = indexQuestions(all, 0.7);
      ROLES.forEach((role, k) => {
        const questions = own[k] ?? [];
        const chosen = splits.testQuestions(role, questions);
        const testedIf = (isTested: boolean) => (isTested ? 'test' : 'train');
        mark(byInstruction, 'role_specific', questions, (q) => testedIf(chosen.has(q)));
        mark(byRole, 'role_specific', questions, (q) => splits.questionSide(role, q));
        mark(byInstruction, 'general', general, (q) => testedIf(splits.isTestPair(role, q)));
        mark(byRole, 'general', general, (q) => splits.pairSide(role, q));
      });
      for (const leak of [...byInstruction.leaks(), ...byRole.leaks()]) {
        tested += leak.tested;
        expect(leak).toMatchObject({ exact: 0, near: 0 });
      }
    }),
  );
  expect(tested).toBeGreaterThan(100);
});
