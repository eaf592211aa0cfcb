import type { Child } from 'hono/jsx';

/** A cell that has nothing to say. */
const NOTHING = ['', '–', '0'];

interface AnyTable {
  columns: readonly { name: string }[];
  rows: readonly (readonly Child[])[];
}

/** The columns of a table that are drawn, by their places, and what the others say in every row. */
export interface PartedColumns {
  shown: number[];
  common: { name: string; cell: Child }[];
}

/**
 * Parts the columns that tell rows apart from those that are alike in all of them: every cell says the same, or is 0 or
 * missing. The first column is the rows' head and stays; so does all of a single row.
 */
export function partColumns({ columns, rows }: AnyTable): PartedColumns {
  const parted: PartedColumns = { shown: [], common: [] };
  for (const [k, { name }] of columns.entries()) {
    const cells = rows.map((row) => row[k]);
    const said = new Set(cells.map(String));
    const isAlike = said.size === 1 || [...said].every((text) => NOTHING.includes(text));
    if (k === 0 || rows.length < 2 || !isAlike) parted.shown.push(k);
    else if (said.has('0')) parted.common.push({ name, cell: '0' });
    else if (!NOTHING.includes(String(cells[0]))) parted.common.push({ name, cell: cells[0] });
  }
  return parted;
}
