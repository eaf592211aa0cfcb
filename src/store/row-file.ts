import { closeSync, readSync, statSync } from 'node:fs';
import type { z } from 'zod';
import { errorCode } from '../errors.js';
import { openToRead, readOpenLines } from './lines.js';
import { parseRow } from './parse-row.js';

/** Where a row stands in its file. */
export interface RowPlace {
  offset: number;
  length: number;
}

/**
 * A JSONL file that stays open, so that rows can be read again by their places although another run has put a new file there
 * meanwhile.
 */
export interface RowFile<Row> {
  /** All rows with their places. Throws UserError with the line where one does not fit. */
  rows(): Generator<{ row: Row; place: RowPlace }>;
  read(place: RowPlace): Row;
  close(): void;
}

const AGAIN = 'Run the stage that makes the file again.';
const ADVICE = { noJson: AGAIN, invalid: AGAIN };

/** Opens a JSONL file; undefined where there is none. */
export function openRowFile<Row>(file: string, schema: z.ZodType<Row>): RowFile<Row> | undefined {
  let descriptor: number;
  try {
    descriptor = openToRead(file);
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }

  const parse = (bytes: Buffer, line?: number): Row => parseRow(bytes, schema, { file, line, advice: ADVICE });

  return {
    *rows() {
      for (const { bytes, line, offset } of readOpenLines(descriptor, 0, Number.POSITIVE_INFINITY)) {
        if (bytes.length > 0) yield { row: parse(bytes, line), place: { offset, length: bytes.length } };
      }
    },
    read({ offset, length }) {
      const bytes = Buffer.allocUnsafe(length);
      readSync(descriptor, bytes, 0, length, offset);
      return parse(bytes);
    },
    close: () => closeSync(descriptor),
  };
}

/** The state of a file: another text as soon as it has changed; empty where it is not there. */
export function fileMark(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? `${found.ino} ${found.size} ${found.mtimeMs}` : '';
}
