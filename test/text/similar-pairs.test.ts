import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalisedWords } from '../../src/text/normalise.js';
import { compareTexts, nearestOf } from '../../src/text/similar-pairs.js';

/** The similarity as its definition reads, over strings. */
function plainly(texts: readonly string[], k1 = 1.2) {
  const all = texts.map(normalisedWords);
  const idf = (word: string) => {
    const df = all.filter((words) => words.includes(word)).length;
    return Math.log(1 + (all.length - df + 0.5) / (df + 0.5));
  };
  const score = (query: readonly string[], text: readonly string[]) =>
    query.reduce((sum, word) => {
      const tf = text.filter((other) => other === word).length;
      return sum + (idf(word) * tf * (k1 + 1)) / (tf + k1);
    }, 0);
  return (left: number, right: number) => {
    const [q, d] = [all[left] as string[], all[right] as string[]];
    if (q.length === 0 || d.length === 0) return 0;
    return Math.min(score(q, d) / score(q, q), score(d, q) / score(d, d));
  };
}

/** Texts of few words, so that they share many: with repeated words, one-word texts, and none at all. */
const word = fc.constantFrom(...'the the the lamp reef what of storm keeper never who 海 灯'.split(' '));
const someTexts = fc.array(
  fc.array(word, { maxLength: 9 }).map((words) => words.join(' ')),
  { minLength: 2, maxLength: 30 },
);

describe('similarity of questions', () => {
  it('is BM25 divided by the score with oneself, the smaller of both ways', () => {
    fc.assert(
      fc.property(someTexts, fc.nat(), fc.nat(), (texts, a, b) => {
        const [left, right] = [a % texts.length, b % texts.length];
        expect(compareTexts(texts).similarity(left, right)).toBeCloseTo(plainly(texts)(left, right), 9);
      }),
      { numRuns: 300 },
    );
  });

  it('finds exactly the pairs that comparing every text with every other finds', () => {
    fc.assert(
      fc.property(someTexts, fc.constantFrom(0.05, 0.3, 0.5, 0.8, 0.95, 1), (texts, threshold) => {
        const compared = compareTexts(texts);
        const expected: string[] = [];
        for (let right = 0; right < texts.length; right += 1) {
          for (let left = 0; left < right; left += 1) {
            if (compared.similarity(left, right) >= threshold) expected.push(`${left} ${right}`);
          }
        }
        const found = Array.from(compared.pairs(threshold), ({ left, right }) => `${left} ${right}`);
        expect(found.sort()).toEqual(expected.sort());
      }),
      { numRuns: 1500 },
    );
  });

  it('takes one changed word of many for the same question, and a question inside a longer one for another', () => {
    const texts = [
      'What did you say to the harbour master when the great lamp went out in the storm of that winter?',
      'What did you say to the harbour master when the old lamp went out in the storm of that winter?',
      'What did you say?',
      'Who taught you to play the violin in Baker Street?',
    ];
    const pairs = Array.from(compareTexts(texts).pairs(0.6), ({ left, right }) => [left, right]);
    expect(pairs).toEqual([[0, 1]]);
    expect(Array.from(nearestOf(compareTexts(texts).pairs(0.6), 4).nearest)).toEqual([1, 0, -1, -1]);
  });

  it('gives the first of several that are as similar', () => {
    const { nearest, similarities } = nearestOf(compareTexts(['a b', 'c d', 'a b', 'a b']).pairs(0.8), 4);
    expect(Array.from(nearest)).toEqual([2, -1, 0, 0]);
    expect(similarities[0]).toBeCloseTo(1);
  });
});
