import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createDuplicateFinder,
  findDuplicates,
  normaliseForComparison,
  similarityOf,
} from '../../src/text/duplicates.js';

const words =
  'who taught you to read the weather why did your father leave on a ship with seven herrings 你 我 海 灯 谁 教'.split(
    ' ',
  );
const question = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 9 }).map((chosen) => chosen.join(' '));
const questions = fc.array(question, { maxLength: 40 });

test('similarity is the same in both directions, from 0 to 1, and 1 for the same', () => {
  fc.assert(
    fc.property(question, question, (left, right) => {
      const similarity = similarityOf(left, right);
      expect(similarity).toBeCloseTo(similarityOf(right, left), 12);
      expect(similarity).toBeGreaterThanOrEqual(0);
      expect(similarity).toBeLessThanOrEqual(1 + 1e-12);
      expect(similarityOf(left, left)).toBe(1);
    }),
  );
});

test('what is found by the index is what is found by comparing each with all that were kept', () => {
  fc.assert(
    fc.property(questions, fc.double({ min: 0.4, max: 1, noNaN: true }), (texts, threshold) => {
      const kept: string[] = [];
      const expected = texts.map((text) => {
        const isRepeated = kept.some(
          (one) => normaliseForComparison(one) === normaliseForComparison(text) || similarityOf(one, text) >= threshold,
        );
        if (!isRepeated) kept.push(text);
        return isRepeated;
      });
      const finder = createDuplicateFinder({ threshold });
      expect(texts.map((text) => finder.add(text) !== undefined)).toEqual(expected);
    }),
  );
});

test('more texts never change an earlier verdict', () => {
  fc.assert(
    fc.property(questions, questions, (first, more) => {
      const alone = findDuplicates(first, { threshold: 0.8 });
      const together = findDuplicates([...first, ...more], { threshold: 0.8 });
      expect(together.filter(({ duplicate }) => duplicate < first.length)).toEqual(alone);
    }),
  );
});

test('texts that differ in case, punctuation and width alone are duplicates at any threshold', () => {
  expect(findDuplicates(['What’s your name?', 'WHAT IS YOUR NAME', 'ｗhat is your name！'], { threshold: 1 })).toEqual([
    { duplicate: 1, of: 0, similarity: 1 },
    { duplicate: 2, of: 0, similarity: 1 },
  ]);
});

test('2,000 questions of one pattern, the worst case, take seconds', () => {
  const made = Array.from(
    { length: 2000 },
    (_, k) =>
      `Do you remember how the ${words[k % 18]} met the ${words[(k * 7) % 18]} of house ${k} near road ${k * 3}?`,
  );
  const began = Date.now();
  findDuplicates(made, { threshold: 0.8 });
  expect(Date.now() - began).toBeLessThan(20_000);
});
