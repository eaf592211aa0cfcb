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
