import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blankGutenberg } from '../../src/readers/gutenberg.js';

const body = ['A STORY', '', 'It rained.', 'It stopped.'];
const lines = (text: string) => text.split('\n');

test('everything up to the start mark and from the end mark on is blank, the body keeps its line numbers', () => {
  const before = ['The Project Gutenberg eBook of A Story', '', '*** START OF THE PROJECT GUTENBERG EBOOK A STORY ***'];
  const after = ['*** END OF THE PROJECT GUTENBERG EBOOK A STORY ***', 'Updated editions will replace it.'];
  const read = lines(blankGutenberg([...before, ...body, ...after].join('\n')));
  expect(read).toEqual(['', '', '', ...body, '', '']);
});

test('a start mark may be broken over two lines', () => {
  const text = ['*** START OF THIS PROJECT GUTENBERG EBOOK A VERY', 'LONG STORY ***', ...body].join('\n');
  expect(lines(blankGutenberg(text))).toEqual(['', '', ...body]);
});

test('the small print of the old files and their last line go', () => {
  const text = [
    'Etext of A Story',
    '*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*',
    ...body,
    "End of Project Gutenberg's A Story, by Nobody",
    'x',
  ];
  expect(lines(blankGutenberg(text.join('\n')))).toEqual(['', '', ...body, '', '']);
});

test('who produced the file and what the transcriber notes go', () => {
  const text = [
    '*** START OF THE PROJECT GUTENBERG EBOOK A STORY ***',
    '',
    'Produced by Nobody and the Online',
    'Distributed Proofreading Team.',
    '',
    "[Transcriber's Note: the spelling",
    'is the old one.]',
    'A STORY',
    "Transcriber's Notes:",
    '',
    'Two commas were added.',
    '',
    'It rained.',
  ];
  expect(lines(blankGutenberg(text.join('\n')))).toEqual([
    ...Array(7).fill(''),
    'A STORY',
    ...Array(4).fill(''),
    'It rained.',
  ]);
});

test('a text that is not from Project Gutenberg stays as it is', () => {
  const text = [...body, 'The end of the project was near.'].join('\n');
  expect(blankGutenberg(text)).toBe(text);
});

test('any text keeps its number of lines', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '\n',
      '*** START OF THE PROJECT GUTENBERG EBOOK',
      ' ***',
      'End of Project Gutenberg',
      "[Transcriber's note",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      expect(lines(blankGutenberg(text))).toHaveLength(lines(text).length);
    }),
  );
});

const earnest = new URL('../../../shared/corpus/scripts/en/importance-of-being-earnest.pg844.txt', import.meta.url);

test.skipIf(!existsSync(earnest))(
  'a real file loses its licence and nothing of its play (skipped without shared/corpus)',
  () => {
    const read = lines(blankGutenberg(readFileSync(earnest, 'utf8')));
    expect(read.findIndex((line) => line.trim() !== '') + 1).toBe(31);
    expect(read.findLastIndex((line) => line.trim() !== '') + 1).toBe(3914);
    expect(read.join('\n')).not.toMatch(/Gutenberg/i);
  },
);
