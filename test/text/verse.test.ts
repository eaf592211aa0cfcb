import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinLines, withVerseOnly } from '../../src/readers/verse-lines.js';
import { learnCapitals } from '../../src/text/capitals.js';
import { asProse, verseLines } from '../../src/text/verse.js';

const speech = (role: string, lines: readonly string[]) => ({ role, ...joinLines(lines) });

/** A script of the test's own, in which most words also stand within a line. */
const SCRIPT = [
  speech('Wren', ['The harbour sleeps, and all the bells of Ostend are still;', 'And when the tide turns, I go.']),
  speech('Otto', ['My lord, so be it: by the lamp, O Wren, I swear', 'That you and Lord Marlow shall be free.']),
  speech('Wren', ["I'd rather hear it now, for 'tis late and the lord waits,", 'So speak.']),
  { role: 'narration', content: 'Enter Brandt, with a lamp.' },
];
const capitals = learnCapitals(SCRIPT);
const prose = (...lines: string[]) => {
  const { content, verse } = joinLines(lines);
  return asProse(content, verse, capitals);
};

test('lines are joined with a space, and it is known where each but the first begins', () => {
  const line = fc.stringMatching(/^[A-Za-z ,.'’]{0,20}$/);
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const words = lines.map((one) => one.replace(/\s+/g, ' ').trim()).filter((one) => one !== '');
      const { content, verse } = joinLines(lines);
      expect(content).toBe(lines.join('\n').replace(/\s+/g, ' ').trim());
      expect(verseLines(content, verse)).toEqual(words.length > 0 ? words : ['']);
    }),
  );
});

describe('verse read as prose', () => {
  test('a line that goes on with a sentence begins with a small letter', () => {
    expect(prose('Make haste to the harbour,', 'That we may sail', 'And never turn.')).toBe(
      'Make haste to the harbour, that we may sail and never turn.',
    );
  });

  test('a line behind the end of a sentence keeps its capital, whatever closes behind it', () => {
    const lines = ['Is it so?', 'And you said “Now.”', "Or 'never.'", 'So be it!--', 'The bells…', 'The tide.'];
    expect(prose(...lines)).toBe(lines.join(' '));
  });

  test('behind a comma, a semicolon, a colon and a dash a sentence goes on', () => {
    expect(prose('Hear me:', 'So it was,--', 'The lamp; ', 'The tide—', 'When it turns.')).toBe(
      'Hear me: so it was,-- the lamp; the tide— when it turns.',
    );
  });

  test('names keep their capital: those within lines, of speakers, of directions, and in other forms', () => {
    const lines = [
      'We sail, for',
      'Ostend is far, and',
      'Wren knows, and',
      'Brandt, and',
      "Ostend's bells, and",
      'Otto',
    ];
    expect(prose(...lines)).toBe(lines.join(' '));
  });

  test('what the script always writes with a capital keeps it: I, O', () => {
    expect(prose('for the tide,', 'I swear,', "I'll go,", 'O Wren,', 'And so')).toBe(
      "for the tide, I swear, I'll go, O Wren, and so",
    );
  });

  test('a title keeps its capital before a name only', () => {
    expect(prose('he sees', 'Lord Marlow, and my', 'Lord waits')).toBe('he sees Lord Marlow, and my lord waits');
  });

  test('a quotation begins with a capital, and a word with an apostrophe for its beginning does not', () => {
    expect(prose('he cried,', '“The tide!” and then,', "'So be it,' for", "'Tis late, and", "'Twas far")).toBe(
      "he cried, “The tide!” and then, 'So be it,' for 'tis late, and 'twas far",
    );
  });

  test('a word in capitals throughout is called out', () => {
    expect(prose('he said', 'NEVER, and', 'A lamp')).toBe('he said NEVER, and a lamp');
  });

  test('a speech in prose and one in a script without capitals stay as they are', () => {
    expect(asProse('The tide, That is', undefined, capitals)).toBe('The tide, That is');
    const { content, verse } = joinLines(['床前明月光，', '疑是地上霜。']);
    expect(asProse(content, verse, learnCapitals([{ role: '李白', content }]))).toBe(content);
  });

  test('nothing but the first letters of lines is changed', () => {
    const line = fc.stringMatching(/^[A-Za-zÉé,.:'“” ]{1,16}$/);
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
        const joined = prose(...lines);
        expect(joined.toLowerCase()).toBe(joinLines(lines).content.toLowerCase());
      }),
    );
  });
});

test('a speech of verse and prose may have very many lines', () => {
  const lines = Array.from({ length: 400_000 }, (_, at) => (at < 300_000 ? 'And so the tide,' : 'and so the tide,'));
  const [read] = withVerseOnly([{ speaker: 'Wren', ...joinLines(lines), act: 0, line: 1 }]);
  expect(read?.verse).toHaveLength(299_999);
});

test('a speech of very many lines takes time in proportion', () => {
  const time = (lines: number) => {
    const { content, verse } = joinLines(Array.from({ length: lines }, (_, at) => `'X${at} the tide and`));
    const start = performance.now();
    asProse(content, verse, learnCapitals([{ role: 'Wren', content, verse }]));
    return performance.now() - start;
  };
  time(1000);
  expect(time(40_000)).toBeLessThan(20_000);
});
