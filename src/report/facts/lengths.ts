import { tickStep } from 'd3-array';
import { languageCodes } from '../../languages/index.js';
import type { LanguageCode } from '../../records.js';
import { countWords } from '../../text/words.js';
import { countIn } from './roles.js';

/** Samples of each recipe. */
export type ByRecipe = Map<string, number>;

export const sumOf = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);

/** Samples whose length lies from `from` up to but not `to`; the last one takes all that is longer. */
export interface LengthBin {
  from: number;
  to: number | null;
  samples: ByRecipe;
}

/** A bin as it is called: `8`, `8 to 11`, `60 and more`. */
export function rangeOf({ from, to }: LengthBin): string {
  if (to === null) return `${from} and more`;
  return to - from === 1 ? String(from) : `${from} to ${to - 1}`;
}

/** How something that is counted is spread over samples. */
export interface Distribution {
  samples: number;
  mean: number;
  median: number;
  longest: number;
  bins: LengthBin[];
}

/** Lengths of one side of the exchanges of a language, in its unit (the paper's Figure 5). */
export interface Lengths extends Distribution {
  language: LanguageCode;
  of: 'instructions' | 'responses';
}

/** Bins at about this number, and the share of samples that they must show singly; the rest are the last bin. Our choice. */
const BINS = 24;
const SHOWN_SHARE = 0.99;

/** How many samples of each recipe have which length, the shortest first. */
export type Sorted = readonly [length: number, samples: ByRecipe][];

/** The least length that this share of the samples does not pass. */
export function quantileOf(sorted: Sorted, share: number): number {
  const needed = share * sorted.reduce((sum, [, samples]) => sum + sumOf(samples), 0);
  let seen = 0;
  for (const [length, samples] of sorted) {
    seen += sumOf(samples);
    if (seen >= needed) return length;
  }
  return 0;
}

/** The bins in which lengths are shown. */
export function toBins(sorted: Sorted, about = BINS): LengthBin[] {
  const shown = quantileOf(sorted, SHOWN_SHARE);
  const longest = sorted.at(-1)?.[0] ?? 0;
  const width = Math.max(1, Math.ceil(tickStep(0, shown + 1, about)));
  const count = Math.floor(shown / width) + 1;
  const bins = Array.from({ length: count }, (_, k): LengthBin => {
    return { from: k * width, to: (k + 1) * width, samples: new Map() };
  });
  if (longest >= count * width) bins.push({ from: count * width, to: null, samples: new Map() });
  for (const [length, samples] of sorted) {
    const bin = bins[Math.min(bins.length - 1, Math.floor(length / width))] as LengthBin;
    for (const [recipe, some] of samples) countIn(bin.samples, recipe, some);
  }
  return bins;
}

/** How counts are spread: `counts` says how many samples of each recipe have which length. */
export function distributionOf(counts: ReadonlyMap<number, ByRecipe>, about?: number): Distribution {
  const sorted = [...counts].sort(([a], [b]) => a - b);
  const samples = sorted.reduce((total, [, some]) => total + sumOf(some), 0);
  const sum = sorted.reduce((total, [length, some]) => total + length * sumOf(some), 0);
  const [median, longest] = [quantileOf(sorted, 0.5), sorted.at(-1)?.[0] ?? 0];
  return { samples, mean: sum / samples, median, longest, bins: toBins(sorted, about) };
}

/** What is measured of a sample. */
export interface Measured {
  language: LanguageCode;
  recipe: string;
  question: string;
  answer: string;
}

/** Counts the lengths of samples one by one. Languages come in the order in which they are shown elsewhere. */
export function createLengths(): { add(sample: Measured): void; result(): Lengths[] } {
  const all = new Map<string, { language: LanguageCode; of: Lengths['of']; counts: Map<number, ByRecipe> }>();

  function count(language: LanguageCode, of: Lengths['of'], recipe: string, length: number): void {
    const key = `${language} ${of}`;
    const side = all.get(key) ?? { language, of, counts: new Map<number, ByRecipe>() };
    all.set(key, side);
    const samples = side.counts.get(length) ?? new Map<string, number>();
    side.counts.set(length, samples);
    countIn(samples, recipe);
  }

  return {
    add({ language, recipe, question, answer }) {
      count(language, 'instructions', recipe, countWords(question));
      count(language, 'responses', recipe, countWords(answer));
    },
    result: () =>
      languageCodes
        .flatMap((code) => (['instructions', 'responses'] as const).map((of) => all.get(`${code} ${of}`)))
        .filter((side) => side !== undefined)
        .map(({ language, of, counts }) => ({ language, of, ...distributionOf(counts) })),
  };
}
