import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeError } from './faults.js';

/**
 * Forces the names in a folder onto the disk: after a power loss a file that was made or renamed is otherwise back at its old
 * name. Where the system cannot do that for folders (Windows), nothing is done.
 */
export function syncFolder(folder: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(folder, 'r');
  } catch {
    return;
  }
  try {
    fsyncSync(descriptor);
  } catch {
    // Some network disks refuse it; the file itself is on the disk.
  } finally {
    closeSync(descriptor);
  }
}

/** Makes a folder and those above it. Throws UserError where that is not allowed. */
export function makeFolder(folder: string): void {
  try {
    const first = mkdirSync(folder, { recursive: true });
    if (first !== undefined) syncFolder(dirname(first));
  } catch (thrown) {
    throw writeError(thrown, folder);
  }
}
