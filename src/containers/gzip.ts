import { gunzipSync } from 'node:zlib';
import { errorCode, UserError } from '../errors.js';
import { MOST_UNPACKED, tooLarge } from './limits.js';

/** Whether bytes begin as gzip does (RFC 1952). */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;

/** What a gzip file holds. Throws UserError where it is damaged, or too large when unpacked. */
export function unpackGzip(bytes: Uint8Array, file: string, most = MOST_UNPACKED): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch (thrown) {
    if (errorCode(thrown) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(file, most);
    throw new UserError('this gzip file is damaged or incomplete', { file, advice: 'Get it again.', cause: thrown });
  }
}
