import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNearFinder, dice, type Weights } from '../../src/text/near-finder.js';
import { ALIKE_ANSWERS, createTextFinder } from '../../src/text/near-texts.js';
import { cpuTime } from '../harness/cpu-time.js';
import { liveBytes } from '../harness/memory.js';

function read(text: string): Weights {
  const weights = new Map<string, number>();
  for (const [k, word] of text.split(' ').entries()) weights.set(word, (weights.get(word) ?? 0) + 1 + (k % 3));
  return { weights, total: [...weights.values()].reduce((sum, weight) => sum + weight, 0) };
}

test('exactly those kept texts are found that a comparison with each of them finds', () => {
  const word = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'the', 'of');
  const text = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));
  const texts = fc.array(text, { minLength: 1, maxLength: 90 });
  fc.assert(
    fc.property(texts, fc.double({ min: 0.1, max: 1, noNaN: true }), (all, threshold) => {
      const finder = createNearFinder({ threshold, read, compare: dice });
      for (const [k, next] of all.entries()) {
        const before = all.slice(0, k).map((other, kept) => ({ kept, similarity: dice(read(next), read(other)) }));
        expect(finder.alike(read(next))).toEqual(before.filter(({ similarity }) => similarity >= threshold));
        finder.keep(read(next));
      }
    }),
  );
});

test('answers that share most of a small vocabulary are told apart in little time', () => {
  let drawn = 1;
  const word = () => {
    drawn = (drawn * 48_271) % 2_147_483_647;
    return `w${drawn % 40}`;
  };
  const answers = Array.from(
    { length: 3000 },
    () => `The ${Array.from({ length: 24 }, word).join(' ')} is all I know.`,
  );
  const finder = createTextFinder(ALIKE_ANSWERS);
  const milliseconds = cpuTime(() => {
    for (const answer of answers) {
      const features = finder.read(answer);
      finder.alike(features);
      finder.keep(features);
    }
  });
  // A comparison of each with each takes half a minute; this takes 0.3 s.
  expect(milliseconds).toBeLessThan(4000);
});

test('five thousand kept answers of sixty words, as many as a role gives, take less than 15 MB', () => {
  const finder = createTextFinder(ALIKE_ANSWERS);
  const before = liveBytes();
  for (let k = 0; k < 5000; k += 1) {
    const words = Array.from({ length: 60 }, (_, at) => `word${(k * (at + 7) + at) % 3001}`);
    finder.keep(finder.read(words.join(' ')));
  }
  expect(liveBytes() - before).toBeLessThan(15e6);
  expect(finder.alike(finder.read('word0'))).toEqual([]);
});
