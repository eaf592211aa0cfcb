import { closeSync, constants, existsSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { specialError, writeError } from './faults.js';
import { makeFolder, syncFolder } from './folders.js';

const { O_APPEND, O_CREAT, O_RDWR, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/**
 * Opens a file that only grows, making it where there is none. A link is not followed. Throws UserError where something else
 * than a file is there, or where that is not allowed.
 */
export function openToAppend(file: string): number {
  makeFolder(dirname(file));
  const isNew = !existsSync(file);
  let descriptor: number;
  try {
    descriptor = openSync(file, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK);
  } catch (thrown) {
    throw writeError(thrown, file);
  }
  const found = fstatSync(descriptor);
  if (!found.isFile()) {
    closeSync(descriptor);
    throw specialError(file, found);
  }
  if (isNew) syncFolder(dirname(file));
  return descriptor;
}

/** Writes all bytes at the end of the file. */
export function append(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
}

/** Whether what is appended now begins a line. */
export function endsWithLine(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  readSync(descriptor, last, 0, 1, size - 1);
  return last[0] === 0x0a;
}
