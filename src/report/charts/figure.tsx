import type { Child } from 'hono/jsx';
import { partColumns } from './alike.js';

export interface Column {
  name: string;
  /** Set right, with figures of one width. */
  isNumber?: boolean;
}

export interface Table {
  caption: string;
  columns: readonly Column[];
  /** The first cell of a row is its head. */
  rows: readonly (readonly Child[])[];
}

/** A table that scrolls by itself where it is wider than the page. Columns that tell no row from another are named below it. */
export function DataTable({ caption, columns, rows }: Table) {
  const { shown, common } = partColumns({ columns, rows });
  return (
    <>
      {/* What scrolls must be reachable by keyboard. */}
      <section class="scroll" aria-label={caption} tabindex={0}>
        <table>
          <caption>
            <span>{caption}</span>
          </caption>
          <thead>
            <tr>
              {shown.map((k) => (
                <th scope="col" class={columns[k]?.isNumber ? 'number' : undefined}>
                  {columns[k]?.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells) => (
              <tr>
                <th scope="row">{cells[0]}</th>
                {shown.slice(1).map((k) => (
                  <td class={columns[k]?.isNumber ? 'number' : undefined}>{cells[k]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {common.length > 0 ? (
        <p class="note common">
          The same in every row:{' '}
          {common.map(({ name, cell }, k) => (
            <>
              {k > 0 ? ', ' : ''}
              {name} {cell}
            </>
          ))}
          .
        </p>
      ) : null}
    </>
  );
}

/** What one colour of a chart stands for. */
export interface Key {
  name: string;
  tone: string;
}

function Legend({ keys }: { keys: readonly Key[] }) {
  return (
    <ul class="legend">
      {keys.map(({ name, tone }) => (
        <li>
          <span class={`swatch ${tone}`} />
          {name}
        </li>
      ))}
    </ul>
  );
}

export interface FigureProps {
  caption: Child;
  table: Table;
  legend?: readonly Key[];
  children?: Child;
}

/** A chart with what it shows, what its colours stand for, and its numbers as a table behind it. */
export function Figure({ caption, table, legend, children }: FigureProps) {
  return (
    <figure>
      <figcaption>{caption}</figcaption>
      {legend ? <Legend keys={legend} /> : null}
      {children}
      <details class="numbers">
        <summary>Table</summary>
        <DataTable {...table} />
      </details>
    </figure>
  );
}
