import type { SplitSample } from './samples.js';

/** Rows that a format could not hold, and rehearsal rows that no format for training holds. */
export interface LeftOut {
  add(format: string, sample: Pick<SplitSample, 'id' | 'role'>, why: string): void;
  addRehearsal(): void;
  /** A line for each format: how many rows, and the first of them with its reason; then one of all rehearsal rows. */
  lines(): string[];
}

/** What becomes of rows that the embedded model wrote, and what to set. */
const rehearsalLine = (count: number) =>
  `${count} rehearsal ${count === 1 ? 'row' : 'rows'} (\`offline\`) not written for training; \`export.rehearsal: true\` writes ${count === 1 ? 'it' : 'them'}`;

/** Counts the rows that a format leaves out: one row that it cannot hold is no reason to write none. */
export function countLeftOut(): LeftOut {
  let rehearsal = 0;
  const formats = new Map<string, { count: number; first: string }>();
  return {
    add(format, { id, role }, why) {
      const known = formats.get(format) ?? { count: 0, first: `${id} of ${role} because ${why}` };
      formats.set(format, { ...known, count: known.count + 1 });
    },
    addRehearsal() {
      rehearsal += 1;
    },
    lines: () => [
      ...[...formats].map(
        ([format, { count, first }]) =>
          `${format} leaves out ${count} ${count === 1 ? 'row' : 'rows, the first'}: ${first}`,
      ),
      ...(rehearsal > 0 ? [rehearsalLine(rehearsal)] : []),
    ],
  };
}
