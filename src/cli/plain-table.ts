import Table from 'cli-table3';
import stringWidth from 'string-width';
import { showControls } from '../text/show-controls.js';

type Cell = string | number;

/** Rules and padding of all tables: plain enough to paste into a mail. Cells are escaped before widths are reckoned. */
export function plainTable(
  head: string[],
  rightAligned: readonly number[],
  colWidths: (number | null)[] = [],
): { push(...rows: Cell[][]): void; toString(): string } {
  const shown = (cell: Cell) => (typeof cell === 'string' ? showControls(cell) : cell);
  const table = new Table({
    head: head.map(showControls),
    colWidths,
    wordWrap: true,
    colAligns: head.map((_, column) => (rightAligned.includes(column) ? 'right' : 'left')),
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: ' ',
    },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
  });
  return {
    push: (...rows) => void table.push(...rows.map((row) => row.map(shown))),
    toString: () => table.toString(),
  };
}

/** A table before it is drawn. */
export interface TableContent {
  head: string[];
  rows: readonly string[][];
  rightAligned: readonly number[];
}

function draw({ head, rows, rightAligned }: TableContent, colWidths?: (number | null)[]): string {
  const table = plainTable(head, rightAligned, colWidths);
  table.push(...rows);
  return trimLines(table.toString());
}

const widthOf = (text: string) => Math.max(...text.split('\n').map((line) => stringWidth(line)));

/** Cells that tell nothing. */
const BLANK = ['–', '0'];

/** Without the last column whose cells all tell nothing; undefined where every column tells something. */
function withoutBlankColumn({ head, rows, rightAligned }: TableContent): TableContent | undefined {
  const blank = head.findLastIndex((_, column) => column > 0 && rows.every((row) => BLANK.includes(row[column] ?? '')));
  if (blank === -1) return undefined;
  const keep = <Cell>(cells: readonly Cell[]) => cells.filter((_, column) => column !== blank);
  const shifted = rightAligned.filter((column) => column !== blank);
  return { head: keep(head), rows: rows.map(keep), rightAligned: shifted.map((at) => (at > blank ? at - 1 : at)) };
}

/** Least width to which a last column of words is broken. */
const NARROWEST = 16;

/**
 * Draws a table so that it fits a terminal of so many columns: columns that tell nothing go, then a last column of words is
 * broken into lines. Without a number of columns it stays as it is, for files and pipes.
 */
export function renderFitting(content: TableContent, columns = Number.POSITIVE_INFINITY): string {
  const drawn = draw(content);
  if (widthOf(drawn) <= columns) return drawn;
  const fewer = withoutBlankColumn(content);
  if (fewer) return renderFitting(fewer, columns);
  const last = content.head.length - 1;
  if (content.rightAligned.includes(last)) return drawn;
  const others = content.rows.map((row) => [...row.slice(0, last), '']);
  const taken = widthOf(draw({ ...content, head: [...content.head.slice(0, last), '.'], rows: others }));
  return draw(content, [...content.head.slice(0, last).map(() => null), Math.max(NARROWEST, columns - taken)]);
}

/** Lines without the spaces at their ends. */
export function trimLines(text: string): string {
  return text.replace(/[ \t]+$/gm, '');
}
