import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { putInPlace } from './atomic.js';
import { writeError } from './faults.js';
import { makeFolder } from './folders.js';

/** Rows that are held before they are written: a row group. As many as Hugging Face datasets writes. */
const GROUP_ROWS = 1000;

type TextRow<Column extends string> = Record<Column, string | null>;

/** A Parquet file of text columns that is being written. */
export interface ParquetFile<Column extends string> {
  /** Adds a row; null stands for nothing. */
  write(row: TextRow<Column>): void;
  /** Puts the file in place. Returns how many rows it has. */
  commit(): number;
}

/** Begins a Parquet file; rows are written in groups, so that memory stays flat. Throws UserError where that is not allowed. */
export function openParquetFile<Column extends string>(file: string, columns: readonly Column[]): ParquetFile<Column> {
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
  const columnsOf = (rows: readonly TextRow<Column>[]) =>
    columns.map((name) => ({ name, type: 'STRING' as const, data: rows.map((row) => row[name]) }));
  const parquet = attempt(() => {
    // The writer would follow a link that stands there.
    rmSync(beside, { force: true });
    const schema = schemaFromColumnData({ columnData: columnsOf([]) });
    return new ParquetWriter({ writer: fileWriter(beside), schema });
  });
  let group: TextRow<Column>[] = [];
  let count = 0;

  function writeGroup(): void {
    if (group.length > 0) attempt(() => parquet.write({ columnData: columnsOf(group), rowGroupSize: GROUP_ROWS }));
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
