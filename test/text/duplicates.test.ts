import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDuplicateFinder, normaliseForComparison, similarityOf } from '../../src/text/duplicates.js';
import { cpuTime } from '../harness/cpu-time.js';

const words =
  'who taught you to read the weather why did your father leave on a ship with seven herrings 你 我 海 灯 谁 教'.split(
    ' ',
  );
/** For each text the kept one that it repeats, by its place among the kept ones. */
function repeats(texts: readonly string[], threshold: number): (number | undefined)[] {
  const finder = createDuplicateFinder({ threshold });
  return texts.map((text) => finder.add(text));
}

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
      expect(repeats([...first, ...more], 0.8).slice(0, first.length)).toEqual(repeats(first, 0.8));
    }),
  );
});

test('texts that differ in case, punctuation and width alone are duplicates at any threshold', () => {
  expect(repeats(['What’s your name?', 'WHAT IS YOUR NAME', 'ｗhat is your name！'], 1)).toEqual([undefined, 0, 0]);
});

test('2,000 questions of one pattern, the worst case, take seconds', () => {
  const made = Array.from(
    { length: 2000 },
    (_, k) =>
      `Do you remember how the ${words[k % 18]} met the ${words[(k * 7) % 18]} of house ${k} near road ${k * 3}?`,
  );
  expect(cpuTime(() => repeats(made, 0.8))).toBeLessThan(20_000);
});
