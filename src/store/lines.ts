import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readError, refuseSpecialFile } from './faults.js';

/** One line of a file, as bytes, and where it stands. */
export interface FileLine {
  /** Good until the next line is read: the memory is used again. */
  bytes: Buffer;
  /** From 1. */
  line: number;
  /** Where its first byte stands in the file. */
  offset: number;
  /** Whether a line end follows: a last line without one was torn off while it was written. */
  complete: boolean;
}

const CHUNK_BYTES = 1 << 18;
const LINE_END = 0x0a;

/** Lines of the part of a file between two offsets, read a quarter of a megabyte at a time so that memory stays flat. */
export function* readLines(file: string, from = 0, to = Number.POSITIVE_INFINITY): Generator<FileLine> {
  const descriptor = openToRead(file);
  try {
    yield* readOpenLines(descriptor, from, to);
  } finally {
    closeSync(descriptor);
  }
}

/** Opens a file for reading. Throws UserError where that is not allowed, or where it is no regular file. */
export function openToRead(file: string): number {
  refuseSpecialFile(file);
  try {
    return openSync(file, 'r');
  } catch (thrown) {
    throw readError(thrown, file);
  }
}

/** As readLines, of a file that is open already; it stays open. */
export function* readOpenLines(descriptor: number, from: number, to: number): Generator<FileLine> {
  const end = Math.min(to, fstatSync(descriptor).size);
  const memory = Buffer.allocUnsafe(Math.max(0, Math.min(CHUNK_BYTES, end - from)));
  let rest: Buffer[] = [];
  let lineStart = from;
  let line = 1;
  for (let position = from; position < end; ) {
    const length = readSync(descriptor, memory, 0, Math.min(memory.length, end - position), position);
    if (length === 0) break;
    const chunk = memory.subarray(0, length);
    let start = 0;
    for (let at = chunk.indexOf(LINE_END); at !== -1; at = chunk.indexOf(LINE_END, start)) {
      const piece = chunk.subarray(start, at);
      const bytes = rest.length === 0 ? piece : Buffer.concat([...rest, piece]);
      yield { bytes, line, offset: lineStart, complete: true };
      rest = [];
      line += 1;
      start = at + 1;
      lineStart = position + start;
    }
    if (start < length) rest.push(Buffer.from(chunk.subarray(start)));
    position += length;
  }
  if (rest.length > 0) yield { bytes: Buffer.concat(rest), line, offset: lineStart, complete: false };
}
