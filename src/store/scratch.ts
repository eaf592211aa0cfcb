import { constants, cpSync, existsSync, lstatSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeError } from './faults.js';

const isCopied = (path: string) => {
  const found = lstatSync(path);
  return found.isFile() || found.isDirectory() || found.isSymbolicLink();
};

/** A folder that can be worked in and thrown away. */
export interface Scratch {
  folder: string;
  remove(): void;
}

/** An empty one. */
export function makeScratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'rolellm-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * A copy of a folder, without some of its files and folders, that can be worked in and thrown away. Throws UserError where
 * there is no room for it.
 */
export function copyToScratch(folder: string, leaveOut: readonly string[]): Scratch {
  const { folder: scratch, remove } = makeScratch();
  const left = leaveOut.map((name) => resolve(folder, name));
  try {
    // A pipe or socket cannot be copied; the stage that finds it missing has no use for it.
    const filter = (from: string) => !left.includes(resolve(from)) && isCopied(from);
    const mode = constants.COPYFILE_FICLONE;
    if (existsSync(folder)) cpSync(folder, scratch, { recursive: true, filter, mode });
  } catch (thrown) {
    remove();
    throw writeError(thrown, scratch);
  }
  return { folder: scratch, remove };
}
