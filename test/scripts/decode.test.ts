import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { decode } from '../../src/scripts/decode.js';

const utf16 = (text: string, isLittleEndian: boolean): Uint8Array => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return isLittleEndian ? bytes : bytes.swap16();
};

test('UTF-8 with and without byte order mark and UTF-16 of both orders with one give the same text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (generated) => {
      const text = generated.replace(/\r\n?/g, '\n').replace(/^\ufeff+/, '');
      for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`), utf16(text, true), utf16(text, false)]) {
        expect(decode(bytes, 'a.txt')).toBe(text);
      }
    }),
  );
});

test('every kind of line end becomes a line feed', () => {
  expect(decode(Buffer.from('a\r\nb\rc\nd\r\r\ne'), 'a.txt')).toBe('a\nb\nc\nd\n\ne');
});

test('bytes that are not UTF-8 are an error with file, line, byte and how to convert them', () => {
  const bytes = Buffer.from('first\nsecond caf\xe9 end', 'latin1');
  try {
    decode(bytes, 'cafe.txt');
    expect.unreachable();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(UserError);
    const error = thrown as UserError;
    expect([error.file, error.line]).toEqual(['cafe.txt', 2]);
    expect(error.message).toContain('byte 16');
    expect(error.advice).toContain('iconv');
  }
});

test('a character cut off at the end of the file is an error, and so is half a UTF-16 unit', () => {
  expect(() => decode(Buffer.from('中').subarray(0, 2), 'a.txt')).toThrow(UserError);
  expect(() => decode(Buffer.concat([utf16('ab', true), Buffer.from([65])]), 'a.txt')).toThrow(UserError);
});

test('any bytes are text or a UserError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        expect(typeof decode(bytes, 'a')).toBe('string');
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(UserError);
      }
    }),
  );
});
