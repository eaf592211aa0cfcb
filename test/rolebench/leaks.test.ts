import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Leak, Segment, Shared } from '../../src/records.js';
import type { SetName } from '../../src/rolebench/answers.js';
import { countLeaks, indexQuestions } from '../../src/rolebench/leaks.js';
import { chooseTestParts, type OwnQuestion } from '../../src/rolebench/passages.js';
import { createSplits, type Side, type SplitSettings, trainingSides } from '../../src/rolebench/splits.js';

const SETTINGS: SplitSettings = {
  seed: 0,
  testQuestions: 50,
  testShare: 0.3,
  generalTestShare: 0.4,
  heldOut: 1,
  splitBy: 'instruction',
  leakSimilarity: 0.8,
};

const passage = (from: number, to: number): Segment => ({ script: 'lamp.txt', from, to, lines: [from + 1, to + 1] });

interface Row {
  question: string;
  answer?: string;
  segment?: Segment;
  role?: string;
  set?: SetName;
  side: 'train' | 'test';
}

/** What is counted of these rows, but for what is not shared. */
function leaksOf(rows: readonly Row[]): Leak[] {
  const questions = indexQuestions(new Set(rows.map(({ question }) => question)), 0.8);
  const counter = countLeaks(questions, 0.8);
  for (const [
    k,
    { role = 'Keeper', set = 'role_specific', answer = `Answer ${k}.`, segment = null, ...row },
  ] of rows.entries())
    counter.add({ ...row, role, set, answer, segment });
  return counter.result().filter(({ exact, near }) => exact + near > 0);
}

const found = (rows: readonly Row[]) => leaksOf(rows).map(({ set, shared, exact, near }) => [set, shared, exact, near]);

describe('a leak is counted', () => {
  test('by question, word for word or nearly, once and as the worse of the two', () => {
    const same = 'What does the great lamp on the cliff tell the fishermen at night?';
    const near = 'What does the great lamp on the cliff tell the fishermen at noon?';
    const rows: Row[] = [
      { question: same.replace('night?', 'night'), side: 'test' },
      { question: near, side: 'test', set: 'general' },
      { question: 'Who are you?', side: 'test', set: 'general' },
      { question: same, side: 'train' },
    ];
    expect(leaksOf(rows)).toMatchObject([
      { set: 'role_specific', shared: 'question', tested: 1, exact: 1, near: 0 },
      { set: 'general', shared: 'question', tested: 2, exact: 0, near: 1, example: { tested: near } },
    ]);
  });

  test('by answer, of the same role alone', () => {
    const answer = 'I never leave the light: a keeper who dances drowns other men.';
    // What two texts share weighs by how rare it is among all: a few others make that known.
    const others: Row[] = ['the sea', 'a broken oar', 'my mother', 'the harbour master', 'that old bell'].map(
      (one) => ({
        question: `What of ${one}?`,
        answer: `Ask ${one} about it, for I have other things to do.`,
        side: 'train',
      }),
    );
    const rows = (role: string): Row[] => [
      ...others,
      { question: 'Will you dance tonight?', answer, side: 'test' },
      { question: 'What do you do all winter long?', answer: answer.replace('dances', 'sleeps'), side: 'train', role },
    ];
    expect(found(rows('Keeper'))).toEqual([['role_specific', 'answer', 0, 1]]);
    expect(found(rows('Nora'))).toEqual([]);
  });

  test('by the cue that two templates quote', () => {
    expect(
      found([
        { question: 'When Nora asks “Is the great lamp lit tonight?”, what do you say?', side: 'test' },
        {
          question: 'Somebody calls out to you: "is the great lamp lit, tonight?" How do you answer that?',
          side: 'train',
        },
      ]),
    ).toEqual([['role_specific', 'cue', 1, 0]]);
  });

  test('by lines of the script that the same role is trained on', () => {
    const rows: Row[] = [
      { question: 'Who taught you to read the weather?', segment: passage(4, 9), side: 'test' },
      { question: 'What is in the iron chest?', segment: passage(9, 12), side: 'train' },
    ];
    expect(found(rows)).toEqual([['role_specific', 'lines', 1, 0]]);
    expect(found([rows[0] as Row, { ...(rows[1] as Row), segment: passage(10, 12) }])).toEqual([]);
  });

  test('by a general answer that is given word for word to another instruction', () => {
    const general = { set: 'general', answer: 'I know not.' } as const;
    expect(
      found([
        { ...general, question: 'Name three things that float.', side: 'test' },
        { ...general, question: 'How do you keep warm in winter?', side: 'train' },
      ]),
    ).toEqual([['general', 'answer', 1, 0]]);
  });
});

const word = fc.constantFrom('lamp', 'light', 'sea', 'boat', 'storm', 'rope', 'fish', 'night', 'why', 'who');
const sentence = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
const question = sentence.map((text) => `${text}?`);
const ROLES = ['Keeper', 'Nora', 'Ned'];

test('split by instruction, no tested question is trained on, by instructions as by roles', () => {
  /** Three roles with questions of their own and the same general instructions, many of them alike. */
  const sets = fc.record({
    own: fc.array(fc.uniqueArray(question, { maxLength: 12 }), { minLength: 3, maxLength: 3 }),
    general: fc.uniqueArray(question, { maxLength: 12 }),
  });
  let tested = 0;
  fc.assert(
    fc.property(sets, ({ own, general }) => {
      const questions = indexQuestions([...own.flat(), ...general], 0.7);
      const splits = createSplits(SETTINGS, { roles: ROLES, isAlone: (asked) => questions.isAlone(asked) });
      const [byInstruction, byRole] = [countLeaks(questions, 0.7), countLeaks(questions, 0.7)];
      ROLES.forEach((role, k) => {
        const chosen = splits.testQuestions(role, own[k] ?? []);
        const add = (counter: typeof byRole, set: SetName, asked: string, side: Side) => {
          const row = { set, role, question: asked, answer: `${role} on ${asked}`, segment: null };
          if (side) counter.add({ ...row, side });
        };
        for (const asked of own[k] ?? []) {
          add(byInstruction, 'role_specific', asked, chosen.has(asked) ? 'test' : 'train');
          add(byRole, 'role_specific', asked, splits.questionSide(role, asked));
        }
        for (const asked of general) {
          add(byInstruction, 'general', asked, splits.isTestPair(role, asked) ? 'test' : 'train');
          add(byRole, 'general', asked, splits.pairSide(role, asked));
        }
      });
      for (const leak of [...byInstruction.result(), ...byRole.result()]) {
        if (leak.shared !== 'question') continue;
        tested += leak.tested;
        expect(leak).toMatchObject({ exact: 0, near: 0 });
      }
    }),
  );
  expect(tested).toBeGreaterThan(100);
});

test('split by passage, a role’s test questions share nothing with its training rows', () => {
  const row = fc.record({
    question: fc.oneof(
      question,
      sentence.map((cue) => `When Nora says “${cue} and nothing more”, what do you say?`),
    ),
    answers: fc.array(sentence, { minLength: 1, maxLength: 2 }),
    segments: fc.nat({ max: 40 }).map((from) => [passage(from * 3, from * 3 + 3)]),
  });
  const rows = fc.uniqueArray(row, { minLength: 2, maxLength: 25, selector: (one) => one.question });
  const counts: Partial<Record<Shared, number>> = {};
  fc.assert(
    fc.property(rows, rows, (keeper: OwnQuestion[], nora: OwnQuestion[]) => {
      const own: [string, OwnQuestion[]][] = [
        ['Keeper', keeper],
        ['Nora', nora],
      ];
      const questions = indexQuestions(
        own.flatMap(([, all]) => all.map((one) => one.question)),
        0.8,
      );
      const chosen = own.map(([role, all]) => [role, chooseTestParts(role, all, SETTINGS, questions.isAlone)] as const);
      const splits = createSplits(
        { ...SETTINGS, splitBy: 'passage', heldOut: [] },
        {
          roles: ['Keeper', 'Nora'],
          isAlone: (asked) => questions.isAlone(asked),
          passages: { testQuestions: new Map(chosen), isApart: () => true },
        },
      );
      const counter = countLeaks(questions, 0.8);
      for (const [role, all] of own) {
        const sideOf = trainingSides(
          splits,
          role,
          all.map((one) => one.question),
        );
        for (const { question: asked, answers, segments } of all) {
          const side = sideOf(asked);
          for (const answer of answers)
            if (side)
              counter.add({ set: 'role_specific', role, question: asked, answer, segment: segments[0] ?? null, side });
        }
      }
      for (const { shared, tested, exact, near } of counter.result()) {
        counts[shared] = (counts[shared] ?? 0) + tested;
        expect([shared, exact, near]).toEqual([shared, 0, 0]);
      }
    }),
  );
  expect(counts.lines).toBeGreaterThan(100);
});
