/** Things that were put under the same key, found by a hash of it: those under another key may be among them. */
export interface Buckets {
  /** Pairs of things that share a bucket, the larger number first; each pair once. */
  meetings(): Generator<readonly [number, number]>;
}

/** Calls `put` for each key of a thing, always for the same keys in the same order. A key is a pair of numbers. */
type Keys = (thing: number, put: (first: number, second: number) => void) => void;

/**
 * Puts the things 0 … size - 1 into buckets by the hashes of their keys. Counting before filling needs nothing but four
 * numbers a key, where a map of lists would take a hundred bytes.
 */
export function createBuckets(size: number, keys: Keys): Buckets {
  const ends = new Int32Array(size);
  let total = 0;
  for (let thing = 0; thing < size; thing += 1) {
    keys(thing, () => {
      total += 1;
    });
    ends[thing] = total;
  }
  const bits = Math.min(26, Math.ceil(Math.log2(total + 2)) + 1);
  const hashes = new Int32Array(total);
  const starts = new Int32Array(2 ** bits + 1);
  let at = 0;
  for (let thing = 0; thing < size; thing += 1) {
    keys(thing, (first, second) => {
      const mixed = Math.imul(first ^ Math.imul(second, 0x9e3779b1), 0x85ebca6b);
      const hash = (mixed ^ (mixed >>> 15)) & (2 ** bits - 1);
      hashes[at++] = hash;
      starts[hash + 1] = (starts[hash + 1] as number) + 1;
    });
  }
  for (let hash = 0; hash < 2 ** bits; hash += 1)
    starts[hash + 1] = (starts[hash + 1] as number) + (starts[hash] as number);

  return {
    *meetings() {
      // A bucket fills while its things come in order: what is in it already has smaller numbers.
      const filled = new Int32Array(2 ** bits);
      const inside = new Int32Array(total);
      const met = new Int32Array(size).fill(-1);
      for (let thing = 0, key = 0; thing < size; thing += 1) {
        const end = ends[thing] as number;
        for (; key < end; key += 1) {
          const hash = hashes[key] as number;
          const start = starts[hash] as number;
          const count = filled[hash] as number;
          for (let place = start; place < start + count; place += 1) {
            const other = inside[place] as number;
            if (met[other] === thing || other === thing) continue;
            met[other] = thing;
            yield [thing, other];
          }
          inside[start + count] = thing;
          filled[hash] = count + 1;
        }
      }
    },
  };
}
