import type { Sample } from '../../records.js';
import { hashNumber } from '../../text/random.js';
import { answerOf } from '../../turns.js';

type Ranked = { sample: Sample; rank: number };

/** A sample that changes little when rows come or go: the `count` samples of each recipe with the lowest seeded numbers, in their order. */
export function drawSamples(samples: Iterable<Sample>, count: number | null, seed: number): Sample[] {
  const recipes = new Map<string, Ranked[]>();
  for (const sample of samples) {
    const chosen = recipes.get(sample.recipe) ?? [];
    recipes.set(sample.recipe, chosen);
    const rank = hashNumber(seed, 'review', sample.id);
    if (count !== null && chosen.length === count && rank >= (chosen.at(-1) as Ranked).rank) continue;
    const place = count === null ? chosen.length : chosen.findIndex((other) => other.rank > rank);
    chosen.splice(place < 0 ? chosen.length : place, 0, { sample, rank });
    if (count !== null && chosen.length > count) chosen.pop();
  }
  return [...recipes.values()].flatMap((chosen) => chosen.map(({ sample }) => sample));
}

/** A sample whose answer may be another role's. */
export interface Reviewed {
  sample: Sample;
  answer: string;
  isControl: boolean;
}

/**
 * Adds controls: for a share of the samples of each recipe the same question once more, with the answer that another role of the same
 * language gave to some question of the recipe. A judge that finds those in style too does not look.
 */
export function addControls(drawn: readonly Sample[], share: number): Reviewed[] {
  const asItIs = (sample: Sample): Reviewed => ({ sample, answer: answerOf(sample), isControl: false });
  if (share === 0) return drawn.map(asItIs);
  const every = Math.max(1, Math.round(1 / share));
  return drawn.flatMap((sample, k): Reviewed[] => {
    const own = asItIs(sample);
    if (k % every !== 0) return [own];
    const others = [...drawn.slice(k + 1), ...drawn.slice(0, k)];
    const other = others.find(
      ({ recipe, language, role }) => recipe === sample.recipe && language === sample.language && role !== sample.role,
    );
    return other ? [own, { sample, answer: answerOf(other), isControl: true }] : [own];
  });
}
