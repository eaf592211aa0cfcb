import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AskedQuestion, findSetDuplicates } from '../../src/quality/set-duplicates.js';
import { findDuplicatePairs } from '../../src/text/similar-questions.js';

const asked = (id: string, question: string, more: Partial<AskedQuestion> = {}): AskedQuestion => ({
  id,
  role: 'Keeper',
  question,
  kind: 'script_agnostic',
  confidence: 'High',
  ...more,
});

const LAMP = 'What does the great lamp on the cliff tell the fishermen?';

test('of alike questions the one of high confidence stays, then the first, and the evidence names it', () => {
  const questions = [
    asked('1', LAMP, { confidence: 'Low' }),
    asked('2', LAMP, { role: 'Nora' }),
    asked('3', LAMP, { role: 'Ned' }),
    asked('4', 'Who brought you the seven herrings?'),
  ];
  expect(findSetDuplicates(questions, { across: 'set', similarity: 0.8 })).toEqual(
    new Map([
      ['1', `repeats: ${LAMP} (Nora)`],
      ['3', `repeats: ${LAMP} (Nora)`],
    ]),
  );
});

test('within a type, the same question of the other type is no duplicate', () => {
  const questions = [asked('1', LAMP), asked('2', LAMP, { role: 'Nora', kind: 'script_based' })];
  expect(findSetDuplicates(questions, { across: 'type', similarity: 0.8 }).size).toBe(0);
  expect([...findSetDuplicates(questions, { across: 'set', similarity: 0.8 }).keys()]).toEqual(['2']);
});

const word = fc.constantFrom('lamp', 'light', 'sea', 'boat', 'storm', 'rope');
const lists = fc.array(
  fc.tuple(fc.array(word, { minLength: 1, maxLength: 5 }), fc.constantFrom('High' as const, 'Low' as const)),
  { maxLength: 15 },
);

test('no two that stay are alike, and what is refused has a like among those that stay', () => {
  fc.assert(
    fc.property(lists, fc.double({ min: 0.3, max: 1, noNaN: true }), (list, similarity) => {
      const questions = list.map(([words, confidence], k) => asked(`${k}`, words.join(' '), { confidence }));
      const refused = findSetDuplicates(questions, { across: 'set', similarity });
      const stays = (place: number) => !refused.has(`${place}`);
      const pairs = [
        ...findDuplicatePairs(
          questions.map((one) => one.question),
          similarity,
        ),
      ];
      for (const { left, right } of pairs) expect(stays(left) && stays(right)).toBe(false);
      for (const id of refused.keys()) {
        const like = pairs.some(({ left, right }) =>
          `${left}` === id ? stays(right) : `${right}` === id && stays(left),
        );
        expect(like).toBe(true);
      }
    }),
  );
});
