import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { renderFitting } from '../../src/cli/plain-table.js';

const widest = (text: string) => Math.max(...text.split('\n').map((line) => stringWidth(line)));
const ROLES = {
  head: ['role', 'lines', 'failed', 'refused by'],
  rows: [
    ['曹操', '159', '0', 'exact-duplicate 14, confidence 14, length 2'],
    ['Hamlet', '359', '0', 'quota 21, confidence 18'],
  ],
  rightAligned: [1, 2],
};

test('in a file or a pipe a table has all its columns, each row a line', () => {
  expect(renderFitting(ROLES)).toBe(
    [
      'role    lines  failed  refused by',
      '曹操      159       0  exact-duplicate 14, confidence 14, length 2',
      'Hamlet    359       0  quota 21, confidence 18',
    ].join('\n'),
  );
});

test('in a narrow terminal columns that tell nothing go first, then the words at the end are broken', () => {
  expect(renderFitting(ROLES, 60)).toBe(
    [
      'role    lines  refused by',
      '曹操      159  exact-duplicate 14, confidence 14, length 2',
      'Hamlet    359  quota 21, confidence 18',
    ].join('\n'),
  );
  expect(renderFitting(ROLES, 40).split('\n')).toEqual([
    'role    lines  refused by',
    '曹操      159  exact-duplicate 14,',
    '               confidence 14, length 2',
    'Hamlet    359  quota 21, confidence 18',
  ]);
});

test('a table with words at its end fits every terminal that has room for its other columns', () => {
  const words = fc.array(fc.constantFrom('quota', 'confidence', '张飞', 'length'), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(
      fc.array(words, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 40, max: 120 }),
      (texts, columns) => {
        const rows = texts.map((text, k) => [`role ${k}`, String(k + 1), text.join(' ')]);
        const drawn = renderFitting({ head: ['role', 'lines', 'refused by'], rows, rightAligned: [1] }, columns);
        expect(widest(drawn)).toBeLessThanOrEqual(columns);
        for (const word of texts.flat()) expect(drawn).toContain(word);
      },
    ),
  );
});
