import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildBm25Index, topMatches } from '../../src/text/bm25.js';
import { tokenise } from '../../src/text/words.js';

/** BM25 written down from its formula, without an index. */
function bruteForce(documents: readonly string[], query: string, k1 = 1.2, b = 0.75): number[] {
  const tokens = documents.map(tokenise);
  const mean = tokens.reduce((sum, words) => sum + words.length, 0) / Math.max(1, tokens.length);
  return tokens.map((words) =>
    tokenise(query).reduce((score, word) => {
      const df = tokens.filter((others) => others.includes(word)).length;
      const tf = words.filter((other) => other === word).length;
      const idf = Math.log(1 + (tokens.length - df + 0.5) / (df + 0.5));
      return score + (tf === 0 ? 0 : (idf * tf * (k1 + 1)) / (tf + k1 * (1 - b + (b * words.length) / mean)));
    }, 0),
  );
}

const text = fc
  .array(fc.constantFrom('lamp', 'sea', 'storm', 'herring', 'the', 'a', '海', '灯'), { maxLength: 12 })
  .map((words) => words.join(' '));

test('scores and order are those of the formula', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), text, fc.nat(6), (documents, query, k) => {
      const scores = bruteForce(documents, query);
      const expected = scores
        .map((score, document) => ({ document, score }))
        .filter(({ score }) => score > 0)
        .sort((left, right) => right.score - left.score || left.document - right.document)
        .slice(0, k);
      const found = topMatches(buildBm25Index(documents), query, k);
      expect(found.map(({ score }) => score.toFixed(9))).toEqual(expected.map(({ score }) => score.toFixed(9)));
      for (const { document, score } of found) expect(score).toBeCloseTo(scores[document] as number, 9);
    }),
  );
});

test('a document without a word of the query is no match', () => {
  expect(topMatches(buildBm25Index(['the lamp', 'the sea']), 'herring', 5)).toEqual([]);
  expect(topMatches(buildBm25Index([]), 'herring', 5)).toEqual([]);
});
