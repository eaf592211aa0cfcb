import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from '../errors.js';
import { writeError } from './faults.js';
import { makeFolder, syncFolder } from './folders.js';
import { openToRead } from './lines.js';

/** Characters that are held before they are written: an export has twenty files open at a time. */
const BUFFER_CHARACTERS = 1 << 16;

/** A file that is being written beside its target. */
export interface AtomicFile {
  write(text: string): void;
  /** Forces it onto the disk and renames it over the target. Returns the SHA-256 of its bytes. */
  commit(): string;
  /** Gives it up; the target stays as it was. */
  discard(): void;
}

/** Opens a file for writing that is new: what stands there, a link above all, is removed and not followed. */
function openNew(file: string): number {
  try {
    return openSync(file, 'wx');
  } catch (thrown) {
    if (errorCode(thrown) !== 'EEXIST') throw thrown;
    rmSync(file);
    return openSync(file, 'wx');
  }
}

/** Puts a file that was written beside its target in place, so that it is there after a power loss too. */
export function putInPlace(beside: string, file: string): void {
  renameSync(beside, file);
  syncFolder(dirname(file));
}

/**
 * Begins a file that readers see only when it is whole: it is written beside the target and renamed at the end. Whatever fails,
 * nothing is left beside it and no descriptor stays open. Throws UserError where the folder cannot be written to.
 */
export function openAtomicFile(file: string): AtomicFile {
  const beside = `${file}.tmp`;
  const hash = createHash('sha256');
  let buffered = '';
  let descriptor: number | undefined;
  makeFolder(dirname(file));

  function close(): void {
    if (descriptor === undefined) return;
    const open = descriptor;
    descriptor = undefined;
    closeSync(open);
  }

  function discard(): void {
    if (descriptor === undefined) return;
    close();
    rmSync(beside, { force: true });
  }

  function attempt<Value>(action: () => Value): Value {
    try {
      return action();
    } catch (thrown) {
      discard();
      throw writeError(thrown, file);
    }
  }

  function flush(open: number): void {
    const bytes = Buffer.from(buffered);
    buffered = '';
    hash.update(bytes);
    for (let at = 0; at < bytes.length; ) at += writeSync(open, bytes, at);
  }

  const opened = attempt(() => openNew(beside));
  descriptor = opened;

  return {
    write(text) {
      buffered += text;
      if (buffered.length >= BUFFER_CHARACTERS) attempt(() => flush(opened));
    },
    commit() {
      attempt(() => {
        flush(opened);
        fsyncSync(opened);
        // Renamed while it is open: where that fails, the file beside is still ours to remove.
        putInPlace(beside, file);
        close();
      });
      return hash.digest('hex');
    },
    discard,
  };
}

/** Writes pieces of text as one file, all or nothing. Returns the SHA-256 of its bytes. */
export function writeFileAtomically(file: string, pieces: Iterable<string>): string {
  const open = openAtomicFile(file);
  try {
    for (const piece of pieces) open.write(piece);
  } catch (thrown) {
    open.discard();
    throw thrown;
  }
  return open.commit();
}

/** Writes bytes as one file, all or nothing. Throws UserError where that is not allowed. */
export function writeBytesAtomically(file: string, bytes: Uint8Array): void {
  const beside = `${file}.tmp`;
  makeFolder(dirname(file));
  let descriptor: number | undefined;
  try {
    descriptor = openNew(beside);
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
    putInPlace(beside, file);
  } catch (thrown) {
    if (descriptor !== undefined) rmSync(beside, { force: true });
    throw writeError(thrown, file);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** SHA-256 of a text's bytes. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** SHA-256 of a file's bytes; undefined where there is no such file. */
export function hashFile(file: string): string | undefined {
  let descriptor: number;
  try {
    descriptor = openToRead(file);
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
  try {
    const hash = createHash('sha256');
    const chunk = Buffer.allocUnsafe(1 << 20);
    for (let length = readSync(descriptor, chunk); length > 0; length = readSync(descriptor, chunk)) {
      hash.update(chunk.subarray(0, length));
    }
    return hash.digest('hex');
  } finally {
    closeSync(descriptor);
  }
}
