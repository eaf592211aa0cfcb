import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode, UserError } from '../errors.js';
import { kindOf } from './read-file.js';

/**
 * Writes files, by their paths, into a folder where none of them stands yet: all of them or, where one is there or cannot be
 * written, none. Throws UserError.
 */
export function writeNewFiles(folder: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  for (const path of files.keys()) {
    if (kindOf(join(folder, path)) !== undefined) throw alreadyThere(join(folder, path));
  }
  const written: string[] = [];
  for (const [path, content] of files) {
    const file = join(folder, path);
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content, { flag: 'wx' });
      written.push(file);
    } catch (thrown) {
      for (const other of written) rmSync(other, { force: true });
      throw explain(thrown, file);
    }
  }
}

const alreadyThere = (file: string) =>
  new UserError('it exists already; nothing was written', {
    file,
    advice: 'Move it away, or name another folder.',
  });

/** The user's error of a write that failed; anything that is not the system's stays what it is. */
function explain(thrown: unknown, file: string): unknown {
  const code = errorCode(thrown);
  if (code === 'EEXIST' && kindOf(dirname(file)) === 'folder') return alreadyThere(file);
  if (code === undefined) return thrown;
  return new UserError(`cannot write (${code})`, { file, advice: 'Name another folder.', cause: thrown });
}
