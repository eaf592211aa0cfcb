import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decode } from '../../src/containers/decode.js';
import { UserError } from '../../src/errors.js';

const utf16 = (text: string, isLittleEndian: boolean): Uint8Array => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return isLittleEndian ? bytes : bytes.swap16();
};

/** The error that a call throws. */
function errorOf(call: () => unknown): UserError {
  try {
    call();
  } catch (thrown) {
    if (thrown instanceof UserError) return thrown;
    throw thrown;
  }
  return expect.unreachable();
}

const CHINESE = '宝儿：船回来了么？\n小福：还没有呢，太太。风不顺。\n宝儿：那我们就等着吧。\n';
const TRADITIONAL = '寶兒：船回來了麼？\n小福：還沒有呢，太太。風不順。\n寶兒：那我們就等著吧。\n';
const JAPANESE = '花子：船はもう戻りましたか。\n太郎：まだです、奥様。風が逆ですから。\n';
const KOREAN = '마르타: 배가 돌아왔느냐?\n소년: 아직 안 왔습니다. 바람이 거꾸로 붑니다.\n';
const ENGLISH = 'MARTHA. It’s late — is the boat come in?\n\nBOY. “Not yet,” they said at the café.\n';
const FRENCH = "MARTHE. Le bateau est-il rentré ? Je ne le vois pas d'ici.\nLE GARÇON. Pas encore, maîtresse.\n";
const POLISH = 'MARTA. Czy łódź już wróciła? Nic stąd nie widzę.\nCHŁOPIEC. Jeszcze nie, proszę pani.\n';

test('UTF-8 with and without byte order mark and UTF-16 of both orders with one give the same text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (generated) => {
      const text = generated
        .replaceAll('\ufffd', '')
        .replace(/\r\n?/g, '\n')
        .replace(/^\ufeff+/, '');
      for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`), utf16(text, true), utf16(text, false)]) {
        expect(decode(bytes, 'a.txt')).toMatchObject({ text, isGuess: false });
      }
    }),
  );
});

test('every kind of line end becomes a line feed', () => {
  expect(decode(Buffer.from('a\r\nb\rc\nd\r\r\ne'), 'a.txt').text).toBe('a\nb\nc\nd\n\ne');
});

describe('an encoding that the bytes do not name is guessed', () => {
  test.each([
    ['GB18030', 'GB18030', CHINESE],
    ['GBK', 'GB18030', CHINESE],
    ['Big5', 'Big5', TRADITIONAL],
    ['Shift_JIS', 'Shift_JIS', JAPANESE],
    ['EUC-JP', 'EUC-JP', JAPANESE],
    ['EUC-KR', 'EUC-KR', KOREAN],
    ['windows-1252', 'windows-1252', ENGLISH],
    ['ISO-8859-1', 'windows-1252', FRENCH],
    ['windows-1250', 'windows-1250', POLISH],
    ['UTF-16LE', 'UTF-16LE', ENGLISH],
    ['UTF-16BE', 'UTF-16BE', CHINESE],
  ])('%s', (written, encoding, text) => {
    const bytes = iconv.encode(text, written, { addBOM: false });
    expect(decode(bytes, 'a.txt')).toEqual({ text, encoding, isGuess: true });
    // Where the first letter beyond ASCII stands does not count.
    const late = iconv.encode('A: Yes.\nB: No.\n'.repeat(10_000) + text, written, { addBOM: false });
    expect(decode(late, 'a.txt')).toMatchObject({ encoding, isGuess: true });
  });

  test('Chinese of a few words is not taken for Japanese, which has kana', () => {
    const bytes = iconv.encode('甲：好。\n乙：好。\n甲：走。\n乙：走。\n', 'GB18030');
    expect(decode(bytes, 'a.txt')).toMatchObject({ encoding: 'GB18030', text: expect.stringContaining('甲：走。') });
  });

  test('from one word with an accent', () => {
    expect(decode(Buffer.from('first\nsecond caf\xe9 end', 'latin1'), 'a.txt').text).toContain('café');
  });
});

test.each([
  ['letters of an old Mac', iconv.encode('The fiancée is at the café.\n', 'macroman'), 1, 9],
  [
    'Russian, which the detector finds in several',
    iconv.encode('line\nМАРТА. Лодка вернулась?\n', 'windows-1251'),
    2,
    5,
  ],
  ['bytes that are no text', Buffer.from([0xff, 0xfb, 0x90]), 1, 0],
])('a guess that is not sure asks for the encoding, with line and byte: %s', (_, bytes, line, byte) => {
  const error = errorOf(() => decode(bytes, 'a.txt'));
  expect(error).toMatchObject({ file: 'a.txt', line });
  expect(error.message).toContain(`byte ${byte} `);
  expect(error.advice).toMatch(/"encoding" in the role's file.*for example: encoding: \S+/);
});

test('bytes with zeros among them that are not UTF-16 are no text', () => {
  expect(errorOf(() => decode(Buffer.from('RIFF\x01\x00\x00\x02 abc', 'latin1'), 'a')).message).toMatch(
    /not text: byte 5 is zero/,
  );
});

test('the encoding that the user names is taken, whatever the bytes look like', () => {
  const russian = 'МАРТА. Лодка вернулась?\n';
  const read = decode(iconv.encode(russian, 'windows-1251'), 'a.txt', 'windows-1251');
  expect(read).toEqual({ text: russian, encoding: 'windows-1251', isGuess: false });
  expect(decode(Buffer.from(ENGLISH), 'a.txt', 'utf-8').text).toBe(ENGLISH);
  expect(decode(iconv.encode('It’s late.', 'windows-1252'), 'a.txt', 'latin1').text).toBe('It’s late.');
});

test('an encoding that does not exist, or that the bytes do not have, is an error', () => {
  expect(errorOf(() => decode(Buffer.from('a'), 'a.txt', 'klingon')).advice).toContain('GB18030');
  const error = errorOf(() => decode(Buffer.from('a\nb\xff\xff', 'latin1'), 'a.txt', 'Shift_JIS'));
  expect(error).toMatchObject({ file: 'a.txt', line: 2 });
  expect(errorOf(() => decode(iconv.encode(CHINESE, 'GBK'), 'a.txt', 'utf8')).message).toContain('stray byte');
});

test('a UTF-8 file with a stray byte names its line and byte, and is not told to convert the file', () => {
  const before = Buffer.from('“The boat’s late.”\nMARTHA. Caf');
  const bytes = Buffer.concat([before, Buffer.from([0xe9]), Buffer.from(' — closed.\n')]);
  const error = errorOf(() => decode(bytes, 'a.txt'));
  expect(error).toMatchObject({ file: 'a.txt', line: 2 });
  expect(error.message).toContain(`0xE9 at byte ${before.length} `);
  expect(error.advice).not.toMatch(/iconv|convert/i);
});

test('a character cut off at the end of the file is an error, and so is half a UTF-16 unit', () => {
  expect(() => decode(Buffer.from('中文中').subarray(0, 8), 'a.txt')).toThrow(UserError);
  expect(() => decode(Buffer.concat([utf16('ab', true), Buffer.from([65])]), 'a.txt')).toThrow(UserError);
});

test('one character put into a UTF-8 text as Latin-1 is found where it stands', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('“Yes.”', '中文', 'é', 'ab', '\n'), { minLength: 4 }),
      fc.nat(),
      (parts, at) => {
        const cut = at % parts.length;
        const before = Buffer.from(`“é${parts.slice(0, cut).join('')}x`);
        const bytes = Buffer.concat([before, Buffer.from([0xe9]), Buffer.from(`x${parts.slice(cut).join('')}`)]);
        const error = errorOf(() => decode(bytes, 'a.txt'));
        expect(error.message).toContain(`byte ${before.length} `);
        expect(error.line).toBe(before.toString().split('\n').length);
      },
    ),
  );
});

test('any bytes are text or a UserError, in any encoding', () => {
  const encodings = fc.constantFrom(undefined, 'utf-8', 'gbk', 'big5', 'shift_jis', 'utf-16le', 'windows-1252', '');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), encodings, (bytes, encoding) => {
      try {
        expect(typeof decode(bytes, 'a', encoding).text).toBe('string');
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(UserError);
      }
    }),
  );
});
