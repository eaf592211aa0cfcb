import { languageCodes } from '../../languages/index.js';
import type { LanguageCode } from '../../records.js';
import type { PairRow } from '../../stages/export/formats/dpo.js';
import { countWords } from '../../text/words.js';
import { type LengthBin, quantileOf, type Sorted, toBins } from './lengths.js';
import { countIn } from './roles.js';

/** The two sides of a pair. */
export const SIDES = ['chosen', 'rejected'] as const;
export type PairSide = (typeof SIDES)[number];

/** How long the answers of some pairs are. */
export interface PairLengths {
  pairs: number;
  mean: Record<PairSide, number>;
  /** Pairs in which the chosen answer is the longer one, and in which none is. */
  longer_chosen: number;
  equal: number;
}

/** Preference pairs of one language, their lengths in its unit. */
export interface PairFacts extends PairLengths {
  language: LanguageCode;
  median: Record<PairSide, number>;
  /** With the chosen and the rejected answers of each range. */
  bins: LengthBin[];
  /** By what the worse answer is worse, the most frequent first. */
  reasons: (PairLengths & { reason: string; preferred_by: PairRow['preferred_by'] })[];
}

interface Sums {
  pairs: number;
  words: Record<PairSide, number>;
  longer_chosen: number;
  equal: number;
}

const noSums = (): Sums => ({ pairs: 0, words: { chosen: 0, rejected: 0 }, longer_chosen: 0, equal: 0 });

function addTo(sums: Sums, lengths: Record<PairSide, number>): void {
  sums.pairs += 1;
  for (const side of SIDES) sums.words[side] += lengths[side];
  if (lengths.chosen > lengths.rejected) sums.longer_chosen += 1;
  if (lengths.chosen === lengths.rejected) sums.equal += 1;
}

const toLengths = ({ pairs, words: { chosen, rejected }, longer_chosen, equal }: Sums): PairLengths => {
  return { pairs, mean: { chosen: chosen / pairs, rejected: rejected / pairs }, longer_chosen, equal };
};

/** Counts the pairs of one language. */
function createCounter(language: LanguageCode) {
  const all = noSums();
  const reasons = new Map<string, { reason: string; preferred_by: PairRow['preferred_by']; sums: Sums }>();
  /** How many answers of each side have which length. */
  const counts = new Map<number, Map<string, number>>();

  return {
    add({ chosen, rejected, reason, preferred_by }: PairRow): void {
      const lengthOf = (messages: PairRow[PairSide]) => countWords(messages[0]?.content ?? '');
      const lengths = { chosen: lengthOf(chosen), rejected: lengthOf(rejected) };
      const key = `${preferred_by} ${reason}`;
      const same = reasons.get(key) ?? { reason, preferred_by, sums: noSums() };
      reasons.set(key, same);
      for (const sums of [all, same.sums]) addTo(sums, lengths);
      for (const side of SIDES) {
        const sides = counts.get(lengths[side]) ?? new Map<string, number>();
        counts.set(lengths[side], sides);
        countIn(sides, side);
      }
    },
    result(): PairFacts {
      const sorted: Sorted = [...counts].sort(([a], [b]) => a - b);
      const medianOf = (side: PairSide) =>
        quantileOf(
          sorted.map(([length, sides]) => [length, new Map([[side, sides.get(side) ?? 0]])]),
          0.5,
        );
      return {
        language,
        ...toLengths(all),
        median: { chosen: medianOf('chosen'), rejected: medianOf('rejected') },
        bins: toBins(sorted),
        reasons: [...reasons.entries()]
          .sort(([a, one], [b, other]) => other.sums.pairs - one.sums.pairs || (a < b ? -1 : 1))
          .map(([, { sums, ...named }]) => ({ ...named, ...toLengths(sums) })),
      };
    },
  };
}

/** Counts preference pairs while they stream by, each language for itself, in the order in which they are shown elsewhere. */
export function countPairs(pairs: Iterable<PairRow>): PairFacts[] {
  const counters = new Map<LanguageCode, ReturnType<typeof createCounter>>();
  for (const pair of pairs) {
    const counter = counters.get(pair.language) ?? createCounter(pair.language);
    counters.set(pair.language, counter);
    counter.add(pair);
  }
  return languageCodes.flatMap((code) => counters.get(code)?.result() ?? []);
}
