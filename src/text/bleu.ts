/** Longest run of words that is compared (Papineni et al. 2002). */
const ORDER = 4;

/** What BLEU counts of one text and its reference; of several texts the sum of each. */
export interface BleuCounts {
  /** Runs of 1 to 4 words that the text shares with the reference, and all that it has. */
  matches: readonly number[];
  runs: readonly number[];
  /** Words of the text and of the reference. */
  words: number;
  referenceWords: number;
}

const ENTITIES: readonly [RegExp, string][] = [
  [/&quot;/g, '"'],
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
  [/&amp;/g, '&'],
];

/** Signs apart from words, full stops and commas from words but not within numbers, hyphens from a number before them. */
const parted = (text: string): string[] =>
  ` ${text} `
    .replace(/([{-~[-` -&(-+:-@/])/g, ' $1 ')
    .replace(/([^0-9])([.,])/g, '$1 $2 ')
    .replace(/([.,])([^0-9])/g, ' $1 $2')
    .replace(/([0-9])(-)/g, '$1 $2 ')
    .split(/\s+/)
    .filter((word) => word !== '');

/** Words as mteval-v13a cuts them: the tokeniser `13a` of sacrebleu, its default. */
export function bleuWords(text: string): string[] {
  let line = text.replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  for (const [entity, sign] of ENTITIES) line = line.replace(entity, sign);
  return parted(line);
}

/** What the tokeniser `zh` of sacrebleu takes for a character of its own: ideographs, their marks and full-width signs. */
const APART =
  /[\u3400-\u4db5\u4e00-\u9fa5\u9fa6-\u9fbb\uf900-\ufa2d\ufa30-\ufa6a\ufa70-\ufad9\uff00-\uffef\u2e80-\u2eff\u3000-\u303f\u31c0-\u31ef\u2f00-\u2fdf\u2ff0-\u2fff\u3100-\u312f\u31a0-\u31bf\ufe10-\ufe1f\ufe30-\ufe4f\u2600-\u26ff\u2700-\u27bf\u3200-\u32ff\u3300-\u33ff]/g;

/** Characters of Chinese and words of others: the tokeniser `zh` of sacrebleu. */
export const bleuCharacters = (text: string): string[] => parted(text.trim().replace(APART, ' $& '));

function countRuns(words: readonly string[], length: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at + length <= words.length; at += 1) {
    const run = words.slice(at, at + length).join(' ');
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return counts;
}

/** Counts what a text shares with its reference, both cut into words. */
export function countBleu(words: readonly string[], reference: readonly string[]): BleuCounts {
  const matches: number[] = [];
  const runs: number[] = [];
  for (let length = 1; length <= ORDER; length += 1) {
    const known = countRuns(reference, length);
    let shared = 0;
    for (const [run, times] of countRuns(words, length)) shared += Math.min(times, known.get(run) ?? 0);
    matches.push(shared);
    runs.push(Math.max(0, words.length - length + 1));
  }
  return { matches, runs, words: words.length, referenceWords: reference.length };
}

/**
 * Corpus BLEU of several texts, from 0 to 100, as sacrebleu computes it by default: runs of up to four words, a penalty for brevity, and
 * exponential smoothing of runs that match nowhere.
 */
export function bleuOf(all: readonly BleuCounts[]): number {
  const sum = (of: (counts: BleuCounts) => number) => all.reduce((total, counts) => total + of(counts), 0);
  const words = sum((counts) => counts.words);
  const referenceWords = sum((counts) => counts.referenceWords);
  let smoothing = 1;
  let logs = 0;
  let matched = 0;
  for (let k = 0; k < ORDER; k += 1) {
    const [matches, runs] = [sum((counts) => counts.matches[k] ?? 0), sum((counts) => counts.runs[k] ?? 0)];
    if (runs === 0) return 0;
    matched += matches;
    if (matches === 0) smoothing *= 2;
    logs += Math.log(matches === 0 ? 100 / (smoothing * runs) : (100 * matches) / runs);
  }
  if (matched === 0) return 0;
  const penalty = words < referenceWords ? Math.exp(1 - referenceWords / words) : 1;
  return penalty * Math.exp(logs / ORDER);
}
