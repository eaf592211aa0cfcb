import { type Features, overlap, readFeatures } from './features.js';
import { normalisedWords } from './normalise.js';
import { squeeze } from './words.js';

/** Finds near-duplicates among texts that come one after the other. */
export interface DuplicateFinder {
  /** Keeps a text, or tells which of the kept ones (from 0, in the order in which they were kept) it duplicates. */
  add(text: string): number | undefined;
}

interface Match {
  kept: number;
  similarity: number;
}

/** What texts that differ in case, punctuation and width alone have in common; equal for no others. */
export function normaliseForComparison(text: string): string {
  const words = normalisedWords(text);
  return words.length > 0 ? words.join(' ') : squeeze(text);
}

/** Dice coefficient: twice what two texts share, by what they have together. */
function dice(left: Features, right: Features): number {
  const together = left.total + right.total;
  return together === 0 ? 0 : (2 * overlap(left, right)) / together;
}

/** The similarity of two texts, from 0 to 1, the same in both directions: see createDuplicateFinder. */
export function similarityOf(left: string, right: string): number {
  return normaliseForComparison(left) === normaliseForComparison(right)
    ? 1
    : dice(readFeatures(left), readFeatures(right));
}

function createCollection(threshold: number) {
  const exact = new Map<string, number>();
  const kept: Features[] = [];
  const postings = new Map<string, number[]>();

  /**
   * Kept texts that may reach the threshold. Dice of at least t needs a shared weight of t/(2-t) of the text's own, so the
   * commonest features whose weight together stays below that need not be looked up.
   */
  function candidates(features: Features): Set<number> {
    const needed = (features.total * threshold) / (2 - threshold);
    const rarestFirst = Array.from(features.weights, ([feature, weight]) => ({
      found: postings.get(feature) ?? [],
      weight,
    })).sort((left, right) => left.found.length - right.found.length);
    const numbers = new Set<number>();
    let left = features.total;
    for (const { found, weight } of rarestFirst) {
      if (left < needed - 1e-9) break;
      for (const number of found) numbers.add(number);
      left -= weight;
    }
    return numbers;
  }

  function nearest(features: Features): Match | undefined {
    let best: Match | undefined;
    for (const number of candidates(features)) {
      const similarity = dice(features, kept[number] as Features);
      if (similarity < threshold) continue;
      if (!best || similarity > best.similarity || (similarity === best.similarity && number < best.kept)) {
        best = { kept: number, similarity };
      }
    }
    return best;
  }

  function keep(key: string, features: Features): void {
    for (const feature of features.weights.keys()) {
      const numbers = postings.get(feature);
      if (numbers) numbers.push(kept.length);
      else postings.set(feature, [kept.length]);
    }
    exact.set(key, kept.length);
    kept.push(features);
  }

  return (text: string): Match | undefined => {
    const key = normaliseForComparison(text);
    const same = exact.get(key);
    if (same !== undefined) return { kept: same, similarity: 1 };
    const features = readFeatures(text);
    const match = nearest(features);
    if (!match) keep(key, features);
    return match;
  };
}

/**
 * Finds texts that repeat an earlier one. The similarity is the Dice coefficient of the weighted words and neighbouring
 * pairs of words of two texts (see features.ts): 1 for the same, 0 where nothing is shared. It looks at the two texts alone.
 * BM25 with its scores divided by a text's own, which papers.md 1.5 names for instructions, was not taken: its idf depends on
 * all texts so far, so that a verdict would change when more come, and it is not symmetric. A verdict here never changes.
 * Texts that differ in case, punctuation and width alone are duplicates at any threshold.
 */
export function createDuplicateFinder({ threshold }: { threshold: number }): DuplicateFinder {
  const match = createCollection(threshold);
  return { add: (text) => match(text)?.kept };
}
