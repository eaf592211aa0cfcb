import { closeSync, existsSync, fsync, fsyncSync, ftruncateSync, readSync } from 'node:fs';
import { UserError } from '../errors.js';
import { goesInCircles } from '../text/loops.js';
import { append, openToAppend } from './append.js';
import { writeError } from './faults.js';
import {
  type Damage,
  type JournalEntry,
  type JournalHead,
  readJournalHead,
  readJournalLine,
  toJournalLine,
} from './journal-line.js';
import { readLines } from './lines.js';
import { createReplyPlaces } from './reply-places.js';

export type { JournalEntry } from './journal-line.js';

/** Sums over all replies of a journal. */
export interface JournalTotals {
  replies: number;
  prompt_tokens: number;
  cached_tokens: number;
  completion_tokens: number;
  cost: number;
  /** Replies without a cost: no price was known. */
  unpriced: number;
}

/** One reply to one request. */
export interface JournalReply {
  content: string;
  finish_reason: string;
  /** Completion tokens of a reply that was cut off, where it was the only one of its call. */
  tokens?: number;
}

/** Replies that are on disk, by the id of the request. The file is append-only; the latest reply to a request counts. */
export interface Journal {
  /** The latest reply; undefined where the request was never answered. */
  get(id: string): JournalReply | undefined;
  /** How many requests were answered. */
  requests(): number;
  /** How many replies to this request there are. */
  tries(id: string): number;
  /** How many of them were cut off at the longest length allowed and might have ended with more room: those that loop never do. */
  cuts(id: string): number;
  /** Resolves when the entry is on disk: only then it counts. */
  append(entry: JournalEntry): Promise<void>;
  totals(): JournalTotals;
  /** Waits for what is being written, then closes the file. */
  close(): Promise<void>;
}

/** A reply on its way to the disk. */
interface UnwrittenReply {
  bytes: Buffer;
  written: () => void;
  failed: (reason: unknown) => void;
}

/**
 * Opens a stage's journal, making it where there is none. A last line without an end was torn by a crash: it is cut off and
 * its request asked again. Any other line that cannot be read is a UserError with its number; `repairJournal` sets it aside.
 */
export function openJournal(file: string): Journal {
  const places = createReplyPlaces();
  const totals = noTotals();

  /** `readContents` gives the texts of the replies; they are looked at only where one was cut off. */
  function enter(entry: JournalHead, offset: number, length: number, readContents: () => readonly string[]): void {
    const contents = entry.finish_reasons.includes('length') ? readContents() : [];
    for (const [k, id] of entry.ids.entries()) {
      const wasCut = entry.finish_reasons[k] === 'length';
      places.enter(id, { offset, length, isCut: wasCut && !goesInCircles(contents[k] ?? '') });
    }
    addTo(totals, entry);
  }

  let size = 0;
  if (existsSync(file)) {
    for (const { bytes, line, offset, complete } of readLines(file)) {
      if (!complete) break;
      const readContents = () => sound(readJournalLine(bytes), file, line).contents;
      enter(sound(readJournalHead(bytes), file, line), offset, bytes.length, readContents);
      size = offset + bytes.length + 1;
    }
  }
  const descriptor = openForAppending(file, size);

  let waiting: UnwrittenReply[] = [];
  let committing: Promise<void> | undefined;
  let broken: unknown;

  /** Group commit: what comes while one group is being forced onto the disk goes together in the next. */
  async function commitAll(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        if (broken) throw broken;
        await writeGroup(descriptor, group);
        for (const one of group) one.written();
      } catch (thrown) {
        // What was written in part is cut off when the journal is opened again; nothing may follow it now.
        broken ??= writeError(thrown, file);
        for (const one of group) one.failed(broken);
      }
    }
    committing = undefined;
  }

  return {
    get(id) {
      const place = places.find(id);
      if (!place) return undefined;
      const bytes = Buffer.allocUnsafe(place.length);
      readSync(descriptor, bytes, 0, place.length, place.offset);
      const entry = sound(readJournalLine(bytes), file, undefined);
      const at = entry.ids.indexOf(id);
      const [content, finish_reason] = [entry.contents[at] as string, entry.finish_reasons[at] as string];
      const isOnlyOne = finish_reason === 'length' && entry.ids.length === 1;
      return { content, finish_reason, ...(isOnlyOne ? { tokens: entry.usage.completion_tokens } : {}) };
    },
    requests: places.count,
    tries: (id) => places.find(id)?.tries ?? 0,
    cuts: (id) => places.find(id)?.cuts ?? 0,
    async append(entry) {
      const bytes = toJournalLine(entry);
      const offset = size;
      size += bytes.length;
      await new Promise<void>((written, failed) => {
        waiting.push({ bytes, written, failed });
        committing ??= Promise.resolve().then(commitAll);
      });
      enter(entry, offset, bytes.length - 1, () => entry.contents);
    },
    totals: () => ({ ...totals }),
    async close() {
      await committing;
      closeSync(descriptor);
    },
  };
}

/** Entries of a journal without their texts, one at a time, without opening it for writing; none where there is no file. */
export function* readHeads(file: string): Generator<JournalHead> {
  if (!existsSync(file)) return;
  for (const { bytes, line, complete } of readLines(file)) {
    if (complete) yield sound(readJournalHead(bytes), file, line);
  }
}

/** Entries of a journal with their texts, one at a time, also while a run adds to it; what is damaged is left out. */
export function* readSoundEntries(file: string): Generator<JournalEntry> {
  if (!existsSync(file)) return;
  for (const { bytes, complete } of readLines(file)) {
    const entry = readJournalLine(bytes);
    if (complete && !('damage' in entry)) yield entry;
  }
}

/** Totals of a journal, without opening it for writing; zeros where there is none. */
export function readTotals(file: string): JournalTotals {
  const totals = noTotals();
  for (const entry of readHeads(file)) addTo(totals, entry);
  return totals;
}

const noTotals = (): JournalTotals => ({
  replies: 0,
  prompt_tokens: 0,
  cached_tokens: 0,
  completion_tokens: 0,
  cost: 0,
  unpriced: 0,
});

function addTo(totals: JournalTotals, { usage, cost }: JournalHead): void {
  totals.replies += 1;
  totals.prompt_tokens += usage.prompt_tokens;
  totals.cached_tokens += usage.cached_tokens;
  totals.completion_tokens += usage.completion_tokens;
  if (cost === null) totals.unpriced += 1;
  else totals.cost += cost;
}

async function writeGroup(descriptor: number, group: readonly UnwrittenReply[]): Promise<void> {
  append(descriptor, Buffer.concat(group.map((one) => one.bytes)));
  await new Promise<void>((resume, fail) => fsync(descriptor, (error) => (error ? fail(error) : resume())));
}

function openForAppending(file: string, size: number): number {
  const descriptor = openToAppend(file);
  try {
    ftruncateSync(descriptor, size);
    fsyncSync(descriptor);
    return descriptor;
  } catch (thrown) {
    closeSync(descriptor);
    throw writeError(thrown, file);
  }
}

/** What was read of a line. Throws UserError where it is damaged. */
function sound<Entry extends JournalHead>(read: Entry | Damage, file: string, line: number | undefined): Entry {
  if (!('damage' in read)) return read;
  throw new UserError(`this line of the journal ${read.damage}`, {
    file,
    ...(line === undefined ? {} : { line }),
    advice: 'Run the same command with --repair: it sets the line aside and asks for its replies again.',
  });
}
