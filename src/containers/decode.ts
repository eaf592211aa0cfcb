import iconv from 'iconv-lite';
import { UserError } from '../errors.js';
import { guessEncoding, guessUtf16 } from './guess-encoding.js';
import { countUtf8, isUtf8, lineOfByte } from './utf8.js';

/** A text and the encoding that its bytes had. */
export interface Decoded {
  /** Every line ends in `\n`. */
  text: string;
  encoding: string;
  /** The encoding was guessed: neither the bytes nor the user say it. */
  isGuess: boolean;
}

/** How an encoding is named where it cannot be found out. */
const HOW_TO_NAME = '"encoding" in the role\'s file (or --encoding of --list-characters)';

const MARKS = [
  { mark: [0xef, 0xbb, 0xbf], encoding: 'UTF-8' },
  { mark: [0xff, 0xfe], encoding: 'UTF-16LE' },
  { mark: [0xfe, 0xff], encoding: 'UTF-16BE' },
] as const;

const IS_UTF8 = /^utf-?8$/i;

const withoutReturns = (text: string) => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);

/** Decodes and notices bytes that are not of that encoding: iconv-lite puts the sign U+FFFD in their place. */
function decodeAs(bytes: Uint8Array, encoding: string, file: string): string {
  const text = iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding);
  const at = text.indexOf('\ufffd');
  if (at === -1 && !(encoding.startsWith('UTF-16') && bytes.length % 2 === 1)) return withoutReturns(text);
  const line = at === -1 ? undefined : text.slice(0, at).split('\n').length;
  throw new UserError(`not entirely ${encoding}: some of it cannot be read`, {
    file,
    ...(line === undefined ? {} : { line }),
    advice: `The file is damaged or incomplete there, or has another encoding: name it with ${HOW_TO_NAME}.`,
  });
}

/** Some bytes of a UTF-8 file are wrong: the rest of it must not be converted. */
function strayByte(bytes: Uint8Array, file: string, { stray, firstStray }: { stray: number; firstStray: number }) {
  const byte = `0x${bytes[firstStray]!.toString(16).toUpperCase()}`;
  const more = stray > 1 ? ` (${stray} such bytes in the file)` : '';
  return new UserError(`a stray byte: ${byte} at byte ${firstStray} is not UTF-8, as the rest of the file is${more}`, {
    file,
    line: lineOfByte(bytes, firstStray),
    advice: 'Correct that character in an editor and save the file as UTF-8.',
  });
}

function noText(bytes: Uint8Array, file: string, at: number): UserError {
  return new UserError(`this is not text: byte ${at} is zero`, {
    file,
    line: lineOfByte(bytes, at),
    advice: 'Save the script as plain text (UTF-8) and name that file.',
  });
}

function unsure(bytes: Uint8Array, file: string, likely: readonly string[], at: number): UserError {
  const guesses = likely.length > 0 ? `; it may be ${likely.join(' or ')}` : '';
  return new UserError(`byte ${at} is not UTF-8, and its encoding is not clear${guesses}`, {
    file,
    line: lineOfByte(bytes, at),
    advice: `If the file is text, name its encoding with ${HOW_TO_NAME}, for example: encoding: ${likely[0] ?? 'windows-1252'}.`,
  });
}

function decodeNamed(bytes: Uint8Array, file: string, encoding: string): Decoded {
  if (!iconv.encodingExists(encoding)) {
    throw new UserError(`there is no encoding "${encoding}"`, {
      file,
      advice:
        'Encodings are, among others: UTF-8, UTF-16LE, GB18030, Big5, Shift_JIS, EUC-KR, windows-1252, ISO-8859-1.',
    });
  }
  // The web reads Latin-1 as Windows-1252 too: quotation marks and dashes instead of signs that cannot be printed.
  const known = /^(?:latin-?1|iso-?8859-?1)$/i.test(encoding) ? 'windows-1252' : encoding;
  return { text: decodeAs(bytes, known, file), encoding, isGuess: false };
}

/** The encoding that a page's head claims, where it is right: some pages were converted and say what they were. */
function decodeClaimed(bytes: Uint8Array, file: string, claimed: string): Decoded | undefined {
  try {
    return IS_UTF8.test(claimed) ? undefined : decodeNamed(bytes, file, claimed);
  } catch {
    return undefined;
  }
}

/**
 * The text in a file's bytes: in the encoding that the user named, that a byte order mark tells, UTF-8, the one that a page's head
 * claims, or one that a detector is sure of. Throws UserError with line and byte where it cannot be read.
 */
export function decode(bytes: Uint8Array, file: string, encoding?: string, claimed?: string): Decoded {
  if (encoding !== undefined && !IS_UTF8.test(encoding)) return decodeNamed(bytes, file, encoding);
  const marked = MARKS.find(({ mark }) => mark.every((byte, at) => bytes[at] === byte))?.encoding;
  if (marked?.startsWith('UTF-16')) return { text: decodeAs(bytes, marked, file), encoding: marked, isGuess: false };
  const utf16 = marked === undefined && encoding === undefined ? guessUtf16(bytes) : undefined;
  if (utf16) return { text: decodeAs(bytes, utf16, file), encoding: utf16, isGuess: true };
  const zero = bytes.indexOf(0);
  if (zero !== -1) throw noText(bytes, file, zero);
  if (isUtf8(bytes))
    return { text: withoutReturns(new TextDecoder().decode(bytes)), encoding: 'UTF-8', isGuess: false };
  const fromHead = claimed === undefined ? undefined : decodeClaimed(bytes, file, claimed);
  if (fromHead) return fromHead;
  const count = countUtf8(bytes);
  if (marked || encoding !== undefined || count.characters >= count.stray) throw strayByte(bytes, file, count);
  const { sure, likely } = guessEncoding(bytes);
  if (sure === undefined) throw unsure(bytes, file, likely, count.firstStray);
  return { text: decodeAs(bytes, sure, file), encoding: sure, isGuess: true };
}
