import { unzipSync } from 'fflate';
import { UserError } from '../errors.js';
import { MOST_UNPACKED, tooLarge } from './limits.js';

/** Whether bytes begin as a zip archive with something in it does: DOCX, EPUB and CHARX are such archives. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/** The first file's flags: bit 0 says that a password is needed. */
const isEncrypted = (bytes: Uint8Array): boolean => ((bytes[6] ?? 0) & 1) === 1;

/** Walks the archive; `isWanted` chooses by name and unpacked size what is unpacked. */
function unzip(bytes: Uint8Array, file: string, isWanted: (name: string, size: number) => boolean) {
  try {
    return unzipSync(bytes, { filter: ({ name, originalSize }) => isWanted(name, originalSize) });
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    throw isEncrypted(bytes)
      ? new UserError('this archive needs a password', { file, advice: 'Unpack it and name the file inside.' })
      : new UserError('this archive is damaged or incomplete', { file, advice: 'Get it again.', cause: thrown });
  }
}

/** Names of all files in a zip archive, in its order. Throws UserError where it is damaged. */
export function listZip(bytes: Uint8Array, file: string): string[] {
  const names: string[] = [];
  unzip(bytes, file, (name) => {
    names.push(name);
    return false;
  });
  return names;
}

/**
 * The files of a zip archive that `isWanted` chooses, by their names. What the archive says of their sizes is reckoned before
 * anything is unpacked, and nothing becomes larger than it said. Throws UserError where the archive is damaged, needs a password,
 * or would unpack to more than `most` bytes.
 */
export function readZip(
  bytes: Uint8Array,
  file: string,
  isWanted: (name: string) => boolean,
  most = MOST_UNPACKED,
): Map<string, Uint8Array> {
  let total = 0;
  const files = unzip(bytes, file, (name, size) => {
    if (!isWanted(name)) return false;
    total += size;
    if (total > most) throw tooLarge(file, most);
    return true;
  });
  return new Map(Object.entries(files));
}
