/** What is compared of one text: features and how much each weighs. */
export interface Weights {
  weights: ReadonlyMap<string, number>;
  total: number;
}

/** How texts are compared. */
export interface Measure<Read extends Weights> {
  /** From which similarity on, 0 to 1, two texts are alike. */
  threshold: number;
  read(text: string): Read;
  /** From 0 to 1, and never more than the Dice coefficient of the weights, on which the search relies. */
  compare(left: Read, right: Read): number;
}

/** Finds texts that are alike among those that were kept. */
export interface NearFinder<Read extends Weights> {
  read(text: string): Read;
  /** All kept texts that are as similar as the threshold, by their numbers from 0 in the order in which they were kept. */
  alike(features: Read): { kept: number; similarity: number }[];
  keep(features: Read): void;
}

/** Weight that two texts share. */
export function overlap(left: Weights, right: Weights): number {
  const [few, many] = left.weights.size <= right.weights.size ? [left, right] : [right, left];
  let shared = 0;
  for (const [feature, weight] of few.weights) shared += Math.min(weight, many.weights.get(feature) ?? 0);
  return shared;
}

/** Dice coefficient: twice what two texts share, by what they have together. */
export function dice(left: Weights, right: Weights): number {
  const together = left.total + right.total;
  return together === 0 ? 0 : (2 * overlap(left, right)) / together;
}

/** An index of texts by their features, which finds all that are alike without comparing each with each. */
export function createNearFinder<Read extends Weights>({ threshold, read, compare }: Measure<Read>): NearFinder<Read> {
  const kept: Read[] = [];
  const postings = new Map<string, number[]>();

  /**
   * Kept texts that may reach the threshold. Dice of at least t needs a shared weight of t/(2-t) of the text's own, so the
   * commonest features whose weight together stays below that need not be looked up.
   */
  function candidates({ weights, total }: Read): Set<number> {
    const needed = (total * threshold) / (2 - threshold);
    const rarestFirst = Array.from(weights, ([feature, weight]) => ({
      found: postings.get(feature) ?? [],
      weight,
    })).sort((left, right) => left.found.length - right.found.length);
    const numbers = new Set<number>();
    let left = total;
    for (const { found, weight } of rarestFirst) {
      if (left < needed - 1e-9) break;
      for (const number of found) numbers.add(number);
      left -= weight;
    }
    return numbers;
  }

  return {
    read,
    alike: (features) =>
      [...candidates(features)]
        .map((number) => ({ kept: number, similarity: compare(features, kept[number] as Read) }))
        .filter(({ similarity }) => similarity >= threshold),
    keep(features) {
      for (const feature of features.weights.keys()) {
        const numbers = postings.get(feature);
        if (numbers) numbers.push(kept.length);
        else postings.set(feature, [kept.length]);
      }
      kept.push(features);
    },
  };
}
