import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { UserError } from '../../src/errors.js';
import { parseYaml } from '../../src/store/yaml-file.js';

const Shape = z.strictObject({
  name: z.string(),
  lines: z.array(z.string()).default([]),
  filter: z.strictObject({ share: z.number().max(1) }).optional(),
});
const read = (text: string) => parseYaml(text, 'a.yaml', Shape, 'Keys are: name, lines, filter.');

function errorOf(text: string): UserError {
  try {
    read(text);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(UserError);
    return thrown as UserError;
  }
  throw new Error('it was read');
}

test('a file that fits gives its value, with defaults, and the lines of its keys', () => {
  const { value, lineOf } = read('# a role\nname: Keeper\nfilter:\n  share: 0.5\n');
  expect(value).toEqual({ name: 'Keeper', lines: [], filter: { share: 0.5 } });
  expect([lineOf(['name']), lineOf(['filter', 'share']), lineOf(['lines'])]).toEqual([2, 4, undefined]);
});

test('JSON is read as well', () => {
  expect(read('{\n  "name": "Keeper"\n}\n').value.name).toBe('Keeper');
});

test('what a YAML writer writes is read again, whatever the text holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (name, lines) => {
      expect(read(stringify({ name, lines })).value).toEqual({ name, lines });
    }),
  );
});

test.each([
  ['an unknown key', 'name: Keeper\nnames: [K]\n', 2, 'unknown key "names"'],
  ['an unknown key further in', 'name: Keeper\nfilter:\n  share: 1\n  shares: 2\n', 4, 'unknown key "filter.shares"'],
  ['a value of another kind', 'lines: []\nname: 7\n', 2, '"name": '],
  ['a number that is too large', 'name: K\nfilter:\n  share: 3\n', 3, '"filter.share": '],
  ['an entry of a list', 'name: K\nlines:\n  - a\n  - 7\n', 4, '"lines.1": '],
  ['a key that stands twice', 'name: K\nlines: []\nname: L\n', 3, 'not valid YAML'],
  ['an open bracket', 'name: K\nlines: [a\n', 3, 'not valid YAML'],
  ['a star that is not quoted', 'lines: []\nname: *sighs\n', 2, 'not valid YAML'],
])('%s is one error with its file and line', (_, text, line, what) => {
  const error = errorOf(text);
  expect(error.file).toBe('a.yaml');
  expect(error.line).toBe(line);
  expect(error.message).toContain(what);
});

test('a missing key is named without a line, with the advice of the caller', () => {
  const error = errorOf('lines: []\n');
  expect(error).toMatchObject({ line: undefined, advice: 'Keys are: name, lines, filter.' });
  expect(error.message).toContain('"name"');
});

test('whatever the text, it is read or refused with a UserError', () => {
  const pieces = fc.constantFrom(
    'name',
    'lines',
    ': ',
    '\n',
    '- ',
    '[',
    '{',
    '*a',
    '&a ',
    '"',
    "'",
    '|',
    '  ',
    '#',
    '!x ',
    '<<',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces, { maxLength: 14 }).map((all) => all.join('')),
      ),
      (text) => {
        try {
          read(text);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(UserError);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test.each([
  ['.inf', 'must be a number, not .inf'],
  ['-.inf', 'must be a number, not -.inf'],
  ['.nan', 'must be a number, not .nan'],
  ['text', 'must be a number, not a text'],
])('a number that is given as %s says what it is', (given, said) => {
  expect(() => parseYaml(`rate: ${given}\n`, 'a.yaml', z.object({ rate: z.number() }), '')).toThrow(said);
});

test('a whole number that is none is named', () => {
  expect(() => parseYaml('rate: 1.5\n', 'a.yaml', z.object({ rate: z.int() }), '')).toThrow(
    'must be a whole number, not 1.5',
  );
});
