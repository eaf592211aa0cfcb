import { readFileSync, statSync } from 'node:fs';
import { errorCode, messageOf, UserError } from '../errors.js';

/** Reads a file that the user named or that the package ships. Throws UserError where it cannot be read. */
export function readNamedFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (thrown) {
    const why = errorCode(thrown) === 'ENOENT' ? 'there is no such file' : `cannot read it: ${messageOf(thrown)}`;
    throw new UserError(why, { file });
  }
}

/** What stands at a path; undefined where nothing does. */
export function kindOf(path: string): 'file' | 'folder' | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && (found.isDirectory() ? 'folder' : 'file');
}

/** Bytes of a file that is there. */
export function sizeOf(file: string): number {
  return statSync(file).size;
}
