import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCounts } from '../../src/text/counts.js';
import { fingerprint } from '../../src/text/fingerprint.js';
import { liveBytes } from '../harness/memory.js';

test('numbers are counted, as a map would count them', () => {
  const number = fc.oneof(fc.nat(9), fc.maxSafeNat());
  fc.assert(
    fc.property(fc.array(number, { maxLength: 300 }), (numbers) => {
      const counts = createCounts();
      const expected = new Map<number, number>();
      for (const number of numbers) {
        expected.set(number, (expected.get(number) ?? 0) + 1);
        expect(counts.add(number)).toBe(expected.get(number));
      }
      expect(counts.size()).toBe(expected.size);
    }),
  );
});

test('half a million fingerprints, each twice, are counted in less than 24 MB', () => {
  const before = liveBytes();
  const counts = createCounts();
  for (let k = 0; k < 500_000; k += 1) counts.add(fingerprint(`answer ${k}`));
  let wrong = 0;
  for (let k = 0; k < 500_000; k += 1) if (counts.add(fingerprint(`answer ${k}`)) !== 2) wrong += 1;
  expect(wrong).toBe(0);
  expect(counts.size()).toBe(500_000);
  expect(liveBytes() - before).toBeLessThan(24e6);
});
