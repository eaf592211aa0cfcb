import { sep } from 'node:path';
import glob from 'fast-glob';
import { readError } from './access.js';

/** Strings in the order of their code units: the same on every machine, whatever its language. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Absolute paths of the files that a glob matches in a folder, in the order of their code units. */
export function findFiles(pattern: string, folder: string): string[] {
  try {
    return glob.sync(pattern.split(sep).join('/'), { cwd: folder, absolute: true }).sort(byCodeUnits);
  } catch (thrown) {
    throw readError(thrown, folder);
  }
}
