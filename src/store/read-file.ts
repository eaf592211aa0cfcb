import { openAsBlob, readFileSync, statSync } from 'node:fs';
import { errorCode, messageOf, UserError } from '../errors.js';
import { folderError, readError, refuseSpecialFile } from './faults.js';
import { readLines } from './lines.js';

/** Reads a file that the user named or that the package ships. Throws UserError where it cannot be read. */
export function readNamedFile(file: string): Buffer {
  refuseSpecialFile(file);
  try {
    return readFileSync(file);
  } catch (thrown) {
    if (errorCode(thrown) === 'EISDIR') throw folderError(file);
    const why = errorCode(thrown) === 'ENOENT' ? 'there is no such file' : `cannot read it: ${messageOf(thrown)}`;
    throw new UserError(why, { file });
  }
}

/** What stands at a path; undefined where nothing does. */
export function kindOf(path: string): 'file' | 'folder' | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found && (found.isDirectory() ? 'folder' : 'file');
  } catch (thrown) {
    // A file stands where a folder above it is looked for.
    if (errorCode(thrown) === 'ENOTDIR') return undefined;
    throw readError(thrown, path);
  }
}

/** Bytes of a file that is there. */
export function sizeOf(file: string): number {
  return statSync(file).size;
}

/** A file's bytes for sending, read as they are needed. */
export const openBlob = (file: string): Promise<Blob> => openAsBlob(file);

/** Lines of a JSONL file that hold something; a file that is not there has none. */
export function countLines(file: string): number {
  let count = 0;
  if (kindOf(file) === undefined) return count;
  for (const { bytes } of readLines(file)) if (bytes.length > 0) count += 1;
  return count;
}
