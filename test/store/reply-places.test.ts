import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createReplyPlaces, type ReplyPlace } from '../../src/store/reply-places.js';
import { liveBytes } from '../harness/memory.js';

const idOf = (number: number) => createHash('sha256').update(String(number)).digest('hex').slice(0, 32);

test('the latest reply to a request is found by its id, whatever ids look like', () => {
  const hex = fc.integer({ min: 0, max: 5 }).map(idOf);
  const id = fc.oneof(
    hex,
    hex.map((text) => text.toUpperCase()),
    hex.map((text) => text.slice(1)),
    fc.string({ minLength: 1, maxLength: 3 }),
  );
  const reply = fc.record({ id, offset: fc.nat(2 ** 50), length: fc.nat(2 ** 32 - 1), isCut: fc.boolean() });
  fc.assert(
    fc.property(fc.array(reply), id, (replies, unknown) => {
      const places = createReplyPlaces();
      const expected = new Map<string, ReplyPlace>();
      for (const { id, offset, length, isCut } of replies) {
        places.enter(id, { offset, length, isCut });
        const { tries, cuts } = expected.get(id) ?? { tries: 0, cuts: 0 };
        expected.set(id, { offset, length, tries: tries + 1, cuts: cuts + (isCut ? 1 : 0) });
      }
      for (const id of [...expected.keys(), unknown]) expect(places.find(id)).toEqual(expected.get(id));
    }),
  );
});

test('replies to 200,000 requests are all found, and remembering them takes less than 60 bytes each', () => {
  const count = 200_000;
  const before = liveBytes();
  const places = createReplyPlaces();
  for (let k = 0; k < count; k += 1) places.enter(idOf(k), { offset: 1e6 * k, length: k, isCut: k % 2 === 0 });
  expect((liveBytes() - before) / count).toBeLessThan(60);
  let lost = 0;
  for (let k = 0; k < count; k += 1) if (places.find(idOf(k))?.offset !== 1e6 * k) lost += 1;
  expect(lost).toBe(0);
  expect(places.find(idOf(count))).toBeUndefined();
});
