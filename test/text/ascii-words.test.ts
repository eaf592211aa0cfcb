import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asciiWords } from '../../src/text/ascii-words.js';

test('the words of a text are those that the regular expression [a-z0-9]+ finds, whatever was read before', () => {
  const texts = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[a-cA-C0-1 ,é'-]*$/));
  fc.assert(
    fc.property(texts, (text) => {
      expect(asciiWords(text)).toEqual(text.toLowerCase().match(/[a-z0-9]+/g) ?? []);
    }),
    { numRuns: 2000 },
  );
});

test('words that share a slot of the table do not become one another', () => {
  const many = Array.from({ length: 30_000 }, (_, k) => `w${k.toString(36)}`);
  expect(asciiWords(many.join(' '))).toEqual(many);
  expect(asciiWords(many.join(' '))).toEqual(many);
});
