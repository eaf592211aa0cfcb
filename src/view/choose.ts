import { FACETS, type Facet } from './api.js';
import type { RowIndex } from './row-index.js';
import { termsOf } from './text-index.js';

/** What rows are wanted: a value for a facet, and words that stand in the text. What is not named does not count. */
export type Choice = { [key in Facet | 'q']?: string | undefined };

/** What was said of rows, by their ids. */
export type Marks = ReadonlyMap<string, { mark: 'good' | 'bad' }>;

/** The rows that were chosen, in order, and how many choosing each value of each facet would give. */
export interface Chosen {
  rows: Uint32Array;
  facets: Record<Facet, [value: string, rows: number][]>;
}

/** A facet as choosing needs it: for each row the number of its value. */
interface Side {
  facet: Facet;
  values: readonly string[];
  ofRow: ArrayLike<number>;
  /** Number of the value that is wanted; -1 where none of the rows has it; undefined where all are. */
  wanted: number | undefined;
  counts: Uint32Array;
}

const MARKS = ['', 'good', 'bad'] as const;

function markColumn(index: RowIndex, marks: Marks): Uint8Array {
  const column = new Uint8Array(index.size);
  for (const [id, { mark }] of marks) {
    const row = index.rowOf(id);
    if (row !== undefined) column[row] = MARKS.indexOf(mark);
  }
  return column;
}

function sideOf(facet: Facet, index: RowIndex, marks: Marks, choice: Choice): Side {
  const { values, ofRow } = facet === 'mark' ? { values: MARKS, ofRow: markColumn(index, marks) } : index.column(facet);
  const value = choice[facet];
  const wanted = value === undefined ? undefined : (values as readonly string[]).indexOf(value);
  return { facet, values, ofRow, wanted, counts: new Uint32Array(values.length) };
}

/**
 * Chooses rows. A facet's counts are of the rows that all other wishes leave, so that a user sees what another value of it
 * would give. Goes once over the rows.
 */
export function chooseRows(index: RowIndex, marks: Marks, choice: Choice): Chosen {
  const sides = FACETS.map((facet) => sideOf(facet, index, marks, choice));
  const terms = termsOf(choice.q ?? '');
  const stands = terms.length > 0 ? index.text.find(terms) : undefined;
  const rows = new Uint32Array(index.size);
  let count = 0;
  for (let row = 0; row < index.size; row += 1) {
    if (stands && stands[row] === 0) continue;
    if (countRow(sides, row)) {
      rows[count] = row;
      count += 1;
    }
  }
  return { rows: rows.subarray(0, count), facets: tell(sides) };
}

/** Counts one row for every facet whose other wishes it meets. Returns whether it meets all. */
function countRow(sides: readonly Side[], row: number): boolean {
  let unmet: Side | undefined;
  for (const side of sides) {
    if (side.wanted === undefined || side.ofRow[row] === side.wanted) continue;
    if (unmet) return false;
    unmet = side;
  }
  for (const side of unmet ? [unmet] : sides) {
    const value = side.ofRow[row] as number;
    side.counts[value] = (side.counts[value] as number) + 1;
  }
  return unmet === undefined;
}

function tell(sides: readonly Side[]): Chosen['facets'] {
  const facets = sides.map(({ facet, values, counts }): [Facet, [string, number][]] => {
    const found = values.map((value, k): [string, number] => [value, counts[k] as number]);
    return [facet, found.filter(([, rows]) => rows > 0)];
  });
  return Object.fromEntries(facets) as Chosen['facets'];
}
