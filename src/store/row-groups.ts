import { existsSync } from 'node:fs';
import type { z } from 'zod';
import { type FilePart, readRows } from './jsonl.js';
import { readLines } from './lines.js';

/** Rows of a JSONL file by a key of theirs, in whatever order they are in the file. */
export interface RowGroups<Row> {
  /** All keys, in the order in which the file has them first. */
  keys(): IterableIterator<string>;
  has(key: string): boolean;
  /** The rows with this key, in the file's order, read and checked one at a time. */
  read(key: string): Generator<Row>;
}

/** What of a row decides its key; undefined where the line is not a JSON value. */
export type KeyOf = (line: Buffer) => string | undefined;

/**
 * Opens a JSONL file by a key: remembers only where the rows of each key are, and rows that follow each other as one part, so
 * that memory stays flat. A file that is not there has none. Throws UserError with the line where one is not a JSON value.
 */
export function openRowGroups<Row>(file: string, schema: z.ZodType<Row>, keyOf: KeyOf): RowGroups<Row> {
  const parts = new Map<string, FilePart[]>();
  let last: { key: string; part: FilePart } | undefined;
  if (existsSync(file)) {
    for (const { bytes, line, offset } of readLines(file)) {
      if (bytes.length === 0) continue;
      const key = keyOf(bytes);
      const to = offset + bytes.length + 1;
      const part = { from: offset, to, firstLine: line };
      if (key === undefined) readRows(file, schema, part).next();
      else if (last?.key === key) last.part.to = to;
      else {
        const known = parts.get(key);
        if (known) known.push(part);
        else parts.set(key, [part]);
        last = { key, part };
      }
    }
  }
  return {
    keys: () => parts.keys(),
    has: (key) => parts.has(key),
    *read(key) {
      for (const part of parts.get(key) ?? []) yield* readRows(file, schema, part);
    },
  };
}

/** Takes these keys of a row together as its key. */
export function keysOf(...names: readonly string[]): KeyOf {
  return (line) => {
    try {
      const row = JSON.parse(line.toString('utf8')) as Record<string, unknown>;
      return names.map((name) => String(row[name])).join('\n');
    } catch {
      return undefined;
    }
  };
}
