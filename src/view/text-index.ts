/** Bytes that the index begins with; it doubles when it is full. */
const FIRST_BYTES = 1 << 20;
const ROW_END = 0x0a;

/** Finds the rows in whose text something stands. Capitals do not count. */
export interface TextIndex {
  /** Adds the text of the next row. */
  add(text: string): void;
  /** For each row whether every one of the terms stands in its text: 1, else 0. */
  find(terms: readonly string[]): Uint8Array;
}

/** Capitals do not count, nor in how many characters an accent is written. */
const normalise = (text: string) => text.toLowerCase().normalize('NFC');

/** The words of a query; what stands in double quotes is one term. */
export function termsOf(query: string): string[] {
  const terms = [...normalise(query).matchAll(/"([^"]+)"|(\S+)/g)].map(([, phrase, word]) => phrase ?? word ?? '');
  return terms.map((term) => term.replaceAll('"', '')).filter((term) => term !== '');
}

/** An index over the texts of rows: one long run of bytes, a line each, through which a search goes once. */
export function createTextIndex(): TextIndex {
  let bytes = Buffer.allocUnsafe(FIRST_BYTES);
  let used = 0;
  let starts = new Float64Array(1024);
  let rows = 0;

  function grow(needed: number): void {
    let size = bytes.length;
    while (size < needed) size *= 2;
    const larger = Buffer.allocUnsafe(size);
    bytes.copy(larger, 0, 0, used);
    bytes = larger;
  }

  /** Number of the row in which a byte stands, which is not before `from`. */
  function rowAt(offset: number, from: number): number {
    let [low, high] = [from, rows - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function mark(term: string, found: Uint8Array): void {
    const needle = Buffer.from(term);
    const text = bytes.subarray(0, used);
    let row = 0;
    for (let at = text.indexOf(needle); at !== -1; ) {
      row = rowAt(at, row);
      found[row] = 1;
      if (row + 1 >= rows) break;
      at = text.indexOf(needle, starts[row + 1] as number);
    }
  }

  return {
    add(text) {
      const line = Buffer.from(normalise(text).replaceAll('\n', ' '));
      if (used + line.length + 1 > bytes.length) grow(used + line.length + 1);
      if (rows === starts.length) {
        const larger = new Float64Array(rows * 2);
        larger.set(starts);
        starts = larger;
      }
      starts[rows] = used;
      rows += 1;
      used += line.copy(bytes, used);
      bytes[used] = ROW_END;
      used += 1;
    },
    find(terms) {
      const all = new Uint8Array(rows).fill(1);
      for (const term of terms) {
        const found = new Uint8Array(rows);
        mark(term, found);
        for (let row = 0; row < rows; row += 1) all[row] = (all[row] as number) & (found[row] as number);
      }
      return all;
    },
  };
}
