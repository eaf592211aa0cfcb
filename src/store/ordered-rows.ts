import { rmSync } from 'node:fs';
import type { z } from 'zod';
import { openAtomicFile, putInPlace } from './atomic.js';
import type { RowWriter } from './jsonl.js';
import { readLines } from './lines.js';

/**
 * Begins a JSONL file of which some rows stand before all others, whenever they are written. The others are held back in a file
 * beside it, so that memory stays flat; where no row comes first, that file is the whole.
 */
export function openOrderedRows<Row>(
  file: string,
  schema: z.ZodType<Row>,
  isFirst: (row: Row) => boolean,
): Omit<RowWriter<Row>, 'discard'> {
  const beside = `${file}.later`;
  const [first, later] = [openAtomicFile(file), openAtomicFile(beside)];
  let [rows, firstRows] = [0, 0];
  return {
    write(row) {
      const parsed = schema.parse(row);
      const comesFirst = isFirst(parsed);
      rows += 1;
      if (comesFirst) firstRows += 1;
      (comesFirst ? first : later).write(`${JSON.stringify(parsed)}\n`);
    },
    commit() {
      const sha256 = later.commit();
      if (firstRows === 0) {
        first.discard();
        putInPlace(beside, file);
        return { rows, sha256 };
      }
      for (const { bytes } of readLines(beside)) first.write(`${bytes.toString('utf8')}\n`);
      const whole = first.commit();
      rmSync(beside);
      return { rows, sha256: whole };
    },
  };
}
