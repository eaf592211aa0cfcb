import { type Stats, statSync } from 'node:fs';
import { errorCode, messageOf, UserError } from '../errors.js';

const RIGHTS = 'Give yourself the right to do so, or choose another folder with --data.';
const FILE_IN_THE_WAY = 'A file stands where a folder is needed: move it or choose another folder with --data.';
const FULL = 'run the same command again; what was made is kept.';

/** What the operating system says when a file or folder cannot be used, and what to do about it. None of these is our bug. */
const ADVICE: Readonly<Record<string, string>> = {
  EACCES: RIGHTS,
  EPERM: RIGHTS,
  EROFS: 'The file system is read-only: choose another folder with --data.',
  ENOSPC: `The disk is full: make room and ${FULL}`,
  EDQUOT: `Your share of the disk is used up: make room and ${FULL}`,
  EFBIG: `The file is larger than may be written here: raise the limit (ulimit -f) or use another disk, and ${FULL}`,
  EMFILE: `Too many files are open: raise the limit (ulimit -n) and ${FULL}`,
  ENFILE: `Too many files are open on this machine: end other programs and ${FULL}`,
  ENOMEM: `There is no memory left: end other programs and ${FULL}`,
  EIO: 'The disk reports an error: check it, then run the same command again.',
  ESTALE: 'The network disk has lost the file: check it, then run the same command again.',
  ETIMEDOUT: 'The network disk does not answer: check it, then run the same command again.',
  ENOENT: 'The folder is gone or cannot be made: choose another with --data, or run the same command again.',
  ENOTDIR: FILE_IN_THE_WAY,
  EEXIST: FILE_IN_THE_WAY,
  EISDIR: 'A folder stands where a file belongs: move it.',
  ENOTEMPTY: 'Another program writes into this folder: end it and run the same command again.',
  ELOOP: 'Links are not followed here: put the file itself in the place of the link.',
  ENAMETOOLONG: 'The name is too long for the file system: choose a shorter one.',
  EBUSY: 'Another program or a mounted disk holds it: release it, or choose another folder with --data.',
  EXDEV: 'Part of the folder is on another disk: move it here, or choose another folder with --data.',
  ETXTBSY: 'A running program uses the file: end it and run the same command again.',
  EMLINK: 'The file system takes no more entries here: choose another folder with --data.',
  ENXIO: 'A pipe or socket stands where a file belongs: move it.',
  ENODEV: 'A device stands where a file belongs: move it.',
  ENOTSUP: 'The file system cannot do this: choose another folder with --data.',
  EOPNOTSUPP: 'The file system cannot do this: choose another folder with --data.',
  ERR_FS_EISDIR: 'A folder stands where a file belongs: move it.',
  ERR_FS_FILE_TOO_LARGE: 'Split the file into smaller ones.',
};

/** Node refuses such a path before the system sees it. */
function hasNullByte(thrown: unknown): boolean {
  return errorCode(thrown) === 'ERR_INVALID_ARG_VALUE' && messageOf(thrown).includes('null bytes');
}

function explain(thrown: unknown, what: string, file: string | undefined, own: Readonly<Record<string, string>> = {}) {
  const place = file === undefined ? {} : { file };
  if (hasNullByte(thrown)) return new UserError('a path cannot hold a null byte', { ...place, cause: thrown });
  const code = errorCode(thrown);
  const advice = code === undefined ? undefined : (own[code] ?? ADVICE[code]);
  return advice ? new UserError(`${what} (${code})`, { ...place, advice, cause: thrown }) : thrown;
}

/** Turns a failed write into the user's error; anything that is not the system's stays what it is. */
export const writeError = (thrown: unknown, file: string): unknown => explain(thrown, 'cannot write', file);

const READ_RIGHTS = 'Give yourself the right to read it, or name another.';

/** Turns a failed read into the user's error; anything that is not the system's, or that nothing is there, stays what it is. */
export function readError(thrown: unknown, file: string): unknown {
  if (errorCode(thrown) === 'ENOENT') return thrown;
  const own = { EACCES: READ_RIGHTS, EPERM: READ_RIGHTS, ENOTDIR: READ_RIGHTS, ELOOP: 'Its links lead in a circle.' };
  return explain(thrown, 'cannot read it', file, own);
}

/** Turns what the operating system refused, wherever that was, into the user's error; anything else stays what it is. */
export function systemError(thrown: unknown): unknown {
  if (thrown instanceof UserError) return thrown;
  const { syscall, path } = (thrown ?? {}) as { syscall?: unknown; path?: unknown };
  if (typeof syscall !== 'string' && !hasNullByte(thrown)) return thrown;
  return explain(thrown, `the system refuses "${String(syscall)}"`, typeof path === 'string' ? path : undefined);
}

/** The user's error where a folder stands and a file was named. */
export function folderError(file: string): UserError {
  return new UserError('this is a folder, not a file', { file, advice: 'Name a file.' });
}

/** The user's error where a pipe, socket or device stands and a file was named. */
export function specialError(file: string, found: Stats): UserError {
  const kind = found.isFIFO() ? 'a named pipe' : found.isSocket() ? 'a socket' : 'a device';
  return new UserError(`this is ${kind}, not a file`, {
    file,
    advice: 'Use a regular file: save its contents to one first.',
  });
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
  throw found.isDirectory() ? folderError(file) : specialError(file, found);
}
