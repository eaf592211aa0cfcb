import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findBrokenCharacter, withoutBrokenCharacters } from '../../src/text/broken-characters.js';

const character = fc.oneof(
  fc.constantFrom(
    ...'\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u0000\u001B\u0085\uD83D\uDC4D\t\n\r\u200D',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);

test('what is taken out leaves nothing to find but characters that were lost, and only takes away', () => {
  fc.assert(
    fc.property(fc.array(character), (characters) => {
      const text = characters.join('');
      const clean = withoutBrokenCharacters(text);
      expect(findBrokenCharacter(clean) ?? 'lost').toContain('lost');
      if (findBrokenCharacter(text) === undefined) expect(clean).toBe(text);
    }),
  );
});

test.each([
  ['ha\uD83D', 'half a character (U+D83D)'],
  ['\uDC4D', 'half a character (U+DC4D)'],
  ['a\u0000b', 'a control character (U+0000)'],
  ['\u001B[2J', 'a control character (U+001B)'],
  ['\u009B2J', 'a control character (U+009B)'],
  ['page\fbreak', 'a control character (U+000C)'],
  ['caf\uFFFD', 'a character that was lost (U+FFFD)'],
  ['a\u202Eb', 'a mark of direction that is not balanced (U+202E)'],
  ['a\u202Cb', 'a mark of direction that is not balanced (U+202C)'],
  ['\u2067a\u202C', 'a mark of direction that is not balanced (U+202C)'],
  ['\u202Ba\u2069', 'a mark of direction that is not balanced (U+2069)'],
])('%j holds %s', (text, found) => expect(findBrokenCharacter(text)).toBe(found));

test.each([
  '\tone\r\ntwo\n',
  '👍🏽 👨‍👩‍👧 🇨🇳',
  'می\u200Cخواهم',
  '\u200Eleft \u200Fright \u061C',
  'He said \u2067שלום\u2069 and left.',
  '\u202Bשלום \u202Aabc\u202C\u202C',
  '\u2066a\u202Ab\u202C\u2069',
  '诺拉：灯亮着。',
])('%j is whole', (text) => expect(findBrokenCharacter(text)).toBeUndefined());
