import { gauge, readFeatures } from './features.js';
import { putPrefix } from './prefixes.js';
import { createBuckets } from './word-pairs.js';

interface Question {
  total: number;
  asks: string;
  order: Int32Array;
}

/** Texts as numbers: of each, its words from the rarest on with their weights, and all else that is compared. */
interface QuestionVectors {
  /** Where the words of each text begin; one more than there are texts. */
  starts: Int32Array;
  words: Int32Array;
  weights: Float64Array;
  questions: Question[];
}

function readVectors(texts: readonly string[]): QuestionVectors {
  const numbers = new Map<string, number>();
  const frequency: number[] = [];
  const numberOf = (feature: string) => {
    const known = numbers.get(feature);
    if (known !== undefined) return known;
    const number = numbers.size;
    numbers.set(feature, number);
    frequency.push(0);
    return number;
  };
  const found: number[] = [];
  const weighed: number[] = [];
  const starts = [0];
  const questions = texts.map((text) => {
    const { weights, total, asks, order } = readFeatures(text);
    for (const [feature, weight] of weights) {
      const number = numberOf(feature);
      frequency[number] = (frequency[number] as number) + 1;
      found.push(number);
      weighed.push(weight);
    }
    starts.push(found.length);
    return { total, asks, order: Int32Array.from(order.map(numberOf)) };
  });

  const often = (number: number) => frequency[number] as number;
  const rarestFirst = Int32Array.from(frequency.keys()).sort((a, b) => often(a) - often(b) || a - b);
  const rank = new Int32Array(numbers.size);
  for (const [place, number] of rarestFirst.entries()) rank[number] = place;
  // Both in one number, so that a text's words are sorted with their places.
  const size = found.length;
  const packed = new Float64Array(size);
  for (let at = 0; at < size; at += 1) packed[at] = (rank[found[at] as number] as number) * size + at;
  for (let text = 0; text < texts.length; text += 1) packed.subarray(starts[text], starts[text + 1]).sort();
  const words = packed.map((both) => Math.floor(both / size));
  const weights = packed.map((both) => weighed[both % size] as number);
  return { starts: Int32Array.from(starts), words: Int32Array.from(words), weights, questions };
}

/**
 * All pairs of a list that createDuplicateFinder calls duplicates (see duplicates.ts), by their places, `left` < `right`, ordered
 * by `right`. Exactly those: what is not compared cannot reach the threshold.
 */
export function* findDuplicatePairs(
  texts: readonly string[],
  threshold: number,
): Generator<{ left: number; right: number }> {
  const { starts, words, weights, questions } = readVectors(texts);
  const bound = (at: number) => weights[at] as number;
  const totalOf = (text: number) => (questions[text] as Question).total;

  function similarity(left: number, right: number): number {
    const [leftEnd, rightEnd] = [starts[left + 1] as number, starts[right + 1] as number];
    let shared = 0;
    for (let a = starts[left] as number, b = starts[right] as number; a < leftEnd && b < rightEnd; ) {
      const difference = (words[a] as number) - (words[b] as number);
      if (difference === 0) shared += Math.min(weights[a] as number, weights[b] as number);
      if (difference <= 0) a += 1;
      if (difference >= 0) b += 1;
    }
    // Without the costlier part, where the Dice coefficient alone decides.
    if ((2 * shared) / (totalOf(left) + totalOf(right)) < threshold - 1e-9) return 0;
    return gauge(shared, questions[left] as Question, questions[right] as Question);
  }

  // Dice of at least t needs a shared weight of t/(2-t) of each text's own.
  const share = (threshold / (2 - threshold)) * (1 - 1e-9);
  const buckets = createBuckets(texts.length, (text, put) => {
    const [start, end] = [starts[text] as number, starts[text + 1] as number];
    putPrefix({ words, start, end, bound, needed: totalOf(text) * share }, put);
  });
  for (const [right, left] of buckets.meetings()) {
    if (similarity(left, right) >= threshold) yield { left, right };
  }
}
