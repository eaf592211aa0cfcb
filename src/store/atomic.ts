import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode, UserError } from '../errors.js';
import { openToRead } from './lines.js';

/** What the operating system says when a folder cannot be written to, and what to do about it. */
const WRITE_ADVICE: Record<string, string> = {
  EACCES: 'Give yourself the right to write there or choose another folder with --data.',
  EPERM: 'Give yourself the right to write there or choose another folder with --data.',
  EROFS: 'The file system is read-only: choose another folder with --data.',
  ENOSPC: 'The disk is full: make room and run the same command again; what was made is kept.',
  EDQUOT: 'Your share of the disk is used up: make room and run the same command again; what was made is kept.',
  ENOENT: 'No folder can be made there: choose another with --data.',
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

/** A file that is being written beside its target. */
export interface AtomicFile {
  write(text: string): void;
  /** Forces it onto the disk and renames it over the target. Returns the SHA-256 of its bytes. */
  commit(): string;
  /** Gives it up; the target stays as it was. */
  discard(): void;
}

/**
 * Begins a file that readers see only when it is whole: it is written beside the target and renamed at the end. Throws
 * UserError where the folder cannot be written to.
 */
export function openAtomicFile(file: string): AtomicFile {
  const beside = `${file}.tmp`;
  const hash = createHash('sha256');
  let buffered = '';
  makeFolder(dirname(file));

  function attempt<Value>(action: () => Value): Value {
    try {
      return action();
    } catch (thrown) {
      throw writeError(thrown, file);
    }
  }

  const descriptor = attempt(() => openSync(beside, 'w'));

  function flush(): void {
    const bytes = Buffer.from(buffered);
    buffered = '';
    hash.update(bytes);
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
  }

  return {
    write(text) {
      buffered += text;
      if (buffered.length >= BUFFER_CHARACTERS) attempt(flush);
    },
    commit() {
      attempt(() => {
        flush();
        fsyncSync(descriptor);
        closeSync(descriptor);
        renameSync(beside, file);
      });
      return hash.digest('hex');
    },
    discard() {
      closeSync(descriptor);
      rmSync(beside, { force: true });
    },
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
  try {
    writeFileSync(beside, bytes, { flush: true });
    renameSync(beside, file);
  } catch (thrown) {
    throw writeError(thrown, file);
  }
}

/** What lies in `from` and in no way in `to` moves there, but for what is to go. */
function moveOthers(from: string, to: string, isOwn: (name: string) => boolean): void {
  for (const name of readdirSync(from)) {
    if (!isOwn(name) && !existsSync(join(to, name))) renameSync(join(from, name), join(to, name));
  }
}

/**
 * Writes a whole folder anew: `write` fills one beside it, which takes its place when it is complete. What the old one has at
 * its top that is not our own (`isOwn`, by its name) stays. Returns what of our own is gone. Throws UserError where that is not
 * allowed; where `write` throws, the old folder stays.
 */
export function replaceFolder(
  folder: string,
  write: (beside: string) => void,
  isOwn: (name: string) => boolean,
): string[] {
  const [beside, old] = [`${folder}.tmp`, `${folder}.old`];
  /** The old folder gives up what is not our own, and goes; also one that an interrupted run has left. */
  function clearOld(): void {
    if (!existsSync(old)) return;
    if (!existsSync(folder)) renameSync(old, folder);
    else {
      moveOthers(old, folder, isOwn);
      rmSync(old, { recursive: true, force: true });
    }
  }
  try {
    clearOld();
    rmSync(beside, { recursive: true, force: true });
    makeFolder(beside);
    write(beside);
    const before = existsSync(folder) ? readdirSync(folder).filter(isOwn).sort() : [];
    if (existsSync(folder)) renameSync(folder, old);
    renameSync(beside, folder);
    clearOld();
    return before.filter((name) => !existsSync(join(folder, name)));
  } catch (thrown) {
    throw writeError(thrown, folder);
  }
}

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
