/** Bits of a word of the vectors: two such numbers and a carry still fit into a 32-bit integer. */
const BITS = 30;
const ALL = 2 ** BITS - 1;

/** Where each token stands in a list, as bits; token k of the list is bit k % 30 of word k / 30. */
function readPlaces(tokens: readonly string[], words: number): Map<string, Int32Array> {
  const places = new Map<string, Int32Array>();
  for (let k = 0; k < tokens.length; k += 1) {
    const token = tokens[k] as string;
    let bits = places.get(token);
    if (!bits) {
      bits = new Int32Array(words);
      places.set(token, bits);
    }
    const word = Math.floor(k / BITS);
    bits[word] = (bits[word] as number) | (1 << (k % BITS));
  }
  return places;
}

function countZeros(vector: Int32Array, length: number): number {
  let zeros = 0;
  for (let k = 0; k < length; k += 1) {
    if ((((vector[Math.floor(k / BITS)] as number) >> (k % BITS)) & 1) === 0) zeros += 1;
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
    const matches = places.get(right[k] as string);
    if (!matches) continue;
    let carry = 0;
    for (let word = 0; word < words; word += 1) {
      const bits = vector[word] as number;
      const match = matches[word] as number;
      const sum = bits + (bits & match) + carry;
      carry = sum >>> BITS;
      vector[word] = (sum & ALL) | (bits & ~match);
    }
  }
  return countZeros(vector, left.length);
}
