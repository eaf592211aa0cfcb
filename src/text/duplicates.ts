import { type Features, gauge, readFeatures } from './features.js';
import { createNearFinder, overlap } from './near-finder.js';
import { normalisedWords } from './normalise.js';
import { squeeze } from './words.js';

/** Finds near-duplicates among texts that come one after the other. */
export interface DuplicateFinder {
  /** Keeps a text, or tells which of the kept ones (from 0, in the order in which they were kept) it duplicates. */
  add(text: string): number | undefined;
  /** Tells the same and keeps nothing. */
  find(text: string): number | undefined;
}

/** What texts that differ in case, punctuation and width alone have in common; equal for no others. */
export function normaliseForComparison(text: string): string {
  const words = normalisedWords(text);
  return words.length > 0 ? words.join(' ') : squeeze(text);
}

function compare(left: Features, right: Features): number {
  return gauge(overlap(left, right), left, right);
}

/** The similarity of two texts, from 0 to 1, the same in both directions: see createDuplicateFinder. */
export function similarityOf(left: string, right: string): number {
  return normaliseForComparison(left) === normaliseForComparison(right)
    ? 1
    : compare(readFeatures(left), readFeatures(right));
}

/**
 * Finds texts that repeat an earlier one. The similarity is the Dice coefficient of the weighted words of two texts (twice what
 * they share by what they have together; question-words.ts has the weights), divided down by what the one has in place of
 * something of the other. So a frame that many questions share does not make them alike: `What do you say on the subject of
 * kings?` has `kings` where another has `the world`, however long the frame is. It looks at the two texts alone, so that a
 * verdict depends on nothing that comes later and on no other text. BM25 with its scores divided by a text's own, which
 * papers.md 1.5 names for instructions, was not taken: its idf depends on all texts so far, and it is not symmetric.
 * Texts that differ in case, punctuation and width alone are duplicates at any threshold.
 */
export function createDuplicateFinder({ threshold }: { threshold: number }): DuplicateFinder {
  const exact = new Map<string, number>();
  const finder = createNearFinder({ threshold, read: readFeatures, compare });

  /** The kept text that is most like this one, of several the first. */
  function find(key: string, features: () => Features): number | undefined {
    const same = exact.get(key);
    if (same !== undefined) return same;
    const [nearest] = finder.alike(features()).sort((a, b) => b.similarity - a.similarity || a.kept - b.kept);
    return nearest?.kept;
  }

  return {
    find: (text) => find(normaliseForComparison(text), () => readFeatures(text)),
    add(text) {
      const key = normaliseForComparison(text);
      const features = readFeatures(text);
      const found = find(key, () => features);
      if (found !== undefined) return found;
      exact.set(key, exact.size);
      finder.keep(features);
      return undefined;
    },
  };
}
