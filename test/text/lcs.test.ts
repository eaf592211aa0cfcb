import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commonSubsequence } from '../../src/text/lcs.js';

/** The textbook's table, row by row. */
function byTable(left: readonly string[], right: readonly string[]): number {
  let row = new Array<number>(right.length + 1).fill(0);
  for (const token of left) {
    const next = [0];
    right.forEach((other, k) => {
      next.push(token === other ? (row[k] as number) + 1 : Math.max(row[k + 1] as number, next[k] as number));
    });
    row = next;
  }
  return row[right.length] as number;
}

/** Lists of up to 100 tokens, of few different ones, so that much is common and carries run through several words. */
const tokens = fc
  .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 12 }), fc.integer())
  .map(([length, kinds, seed]) => {
    let state = seed;
    return Array.from({ length }, () => {
      state = (Math.imul(state, 1103515245) + 12345) | 0;
      return String.fromCharCode(97 + ((state >>> 16) % kinds));
    });
  });

/** `npm run test:long` tries a hundred thousand. */
const PAIRS = Number(process.env.PAIRS ?? 10_000);

test(`the longest common subsequence is that of plain dynamic programming on ${PAIRS} pairs`, () => {
  fc.assert(
    fc.property(tokens, tokens, (left, right) => {
      if (commonSubsequence(left, right) !== byTable(left, right)) throw new Error('another length');
    }),
    { numRuns: PAIRS },
  );
});

test('lists around the size of a word of bits', () => {
  for (const length of [0, 1, 29, 30, 31, 59, 60, 61, 90]) {
    const same = Array.from({ length }, (_, k) => `${k}`);
    expect(commonSubsequence(same, same)).toBe(length);
    expect(commonSubsequence(same, [...same].reverse())).toBe(Math.min(1, length));
    expect(commonSubsequence(new Array(length).fill('a'), ['a', 'b', 'a'])).toBe(Math.min(2, length));
  }
});
