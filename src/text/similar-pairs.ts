import { normalisedWords } from './normalise.js';
import { putPrefix } from './prefixes.js';
import { createBuckets } from './word-pairs.js';
import { readWordVectors } from './word-vectors.js';

/** Two texts of a list, by their places (`left` < `right`), and how alike they are. */
export interface SimilarPair {
  left: number;
  right: number;
  similarity: number;
}

/** Similar texts among many, found exactly. */
export interface Similarity {
  similarity(left: number, right: number): number;
  /** All pairs from the threshold on (more than 0), each once, ordered by `right`. */
  pairs(threshold: number): Generator<SimilarPair>;
}

function* wordsOfEach(texts: Iterable<string>): Generator<readonly string[]> {
  for (const text of texts) yield normalisedWords(text);
}

/**
 * Compares many texts with each other.
 *
 * The similarity of two texts is the smaller of `score(q, d) / score(q, q)` and `score(d, q) / score(d, d)`: BM25 divided by
 * the score that a text has with itself, both ways, so that a short question is no duplicate of a long one that contains it.
 * `score(q, d)` is the sum over the words of q, each as often as it stands there, of `idf tf (k1 + 1) / (tf + k1)` (Robertson &
 * Zaragoza 2009, eq. 3.15, with b = 0, since dividing by the own score already allows for length; idf as in bm25.ts).
 * papers.md 1.5 names BM25 for this; the division is ours. Texts without a word are like no other.
 */
export function compareTexts(texts: Iterable<string>, { k1 = 1.2 } = {}): Similarity {
  const { starts, words, counts, idf, most } = readWordVectors(wordsOfEach(texts));
  const size = starts.length - 1;
  const startOf = (text: number) => starts[text] as number;
  const endOf = (text: number) => starts[text + 1] as number;
  /** What `count` words `word` of one text add to its score with a text that has `other` of them. */
  const add = (word: number, count: number, other: number) =>
    (count * (idf[word] as number) * other * (k1 + 1)) / (other + k1);
  const own = (at: number) => add(words[at] as number, counts[at] as number, counts[at] as number);
  /** The most that a word can add to a score with any other text. */
  const bound = (at: number) => add(words[at] as number, counts[at] as number, most[words[at] as number] as number);
  const sum = (text: number, of: (at: number) => number) => {
    let total = 0;
    for (let at = startOf(text); at < endOf(text); at += 1) total += of(at);
    return total;
  };
  const selfScores = Float64Array.from({ length: size }, (_, text) => sum(text, own));

  function similarity(left: number, right: number): number {
    const [leftEnd, rightEnd] = [endOf(left), endOf(right)];
    let there = 0;
    let back = 0;
    for (let a = startOf(left), b = startOf(right); a < leftEnd && b < rightEnd; ) {
      const word = words[a] as number;
      const difference = word - (words[b] as number);
      if (difference === 0) {
        there += add(word, counts[a] as number, counts[b] as number);
        back += add(word, counts[b] as number, counts[a] as number);
      }
      if (difference <= 0) a += 1;
      if (difference >= 0) b += 1;
    }
    return there === 0 ? 0 : Math.min(there / (selfScores[left] as number), back / (selfScores[right] as number));
  }

  /** What sums in another order differ by must not lose a pair. */
  const needed = (text: number, threshold: number) => (selfScores[text] as number) * threshold * (1 - 1e-9);

  return {
    similarity,
    *pairs(threshold) {
      const buckets = createBuckets(size, (text, put) =>
        putPrefix({ words, start: startOf(text), end: endOf(text), bound, needed: needed(text, threshold) }, put),
      );
      for (const [right, left] of buckets.meetings()) {
        const found = similarity(left, right);
        if (found >= threshold) yield { left, right, similarity: found };
      }
    },
  };
}

/** For each of `size` texts the place of the one most like it (of several the first), and their similarity; -1 and 0 if none. */
export function nearestOf(pairs: Iterable<SimilarPair>, size: number) {
  const nearest = new Int32Array(size).fill(-1);
  const similarities = new Float64Array(size);
  const offer = (text: number, other: number, similarity: number) => {
    const before = similarities[text] as number;
    if (similarity < before || (similarity === before && other > (nearest[text] as number))) return;
    nearest[text] = other;
    similarities[text] = similarity;
  };
  for (const { left, right, similarity } of pairs) {
    offer(left, right, similarity);
    offer(right, left, similarity);
  }
  return { nearest, similarities };
}
