/** Bits of a word of the vectors: two such numbers and a carry still fit into a 32-bit integer. */
const BITS = 30;
const ALL = 2 ** BITS - 1;

/** Where each token stands in a list, as bits: those of token `t` are the `words` numbers from `starts.get(t)` on. */
interface Places {
  starts: Map<string, number>;
  bits: Int32Array;
}

/** Token k of the list is bit k % 30 of word k / 30. One array for all: an array a token costs more than the columns. */
function readPlaces(tokens: readonly string[], words: number): Places {
  const starts = new Map<string, number>();
  const bits = new Int32Array(tokens.length * words);
  for (let k = 0; k < tokens.length; k += 1) {
    const token = tokens[k] as string;
    let start = starts.get(token);
    if (start === undefined) {
      start = starts.size * words;
      starts.set(token, start);
    }
    const word = start + ((k / BITS) | 0);
    bits[word] = (bits[word] as number) | (1 << (k % BITS));
  }
  return { starts, bits };
}

function countZeros(vector: Int32Array, length: number): number {
  let zeros = 0;
  for (let word = 0; word * BITS < length; word += 1) {
    const used = Math.min(BITS, length - word * BITS);
    for (let left = ~(vector[word] as number) & (2 ** used - 1); left !== 0; left &= left - 1) zeros += 1;
  }
  return zeros;
}

/**
 * Length of the longest common subsequence of two lists of tokens. Bit-parallel, a column of the table at a time (Crochemore,
 * Iliopoulos, Pinzon and Reid 2001, A fast and practical bit-vector algorithm for the longest common subsequence problem;
 * the step V = (V + (V & M)) | (V & ~M) is Hyyrö's, 2004).
 */
export function commonSubsequence(left: readonly string[], right: readonly string[]): number {
  const words = Math.ceil(left.length / BITS);
  const places = readPlaces(left, words);
  const vector = new Int32Array(words).fill(ALL);
  for (let k = 0; k < right.length; k += 1) {
    const start = places.starts.get(right[k] as string);
    if (start === undefined) continue;
    let carry = 0;
    for (let word = 0; word < words; word += 1) {
      const bits = vector[word] as number;
      const match = places.bits[start + word] as number;
      const sum = bits + (bits & match) + carry;
      carry = sum >>> BITS;
      vector[word] = (sum & ALL) | (bits & ~match);
    }
  }
  return countZeros(vector, left.length);
}
