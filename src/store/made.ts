import { UserError } from '../errors.js';
import type { DataFolder } from './data-folder.js';
import { readHolder } from './lock.js';
import { kindOf } from './read-file.js';

/** Whether a stage has left something in a data folder. */
function isMade({ manifest, profiles, filtered, rejected }: DataFolder): boolean {
  const files = [manifest, profiles, filtered, rejected];
  return files.some((file) => kindOf(file) !== undefined);
}

/**
 * Throws UserError where nothing was made in a data folder yet and no run is making it, or where there is no such folder:
 * every command that needs what was made says it in these words.
 */
export function checkMade(data: DataFolder): void {
  if (isMade(data) || readHolder(data.root) !== undefined) return;
  throw new UserError('nothing was made in this folder yet', {
    file: data.root,
    advice: 'Run `rolellm generate`, or name another with --data.',
  });
}
