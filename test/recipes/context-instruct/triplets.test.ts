import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InvalidReply } from '../../../src/llm/work.js';
import { readTriplets } from '../../../src/recipes/context-instruct/triplets.js';

const replyWith = (more: object) =>
  JSON.stringify({ triplets: [{ question: 'Who?', confidence: 'High', rationale: 'Named.', answer: 'I.', ...more }] });
const confidenceOf = (said: unknown) => readTriplets(replyWith({ confidence: said }))[0]?.confidence;

test.each(['High', 'high', ' HIGH ', 'High, because the person is named.', '高', '高，因为点明了人物'])(
  '%j says that the model is sure',
  (said) => {
    expect(confidenceOf(said)).toBe('High');
  },
);

test.each(['Low', '低', 'Medium', 'not high', '', 0.9, null, ['High'], { toString: 1, valueOf: 1 }])(
  '%j says that it is not',
  (said) => {
    expect(confidenceOf(said)).toBe('Low');
  },
);

test('a triplet without a confidence is not sure', () => {
  expect(confidenceOf(undefined)).toBe('Low');
});

test('question and rationale become one line; an answer keeps its lines', () => {
  expect(
    readTriplets(replyWith({ question: ' Who\n is it? ', rationale: 'a\n\nb', answer: ' I am.\nI was. ' })),
  ).toEqual([{ question: 'Who is it?', confidence: 'High', rationale: 'a b', answer: 'I am.\nI was.' }]);
});

test('what a triplet has beside its four parts is left out', () => {
  expect(Object.keys(readTriplets(replyWith({ number: 1 }))[0] ?? {})).toEqual([
    'question',
    'confidence',
    'rationale',
    'answer',
  ]);
});

test.each(['question', 'rationale', 'answer'])('a triplet without its %s makes the reply invalid', (key) => {
  expect(() => readTriplets(replyWith({ [key]: undefined }))).toThrow(InvalidReply);
});

test('triplets come back in their order, whatever text they hold', () => {
  const text = fc.string({ unit: 'grapheme' }).map((drawn) => drawn.replace(/\s+/g, ' ').trim());
  const triplet = fc.record({
    question: text,
    confidence: fc.constantFrom('High', 'Low'),
    rationale: text,
    answer: text,
  });
  fc.assert(
    fc.property(fc.array(triplet), (triplets) => {
      expect(readTriplets(JSON.stringify({ triplets }))).toEqual(triplets);
    }),
  );
});
