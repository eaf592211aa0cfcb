import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../../src/errors.js';
import { readInstructions } from '../../../src/recipes/rolegpt/read-instructions.js';

const filled = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '');
const rows = fc.array(fc.record({ instruction: filled, input: filled, output: filled }), { minLength: 1 });
const keys = ['instruction', 'input', 'output'] as const;
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;

test('JSONL and CSV give back what was written', () => {
  fc.assert(
    fc.property(rows, (written) => {
      const jsonl = written.map((row) => JSON.stringify(row)).join('\n');
      const csv = [keys.join(','), ...written.map((row) => keys.map((key) => cell(row[key])).join(','))].join('\n');
      for (const [text, file] of [
        [jsonl, 'a.jsonl'],
        [csv, 'a.csv'],
        [JSON.stringify(written), 'a.json'],
      ] as const) {
        const read = readInstructions(text, file, 'en');
        expect(read.map(({ instruction, input, raw_answer }) => ({ instruction, input, output: raw_answer }))).toEqual(
          written,
        );
      }
    }),
  );
});

test('text holds an instruction a line, without blank lines and comments, and Han characters make it Chinese', () => {
  const read = readInstructions('# mine\n\nSing.\n写诗。\n', 'a.txt');
  expect(read.map(({ instruction, language }) => [instruction, language])).toEqual([
    ['Sing.', 'en'],
    ['写诗。', 'zh'],
  ]);
});

test('a row of self-instruct gives its first instance', () => {
  const row = { instruction: 'Add.', instances: [{ input: '1 and 2', output: '3' }] };
  expect(readInstructions(JSON.stringify(row), 'a.jsonl')[0]).toMatchObject({ input: '1 and 2', raw_answer: '3' });
});

test.each([
  ['a.jsonl', '{"instruction":"Sing."}\n{"input":"x"}', 2],
  ['a.jsonl', '{"instruction":"Sing."}\n\n{', 3],
  ['a.csv', 'instruction,input\nSing.,x\n,y', 3],
])('a row of %s that does not fit is named with its line', (file, text, line) => {
  expect(() => readInstructions(text, file)).toThrow(expect.objectContaining({ file, line }));
});

test('an unknown type of file and an empty one are errors of the user', () => {
  expect(() => readInstructions('x', 'a.pdf')).toThrow(UserError);
  expect(() => readInstructions('', 'a.jsonl')).toThrow(UserError);
});

test.each(['en', 'zh'] as const)(
  'the shipped sample in %s is of that language, with categories and answers',
  (language) => {
    const file = new URL(`../../../instructions/${language}.jsonl`, import.meta.url);
    const read = readInstructions(readFileSync(file, 'utf8'), file.pathname);
    expect(read.length).toBeGreaterThanOrEqual(40);
    expect(read.every((row) => row.language === language && row.raw_answer !== null && row.category !== null)).toBe(
      true,
    );
  },
);
