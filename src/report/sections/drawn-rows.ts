import { whole } from '../words.js';

/** Rows of a chart at most; the table behind it has all. Our choice. */
const MOST_ROWS = 30;

/** The rows that a chart shows, and what its caption says of it: all of them, or those that come first by `rank`. */
export function drawnRows<Row>(
  rows: readonly Row[],
  rank: (row: Row) => number,
  which: string,
): { drawn: readonly Row[]; note: string } {
  if (rows.length <= MOST_ROWS) return { drawn: rows, note: '' };
  const drawn = [...rows].sort((a, b) => rank(a) - rank(b)).slice(0, MOST_ROWS);
  return { drawn, note: ` Drawn are the ${MOST_ROWS} of ${whole(rows.length)} roles ${which}; the table has all.` };
}
