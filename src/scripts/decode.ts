import { UserError } from '../errors.js';

const NEWLINE = 0x0a;

/** Whether bytes are UTF-8; `mayGoOn` forgives a character that is cut off at their end. */
function isUtf8(bytes: Uint8Array, mayGoOn: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: mayGoOn });
    return true;
  } catch {
    return false;
  }
}

/** Index of the first byte that begins no character of UTF-8. */
function firstInvalidByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8(bytes.subarray(0, middle), true)) good = middle;
    else bad = middle;
  }
  // The good part may end in the first bytes of the character that is broken.
  while (!isUtf8(bytes.subarray(0, good), false)) good -= 1;
  return good;
}

function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const offset = firstInvalidByte(bytes);
    const line = bytes.subarray(0, offset).reduce((count, byte) => count + (byte === NEWLINE ? 1 : 0), 1);
    throw new UserError(`not UTF-8: byte ${offset} cannot be read`, {
      file,
      line,
      advice: `Convert it, for example: iconv -f WINDOWS-1252 -t UTF-8 "${file}" > utf8.txt (Chinese: -f GB18030).`,
    });
  }
}

function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be', file: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new UserError('broken UTF-16', { file, advice: 'The file is damaged or cut off: get it again.' });
  }
}

/**
 * The text in a file's bytes: UTF-8 with or without byte order mark, or UTF-16 with one. Every line ends in `\n` afterwards.
 * Throws UserError with line and byte where it is in another encoding.
 */
export function decode(bytes: Uint8Array, file: string): string {
  const mark =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined;
  const text = mark === undefined ? decodeUtf8(bytes, file) : decodeUtf16(bytes, mark, file);
  return text.replace(/\r\n?/g, '\n');
}
