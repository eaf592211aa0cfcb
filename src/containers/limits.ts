import { UserError } from '../errors.js';

/**
 * Bytes that one file may unpack to. Our choice: the complete works of a writer take about 10 MB, and 256 MiB can still be read
 * in the memory of a small machine.
 */
export const MOST_UNPACKED = 256 * 2 ** 20;

/** What is said of a file that would fill the memory: by accident or a decompression bomb. */
export function tooLarge(file: string): UserError {
  return new UserError(`unpacked, it has more than ${MOST_UNPACKED / 2 ** 20} MiB, which is more than any script`, {
    file,
    advice: 'Unpack it yourself and name the part that holds the script.',
  });
}
