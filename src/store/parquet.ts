import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SchemaElement } from 'hyparquet';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import { putInPlace } from './atomic.js';
import { writeError } from './faults.js';
import { makeFolder } from './folders.js';

/** Rows that are held before they are written: a row group. As many as Hugging Face datasets writes. */
const GROUP_ROWS = 1000;

/** A column of text by its name, or of lists of what has these fields. */
export type Column = string | { name: string; list: Readonly<Record<string, 'STRING' | 'BOOLEAN'>> };

type NameOf<Some extends Column> = Some extends string ? Some : Some extends { name: infer Name } ? Name : never;

type Cell<Some extends Column> = Some extends string ? string | null : readonly object[];

type Row<Columns extends readonly Column[]> = {
  [Some in Columns[number] as NameOf<Some> & string]: Cell<Some>;
};

const TYPES = {
  STRING: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  BOOLEAN: { type: 'BOOLEAN' },
} as const;

/** The elements of Parquet's schema that a column is: a list is a group of a repeated group. */
function elementsOf(column: Column): SchemaElement[] {
  const leaf = (name: string, type: keyof typeof TYPES): SchemaElement => ({
    name,
    ...TYPES[type],
    repetition_type: 'OPTIONAL',
  });
  if (typeof column === 'string') return [leaf(column, 'STRING')];
  const fields = Object.entries(column.list);
  return [
    { name: column.name, repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'OPTIONAL', num_children: fields.length },
    ...fields.map(([name, type]) => leaf(name, type)),
  ];
}

/** A Parquet file that is being written. */
export interface ParquetFile<Columns extends readonly Column[]> {
  /** Adds a row; null stands for nothing. */
  write(row: Row<Columns>): void;
  /** Puts the file in place. Returns how many rows it has. */
  commit(): number;
}

/** Begins a Parquet file; rows are written in groups, so that memory stays flat. Throws UserError where that is not allowed. */
export function openParquetFile<const Columns extends readonly Column[]>(
  file: string,
  columns: Columns,
): ParquetFile<Columns> {
  const beside = `${file}.tmp`;
  makeFolder(dirname(file));
  const attempt = <Value>(action: () => Value): Value => {
    try {
      return action();
    } catch (thrown) {
      rmSync(beside, { force: true });
      throw writeError(thrown, file);
    }
  };
  const names = columns.map((column) => (typeof column === 'string' ? column : column.name));
  const parquet = attempt(() => {
    // The writer would follow a link that stands there.
    rmSync(beside, { force: true });
    const schema = [{ name: 'root', num_children: columns.length }, ...columns.flatMap(elementsOf)];
    return new ParquetWriter({ writer: fileWriter(beside), schema });
  });
  let group: Row<Columns>[] = [];
  let count = 0;

  function writeGroup(): void {
    const columnData = names.map((name) => ({ name, data: group.map((row) => row[name as keyof Row<Columns>]) }));
    if (group.length > 0) attempt(() => parquet.write({ columnData, rowGroupSize: GROUP_ROWS }));
    group = [];
  }

  return {
    write(row) {
      group.push(row);
      count += 1;
      if (group.length === GROUP_ROWS) writeGroup();
    },
    commit() {
      writeGroup();
      attempt(() => {
        parquet.finish();
        sync(beside);
        putInPlace(beside, file);
      });
      return count;
    },
  };
}

function sync(file: string): void {
  const descriptor = openSync(file, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
