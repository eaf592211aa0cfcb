/** The words of many texts as numbers: the rarer a word, the smaller its number. */
export interface WordVectors {
  /** Where the words of each text begin; one more than there are texts. */
  starts: Int32Array;
  /** Words of a text, rarest first. */
  words: Int32Array;
  /** How often each stands in its text. */
  counts: Int32Array;
  /** Of each word: `ln(1 + (N - df + 0.5) / (df + 0.5))`, as in bm25.ts. */
  idf: Float64Array;
  /** Of each word: the most often that any text has it. */
  most: Int32Array;
}

/** Counts in one number with their word, so that both are sorted together; no text repeats a word more often. */
const COUNTS = 65_536;

function countAll(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Reads texts, each a list of words, one at a time. */
export function readWordVectors(texts: Iterable<readonly string[]>): WordVectors {
  const numbers = new Map<string, number>();
  const frequency: number[] = [];
  const most: number[] = [];
  const found: number[] = [];
  const starts = [0];
  for (const text of texts) {
    for (const [word, count] of countAll(text)) {
      const number = numbers.get(word) ?? numbers.size;
      numbers.set(word, number);
      frequency[number] = (frequency[number] ?? 0) + 1;
      most[number] = Math.max(most[number] ?? 0, count);
      found.push(number * COUNTS + Math.min(count, COUNTS - 1));
    }
    starts.push(found.length);
  }

  const rarestFirst = Int32Array.from(frequency.keys()).sort(
    (left, right) => (frequency[left] as number) - (frequency[right] as number) || left - right,
  );
  const rank = new Int32Array(rarestFirst.length);
  for (const [place, number] of rarestFirst.entries()) rank[number] = place;
  const packed = Float64Array.from(
    found,
    (both) => (rank[Math.floor(both / COUNTS)] as number) * COUNTS + (both % COUNTS),
  );
  const size = starts.length - 1;
  for (let k = 0; k < size; k += 1) packed.subarray(starts[k], starts[k + 1]).sort();
  return {
    starts: Int32Array.from(starts),
    words: Int32Array.from(packed, (both) => Math.floor(both / COUNTS)),
    counts: Int32Array.from(packed, (both) => both % COUNTS),
    most: Int32Array.from(rarestFirst, (number) => most[number] as number),
    idf: Float64Array.from(rarestFirst, (number) => {
      const df = frequency[number] as number;
      return Math.log(1 + (size - df + 0.5) / (df + 0.5));
    }),
  };
}
