import { closeSync, fstatSync, readSync } from 'node:fs';
import { errorCode } from '../errors.js';
import { type JournalEntry, readJournalLine } from './journal-line.js';
import { openToRead, readOpenLines } from './lines.js';
import type { RowPlace } from './row-file.js';

/** A journal that is only read, also while a run appends to it. */
export interface JournalReader {
  /** Every reply to a request, in the order in which they came. */
  entriesOf(id: string): JournalEntry[];
  /** The latest entries, the latest one last. */
  latest(count: number): JournalEntry[];
}

const CONTENTS = Buffer.from('],"contents"');
const IDS = '{"ids":'.length;

/** The ids of an entry without parsing the rest: they are its first key. Undefined where the line is no entry. */
function idsOf(bytes: Buffer): string[] | undefined {
  const end = bytes.indexOf(CONTENTS);
  try {
    return JSON.parse(bytes.toString('utf8', IDS, end + 1)) as string[];
  } catch {
    return undefined;
  }
}

/** Opens a stage's journal for reading; there need not be one yet. What was appended since is found at each look. */
export function openJournalReader(file: string): JournalReader {
  let places = new Map<string, RowPlace[]>();
  let all: RowPlace[] = [];
  let read = 0;
  let inode = 0;

  /** Looks at what came since. Another file of that name, or one that became shorter, is read anew. */
  function refresh(descriptor: number): void {
    const { size, ino } = fstatSync(descriptor);
    if (size < read || ino !== inode) {
      places = new Map();
      all = [];
      read = 0;
      inode = ino;
    }
    for (const { bytes, offset, complete } of readOpenLines(descriptor, read, size)) {
      if (!complete) break;
      const place = { offset, length: bytes.length };
      for (const id of idsOf(bytes) ?? []) places.set(id, [...(places.get(id) ?? []), place]);
      all.push(place);
      read = offset + bytes.length + 1;
    }
  }

  function readAt(descriptor: number, { offset, length }: RowPlace): JournalEntry[] {
    const bytes = Buffer.allocUnsafe(length);
    readSync(descriptor, bytes, 0, length, offset);
    const entry = readJournalLine(bytes);
    // A damaged line: the run that reads the journal names it.
    return 'damage' in entry ? [] : [entry];
  }

  function withFile(choose: () => readonly RowPlace[]): JournalEntry[] {
    let descriptor: number;
    try {
      descriptor = openToRead(file);
    } catch (thrown) {
      if (errorCode(thrown) === 'ENOENT') return [];
      throw thrown;
    }
    try {
      refresh(descriptor);
      return choose().flatMap((place) => readAt(descriptor, place));
    } finally {
      closeSync(descriptor);
    }
  }

  return {
    entriesOf: (id) => withFile(() => places.get(id) ?? []),
    latest: (count) => withFile(() => all.slice(-count)),
  };
}
