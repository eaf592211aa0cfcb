import { type Stats, statSync } from 'node:fs';
import { errorCode, UserError } from '../errors.js';

/** What the operating system says when something may not or cannot be read. */
const UNREADABLE = ['EACCES', 'EPERM', 'EIO', 'EISDIR', 'ELOOP', 'ENAMETOOLONG', 'ENOTDIR'];

/** Turns a failed read into the user's error; anything that is not the system's stays what it is. */
export function readError(thrown: unknown, file: string): unknown {
  const code = errorCode(thrown);
  if (code === undefined || !UNREADABLE.includes(code)) return thrown;
  const advice = 'Give yourself the right to read it, or name another.';
  return new UserError(`cannot read it (${code})`, { file, advice, cause: thrown });
}

/** The user's error where a folder stands and a file was named. */
export function folderError(file: string): UserError {
  return new UserError('this is a folder, not a file', { file, advice: 'Name a file.' });
}

/** What stands at a path that is neither a file nor a folder, in words. */
function kindOfSpecial(found: Stats): string {
  if (found.isFIFO()) return 'a named pipe';
  return found.isSocket() ? 'a socket' : 'a device';
}

/**
 * Throws UserError where something else than a regular file stands at a path: reading a pipe may wait for ever, and a device
 * such as /dev/zero has no end. Where nothing stands there, opening it says so.
 */
export function refuseSpecialFile(file: string): void {
  let found: Stats | undefined;
  try {
    found = statSync(file, { throwIfNoEntry: false });
  } catch {
    return;
  }
  if (!found || found.isFile()) return;
  if (found.isDirectory()) throw folderError(file);
  throw new UserError(`this is ${kindOfSpecial(found)}, not a file`, {
    file,
    advice: 'Name a regular file: write what it gives to one first.',
  });
}
