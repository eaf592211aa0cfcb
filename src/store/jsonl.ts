import { closeSync, existsSync, fsyncSync } from 'node:fs';
import type { z } from 'zod';
import { append, endsWithLine, openToAppend } from './append.js';
import { openAtomicFile } from './atomic.js';
import { writeError } from './faults.js';
import { readLines } from './lines.js';
import { parseRow } from './parse-row.js';

const ADVICE = {
  noJson: 'Correct or delete the line.',
  invalid: 'Correct or delete the line, or delete the file and run its stage again.',
};

/** Part of a file: from one offset to another, beginning with the line of this number. */
export interface FilePart {
  from: number;
  to: number;
  firstLine: number;
}

const WHOLE_FILE: FilePart = { from: 0, to: Number.POSITIVE_INFINITY, firstLine: 1 };

/** Rows of a JSONL file or a part of it, one at a time, each checked. A file that is not there has no rows. */
export function* readRows<Row>(file: string, schema: z.ZodType<Row>, part = WHOLE_FILE): Generator<Row> {
  if (!existsSync(file)) return;
  for (const { bytes, line } of readLines(file, part.from, part.to)) {
    if (bytes.length > 0) yield parseRow(bytes, schema, { file, line: line + part.firstLine - 1, advice: ADVICE });
  }
}

/** A JSONL file that is being written. */
export interface RowWriter<Row> {
  write(row: Row): void;
  /** Puts the file in place. Returns how many rows it has and its SHA-256. */
  commit(): { rows: number; sha256: string };
  /** Gives it up; an older file of that name stays. */
  discard(): void;
}

/** Begins a JSONL file; every row is checked, and the file is in place only when it is whole. */
export function openRowWriter<Row>(file: string, schema: z.ZodType<Row>): RowWriter<Row> {
  const open = openAtomicFile(file);
  let rows = 0;
  return {
    write(row) {
      rows += 1;
      // Parsing puts the keys into the schema's order and makes sure that what is written can be read again.
      open.write(`${JSON.stringify(schema.parse(row))}\n`);
    },
    commit: () => ({ sha256: open.commit(), rows }),
    discard: () => open.discard(),
  };
}

/** Writes rows as a JSONL file, all or nothing. Returns how many and the file's SHA-256. */
export function writeRows<Row>(
  file: string,
  schema: z.ZodType<Row>,
  rows: Iterable<Row>,
): { rows: number; sha256: string } {
  const writer = openRowWriter(file, schema);
  try {
    for (const row of rows) writer.write(row);
  } catch (thrown) {
    writer.discard();
    throw thrown;
  }
  return writer.commit();
}

const ROW_END = 0x7d;

/**
 * Rows of a file that grows by appendRow. A line that does not end as a row does was torn off by a crash and is left out; any
 * other that cannot be read is a UserError with its number.
 */
export function* readAppendedRows<Row>(file: string, schema: z.ZodType<Row>): Generator<Row> {
  if (!existsSync(file)) return;
  for (const { bytes, line } of readLines(file)) {
    if (bytes.at(-1) === ROW_END) yield parseRow(bytes, schema, { file, line, advice: ADVICE });
  }
}

/**
 * Adds a row to the end of a JSONL file and forces it onto the disk. Others may add theirs at the same time: nothing that is in
 * the file is ever cut off, and a line that a crash has torn is ended before ours begins. Throws UserError where that is not
 * allowed.
 */
export function appendRow<Row>(file: string, schema: z.ZodType<Row>, row: Row): void {
  const line = `${JSON.stringify(schema.parse(row))}\n`;
  const descriptor = openToAppend(file);
  try {
    append(descriptor, Buffer.from(endsWithLine(descriptor) ? line : `\n${line}`));
    fsyncSync(descriptor);
  } catch (thrown) {
    throw writeError(thrown, file);
  } finally {
    closeSync(descriptor);
  }
}
