import { mkdtempSync, rmdirSync, statfsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import glob from 'fast-glob';
import { writeError } from './faults.js';
import { kindOf } from './read-file.js';

/** The folder at a path or, where there is none yet, the one in which it would be made. */
function nearestFolder(path: string): string {
  const folder = resolve(path);
  return kindOf(folder) === undefined && dirname(folder) !== folder ? nearestFolder(dirname(folder)) : folder;
}

/** Bytes that may still be written on the disk of a folder, also of one that is not there yet; undefined: it does not say. */
export function freeBytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(nearestFolder(folder));
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** Bytes of the files in a folder, as far as they may be seen; 0 where there is none. */
export function bytesIn(folder: string): number {
  if (kindOf(folder) !== 'folder') return 0;
  const files = glob.sync('**/*', { cwd: folder, stats: true, suppressErrors: true, followSymbolicLinks: false });
  return files.reduce((sum, { stats }) => sum + (stats?.size ?? 0), 0);
}

/** Tries whether files can be made in a folder, or the folder itself, and leaves nothing behind. Throws UserError if not. */
export function tryToWrite(folder: string): void {
  try {
    rmdirSync(mkdtempSync(join(nearestFolder(folder), '.rolellm-')));
  } catch (thrown) {
    throw writeError(thrown, folder);
  }
}
