const NEWLINE = 0x0a;

/** Whether bytes are UTF-8 throughout. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Bytes that must follow one that begins a character beyond ASCII; 0 for bytes that begin none. */
function followersOf(byte: number): number {
  if (byte >= 0xc2 && byte <= 0xdf) return 1;
  if (byte >= 0xe0 && byte <= 0xef) return 2;
  return byte >= 0xf0 && byte <= 0xf4 ? 3 : 0;
}

/** Characters that would be longer than they must be, surrogates, and what lies beyond Unicode (RFC 3629, section 4). */
function isForbidden(first: number, second: number): boolean {
  if (first === 0xe0) return second < 0xa0;
  if (first === 0xed) return second > 0x9f;
  if (first === 0xf0) return second < 0x90;
  return first === 0xf4 && second > 0x8f;
}

/** Bytes of the character beyond ASCII that begins at `at`; 0 where none does. */
function characterLength(bytes: Uint8Array, at: number): number {
  const followers = followersOf(bytes[at]!);
  if (followers === 0 || at + followers >= bytes.length || isForbidden(bytes[at]!, bytes[at + 1]!)) return 0;
  for (let next = at + 1; next <= at + followers; next++) if ((bytes[next]! & 0xc0) !== 0x80) return 0;
  return followers + 1;
}

/** What of some bytes is UTF-8: characters beyond ASCII, bytes that begin none, and where the first of these stands. */
export function countUtf8(bytes: Uint8Array): { characters: number; stray: number; firstStray: number } {
  const count = { characters: 0, stray: 0, firstStray: -1 };
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at]! < 0x80) {
      at += 1;
      continue;
    }
    const length = characterLength(bytes, at);
    if (length > 0) count.characters += 1;
    else if (count.stray++ === 0) count.firstStray = at;
    at += Math.max(1, length);
  }
  return count;
}

/** The line, from 1, that a byte stands on. */
export function lineOfByte(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(NEWLINE); at !== -1 && at < offset; at = bytes.indexOf(NEWLINE, at + 1)) line += 1;
  return line;
}
