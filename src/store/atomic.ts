import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode, UserError } from '../errors.js';

/** What the operating system says when a folder cannot be written to, and what to do about it. */
const WRITE_ADVICE: Record<string, string> = {
  EACCES: 'Give yourself the right to write there or choose another folder with --data.',
  EPERM: 'Give yourself the right to write there or choose another folder with --data.',
  EROFS: 'The file system is read-only: choose another folder with --data.',
  ENOSPC: 'The disk is full: make room and run the same command again; what was made is kept.',
  EIO: 'The disk reports an error: check it, then run the same command again.',
  ENOTDIR: 'A file stands where a folder is needed: move it or choose another folder with --data.',
  EEXIST: 'A file stands where a folder is needed: move it or choose another folder with --data.',
};

/** Turns a failed write into the user's error; anything that is not the system's stays what it is. */
export function writeError(thrown: unknown, file: string): unknown {
  const code = errorCode(thrown);
  const advice = code === undefined ? undefined : WRITE_ADVICE[code];
  return advice ? new UserError(`cannot write (${code})`, { file, advice, cause: thrown }) : thrown;
}

/** Makes a folder and those above it. Throws UserError where that is not allowed. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (thrown) {
    throw writeError(thrown, folder);
  }
}

const BUFFER_CHARACTERS = 1 << 18;

/**
 * Writes pieces of text as one file: beside the target first, on disk, then renamed, so that a reader sees the old file or
 * the new one and never a part. Returns the SHA-256 of the bytes. Throws UserError where the folder cannot be written to.
 */
export function writeFileAtomically(file: string, pieces: Iterable<string>): string {
  const beside = `${file}.tmp`;
  const hash = createHash('sha256');
  makeFolder(dirname(file));
  try {
    const descriptor = openSync(beside, 'w');
    try {
      let buffered = '';
      const flush = () => {
        const bytes = Buffer.from(buffered);
        hash.update(bytes);
        for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
        buffered = '';
      };
      for (const piece of pieces) {
        buffered += piece;
        if (buffered.length >= BUFFER_CHARACTERS) flush();
      }
      flush();
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, file);
  } catch (thrown) {
    rmSync(beside, { force: true });
    throw writeError(thrown, file);
  }
  return hash.digest('hex');
}

/** SHA-256 of a file's bytes; undefined where there is no such file. */
export function hashFile(file: string): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
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
