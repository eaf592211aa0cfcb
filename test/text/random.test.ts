import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashNumber } from '../../src/text/random.js';

const parts = fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 4 });

test('a number lies from 0 up to but not 1 and follows from the seed and the parts alone', () => {
  fc.assert(
    fc.property(fc.integer(), parts, (seed, own) => {
      const number = hashNumber(seed, ...own);
      expect(number).toBeGreaterThanOrEqual(0);
      expect(number).toBeLessThan(1);
      expect(hashNumber(seed, ...own)).toBe(number);
    }),
  );
});

test('another seed, another part and another cut between the parts give another number', () => {
  const numbers = [
    hashNumber(0, 'ab', 'c'),
    hashNumber(1, 'ab', 'c'),
    hashNumber(0, 'ab', 'd'),
    hashNumber(0, 'a', 'bc'),
    hashNumber(0, 'abc'),
    hashNumber(0, 'ab', 'c', ''),
    hashNumber(0, '1'),
    hashNumber(0, 1),
  ];
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('the numbers of a list are spread evenly', () => {
  const tenths = Array.from({ length: 10 }, () => 0);
  for (let k = 0; k < 10_000; k += 1) {
    const tenth = Math.floor(hashNumber(0, 'spread', k) * 10);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  // Five standard deviations of a fair draw: the square root of 10000 · 0.1 · 0.9 is 30.
  for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
