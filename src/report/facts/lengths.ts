import { tickStep } from 'd3-array';
import type { LanguageCode } from '../../records.js';
import type { Sample } from '../../rolebench/statistics.js';
import { countWords } from '../../text/words.js';

/** Samples whose length lies from `from` up to but not `to`; the last one takes all that is longer. */
export interface LengthBin {
  from: number;
  to: number | null;
  role_specific: number;
  general: number;
}

/** A bin as it is called: `8`, `8 to 11`, `60 and more`. */
export function rangeOf({ from, to }: LengthBin): string {
  if (to === null) return `${from} and more`;
  return to - from === 1 ? String(from) : `${from} to ${to - 1}`;
}

/** Lengths of one side of the samples of a language: words in English, characters in Chinese (the paper's Figure 5). */
export interface Lengths {
  language: LanguageCode;
  of: 'instructions' | 'responses';
  samples: number;
  mean: number;
  median: number;
  longest: number;
  bins: LengthBin[];
}

/** Bins at about this number, and the share of samples that they must show singly; the rest are the last bin. Our choice. */
const BINS = 24;
const SHOWN_SHARE = 0.99;

type Counts = Map<number, { role_specific: number; general: number }>;

const sizeOf = (counts: Counts) =>
  [...counts.values()].reduce((sum, { role_specific, general }) => sum + role_specific + general, 0);

/** The least length that this share of the samples does not pass. */
function quantileOf(sorted: readonly [number, { role_specific: number; general: number }][], share: number): number {
  const needed = share * sorted.reduce((sum, [, { role_specific, general }]) => sum + role_specific + general, 0);
  let seen = 0;
  for (const [length, { role_specific, general }] of sorted) {
    seen += role_specific + general;
    if (seen >= needed) return length;
  }
  return 0;
}

function toBins(sorted: readonly [number, { role_specific: number; general: number }][]): LengthBin[] {
  const shown = quantileOf(sorted, SHOWN_SHARE);
  const longest = sorted.at(-1)?.[0] ?? 0;
  const width = Math.max(1, Math.ceil(tickStep(0, shown + 1, BINS)));
  const count = Math.floor(shown / width) + 1;
  const bins = Array.from({ length: count }, (_, k): LengthBin => {
    return { from: k * width, to: (k + 1) * width, role_specific: 0, general: 0 };
  });
  if (longest >= count * width) bins.push({ from: count * width, to: null, role_specific: 0, general: 0 });
  for (const [length, { role_specific, general }] of sorted) {
    const bin = bins[Math.min(bins.length - 1, Math.floor(length / width))] as LengthBin;
    bin.role_specific += role_specific;
    bin.general += general;
  }
  return bins;
}

/** Counts the lengths of samples one by one. */
export function createLengths(): { add(sample: Sample): void; result(): Lengths[] } {
  const all = new Map<string, { language: LanguageCode; of: Lengths['of']; counts: Counts }>();

  function count(language: LanguageCode, of: Lengths['of'], set: Sample['set'], length: number): void {
    const key = `${language} ${of}`;
    const side = all.get(key) ?? { language, of, counts: new Map() };
    all.set(key, side);
    const known = side.counts.get(length) ?? { role_specific: 0, general: 0 };
    known[set] += 1;
    side.counts.set(length, known);
  }

  return {
    add({ language, set, question, answer }) {
      count(language, 'instructions', set, countWords(question));
      count(language, 'responses', set, countWords(answer));
    },
    result: () =>
      [...all.keys()].sort().map((key) => {
        const { language, of, counts } = all.get(key) as { language: LanguageCode; of: Lengths['of']; counts: Counts };
        const sorted = [...counts].sort(([a], [b]) => a - b);
        const samples = sizeOf(counts);
        const sum = sorted.reduce((total, [length, of]) => total + length * (of.role_specific + of.general), 0);
        const longest = sorted.at(-1)?.[0] ?? 0;
        return {
          language,
          of,
          samples,
          mean: sum / samples,
          median: quantileOf(sorted, 0.5),
          longest,
          bins: toBins(sorted),
        };
      }),
  };
}
