import type { Weights } from './near-finder.js';
import { normalisedWords } from './normalise.js';
import { weighWords } from './question-words.js';

/** What is compared of one question. */
export interface Features extends Weights {
  /** The words that say who does what, in their order. */
  order: readonly string[];
  /** Which of a person, place, time and reason it asks for; empty where it asks for none of these. */
  asks: string;
}

/** Least weight of a word that says what a question is about, a Chinese character or an English word. */
const CONTENT = 0.6;

/** Least weight of a word whose place matters; of the light ones only the person who is asked. */
const TELLING = 0.2;
const PERSONS = new Map([
  ['you', 'you'],
  ['你', 'you'],
  ['您', 'you'],
]);

/** Reads the words of a text with their weights, each as often as the text has it; the light ones where it has no others. */
export function readFeatures(text: string): Features {
  const words = weighWords(normalisedWords(text));
  const least = words.some(({ weight }) => weight >= CONTENT) ? TELLING : 0;
  const weights = new Map<string, number>();
  const order: string[] = [];
  let total = 0;
  const asked = new Set<string>();
  for (const { feature, weight } of words) {
    const person = PERSONS.get(feature);
    if (weight >= TELLING || person) order.push(person ?? feature);
    if (weight < least) continue;
    if (feature.startsWith('?')) asked.add(feature);
    // `remorse or guilt` is no more than `remorse`.
    const before = weights.get(feature);
    if (before !== undefined && feature.startsWith('=')) continue;
    weights.set(feature, (before ?? 0) + weight);
    total += weight;
  }
  return { weights, total, order, asks: [...asked].sort().join('') };
}

/** Whether two words or runs of words change places around others: `Ned kill Nora` and `Nora kill Ned`. */
function swapPlaces(left: ArrayLike<unknown>, right: ArrayLike<unknown>): boolean {
  if (left.length !== right.length) return false;
  let start = 0;
  let end = left.length;
  while (start < end && left[start] === right[start]) start += 1;
  while (end > start && left[end - 1] === right[end - 1]) end -= 1;
  const isRun = (from: number, to: number, length: number) => {
    for (let k = 0; k < length; k += 1) if (left[from + k] !== right[to + k]) return false;
    return true;
  };
  const size = end - start;
  for (let first = 1; first < size - 1; first += 1) {
    if (!isRun(start, end - first, first)) continue;
    for (let second = 1; first + second < size; second += 1) {
      const between = size - first - second;
      if (isRun(end - second, start, second) && isRun(start + first, start + second, between)) return true;
    }
  }
  return false;
}

/** How much a word that stands in place of another divides the similarity down. Tuned like the weights of question-words.ts. */
const EXCHANGED = 0.5;

/** Weight of a text from which on an exchanged word counts by its share of the text: one of two hundred words is no matter. */
const LONG = 16;

/** What is compared of a question beside the words that it shares with another. */
interface Gauged {
  total: number;
  asks: unknown;
  order: ArrayLike<unknown>;
}

/**
 * The similarity of two questions that share so much weight (see createDuplicateFinder): their Dice coefficient, divided down
 * by what the one has in place of something of the other: words, the kind of answer it asks for, who does what to whom. Never
 * more than the Dice coefficient, on which the searches rely.
 */
export function gauge(shared: number, left: Gauged, right: Gauged): number {
  const together = left.total + right.total;
  if (together === 0) return 0;
  const words = Math.max(0, Math.min(left.total, right.total) - shared);
  const exchanged = words + (left.asks === right.asks ? 0 : 1) + (swapPlaces(left.order, right.order) ? 1 : 0);
  const length = Math.max(1, together / 2 / LONG);
  return (2 * shared) / together / (1 + (EXCHANGED * exchanged) / length);
}
