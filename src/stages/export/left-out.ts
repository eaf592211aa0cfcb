import type { SplitSample } from './samples.js';

/** Rows that a format could not hold. */
export interface LeftOut {
  add(format: string, sample: Pick<SplitSample, 'id' | 'role'>, why: string): void;
  /** A line for each format: how many rows, and the first of them with its reason. */
  lines(): string[];
}

/** Counts the rows that a format leaves out: one row that it cannot hold is no reason to write none. */
export function countLeftOut(): LeftOut {
  const formats = new Map<string, { count: number; first: string }>();
  return {
    add(format, { id, role }, why) {
      const known = formats.get(format) ?? { count: 0, first: `${id} of ${role} because ${why}` };
      formats.set(format, { ...known, count: known.count + 1 });
    },
    lines: () =>
      [...formats].map(
        ([format, { count, first }]) =>
          `${format} leaves out ${count} ${count === 1 ? 'row' : 'rows, the first'}: ${first}`,
      ),
  };
}
