import { realpathSync } from 'node:fs';
import { sep } from 'node:path';

/** Whether a file that is there lies within a folder, links followed. */
export function isInside(file: string, folder: string): boolean {
  return realpathSync(file).startsWith(realpathSync(folder) + sep);
}
