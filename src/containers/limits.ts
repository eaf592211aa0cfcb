import { UserError } from '../errors.js';

/**
 * Bytes that one file may unpack to. Our choice: the complete works of a writer take about 10 MB, and 256 MiB can still be read
 * in the memory of a small machine.
 */
export const MOST_UNPACKED = 256 * 2 ** 20;

/** What is said of a file that would fill the memory: by accident or a decompression bomb. */
export function tooLarge(file: string, most: number): UserError {
  const limit = most < 2 ** 20 ? `${most} bytes` : `${Math.round(most / 2 ** 20)} MiB`;
  return new UserError(`unpacked, it has more than ${limit}, which is more than any script`, {
    file,
    advice: 'Save the part that holds the script as plain text and name that.',
  });
}
