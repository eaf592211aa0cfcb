import type { RowPlace } from '../store/row-file.js';
import { FACETS, type Facet } from './api.js';
import type { FoundRow, Source } from './sources.js';
import { createTextIndex, type TextIndex } from './text-index.js';

/** Facets that stand in the files; marks come beside them. */
const STORED = FACETS.filter((facet) => facet !== 'mark') as readonly Exclude<Facet, 'mark'>[];

/** Numbers for the values of one facet: a row holds a number instead of a string. */
interface Column {
  values: string[];
  numbers: Map<string, number>;
  ofRow: number[];
}

/** The rows of a data folder: what they are chosen by is in memory, the rest stays in the files. */
export interface RowIndex {
  size: number;
  idOf(row: number): string;
  rowOf(id: string): number | undefined;
  place(row: number): { source: Source; place: RowPlace };
  column(facet: Exclude<Facet, 'mark'>): { values: readonly string[]; ofRow: readonly number[] };
  text: TextIndex;
}

function createColumn(): Column {
  return { values: [], numbers: new Map(), ofRow: [] };
}

function enter({ values, numbers, ofRow }: Column, value: string): void {
  let number = numbers.get(value);
  if (number === undefined) {
    number = values.length;
    values.push(value);
    numbers.set(value, number);
  }
  ofRow.push(number);
}

/** What a row is searched by: of a dialogue all that is said in it and why it was cut, but not its system text, which many share. */
function textOf({ role, question, answer, evidence, dialogue }: FoundRow): string[] {
  if (!dialogue) return [role, question, answer, evidence];
  const said = dialogue.turns.flatMap(({ speeches }) =>
    speeches.map(({ speaker, text }) => `${speaker ?? ''}: ${text}`),
  );
  return [role, ...said, dialogue.cut?.evidence ?? '', evidence];
}

/** Reads all rows of the sources once. Of rows with the same id the first one stays. */
export function buildRowIndex(sources: readonly Source[]): RowIndex {
  const columns = Object.fromEntries(STORED.map((facet) => [facet, createColumn()])) as Record<
    (typeof STORED)[number],
    Column
  >;
  const text = createTextIndex();
  const ids: string[] = [];
  const rowOf = new Map<string, number>();
  const places = { sources: [] as number[], offsets: [] as number[], lengths: [] as number[] };

  function add(found: FoundRow, source: number, { offset, length }: RowPlace): void {
    if (rowOf.has(found.id)) return;
    rowOf.set(found.id, ids.length);
    ids.push(found.id);
    places.sources.push(source);
    places.offsets.push(offset);
    places.lengths.push(length);
    for (const facet of STORED) enter(columns[facet], found[facet]);
    text.add(textOf(found).join('\t'));
  }

  for (const [number, source] of sources.entries()) {
    for (const { row, place } of source.file.rows()) {
      for (const found of source.rowsOf(row)) add(found, number, place);
    }
  }
  return {
    size: ids.length,
    idOf: (row) => ids[row] as string,
    rowOf: (id) => rowOf.get(id),
    place: (row) => ({
      source: sources[places.sources[row] as number] as Source,
      place: { offset: places.offsets[row] as number, length: places.lengths[row] as number },
    }),
    column: (facet) => columns[facet],
    text,
  };
}
