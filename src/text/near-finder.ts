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
export function overlap({ weights: left }: Weights, { weights: right }: Weights): number {
  const [few, many] = left.size <= right.size ? [left, right] : [right, left];
  let shared = 0;
  for (const [feature, weight] of few) shared += Math.min(weight, many.get(feature) ?? 0);
  return shared;
}

/** Dice coefficient: twice what two texts share, by what they have together. */
export function dice(left: Weights, right: Weights): number {
  const together = left.total + right.total;
  return together === 0 ? 0 : (2 * overlap(left, right)) / together;
}

/** The commonest features have the longest lists: those of up to this share of the weight that alike texts have in common are not looked up. */
const LEFT_OUT = 0.3;

/** An index of texts by their features, which finds all that are alike without comparing each with each. */
export function createNearFinder<Read extends Weights>({ threshold, read, compare }: Measure<Read>): NearFinder<Read> {
  const kept: Read[] = [];
  const postings = new Map<string, number[]>();
  /** The most that each kept text can share with the one that is looked up, as far as its features were; 0 between searches. */
  let shared = new Float64Array(64);

  /** Adds up what kept texts share, but for the commonest features. Returns who shares anything, and the weight that was left out. */
  function addUp({ weights, total }: Read): { touched: number[]; rest: number } {
    const most = (LEFT_OUT * total * threshold) / (2 - threshold);
    const commonestFirst = Array.from(weights, ([feature, weight]) => ({
      found: postings.get(feature) ?? [],
      weight,
    })).sort((left, right) => right.found.length - left.found.length);
    const touched: number[] = [];
    let rest = 0;
    for (const { found, weight } of commonestFirst) {
      if (rest + weight <= most) {
        rest += weight;
        continue;
      }
      for (const number of found) {
        if (shared[number] === 0) touched.push(number);
        shared[number] = (shared[number] as number) + weight;
      }
    }
    return { touched, rest };
  }

  /** Kept texts that may reach the threshold: Dice of t needs a shared weight of t/2 of what both have together. */
  function candidates(features: Read): number[] {
    const { touched, rest } = addUp(features);
    const may = touched.filter((number) => {
      const needed = (threshold * (features.total + (kept[number] as Read).total)) / 2;
      return (shared[number] as number) + rest >= needed - 1e-9;
    });
    for (const number of touched) shared[number] = 0;
    return may.sort((a, b) => a - b);
  }

  return {
    read,
    alike: (features) =>
      candidates(features)
        .map((number) => ({ kept: number, similarity: compare(features, kept[number] as Read) }))
        .filter(({ similarity }) => similarity >= threshold),
    keep(features) {
      for (const feature of features.weights.keys()) {
        const numbers = postings.get(feature);
        if (numbers) numbers.push(kept.length);
        else postings.set(feature, [kept.length]);
      }
      kept.push(features);
      if (kept.length > shared.length) {
        const wider = new Float64Array(2 * shared.length);
        wider.set(shared);
        shared = wider;
      }
    },
  };
}
