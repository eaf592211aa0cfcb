import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DialogueLine } from '../../src/records.js';
import { openDialogues } from '../../src/store/dialogues.js';
import { writeRows } from '../../src/store/jsonl.js';
import { makeFolder } from '../harness/cli.js';

const lineOf = (script: string, content: string, diag_id: number): DialogueLine => ({
  script,
  role: 'Keeper',
  content,
  act_id: 0,
  diag_id,
  line: diag_id + 1,
});
const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((drawn) => drawn.trim() !== '');

test('the lines of a script come back as they were written, whatever its name and theirs, in the order asked for', () => {
  const file = join(makeFolder(), 'dialogues.jsonl');
  const scripts = fc.uniqueArray(fc.tuple(text, fc.array(text, { minLength: 1, maxLength: 5 })), {
    selector: ([script]) => script,
    maxLength: 6,
  });
  fc.assert(
    fc.property(scripts, (drawn) => {
      const all = drawn.map(([script, contents]) => contents.map((content, k) => lineOf(script, content, k)));
      writeRows(file, DialogueLine, all.flat());
      const linesOf = openDialogues(file);
      drawn.forEach(([script], k) => {
        expect(linesOf([script])).toEqual(all[k]);
      });
      expect(linesOf(drawn.map(([script]) => script).reverse())).toEqual([...all].reverse().flat());
    }),
  );
});

test('a script that is not there has no lines, and a file that is not there has no scripts', () => {
  const file = join(makeFolder(), 'dialogues.jsonl');
  expect(openDialogues(file)(['a.txt'])).toEqual([]);
  writeRows(file, DialogueLine, [lineOf('a.txt', 'Hm.', 0)]);
  expect(openDialogues(file)(['b.txt'])).toEqual([]);
});

test('a row that does not fit is named with its line in the whole file', () => {
  const file = join(makeFolder(), 'dialogues.jsonl');
  const rows = [lineOf('a.txt', 'Hm.', 0), lineOf('a.txt', 'Ho.', 1), lineOf('b.txt', 'Ha.', 0)].map((row) =>
    JSON.stringify(row),
  );
  writeFileSync(file, `${[...rows, '{"script":"b.txt","role":"Keeper"}'].join('\n')}\n`);
  const linesOf = openDialogues(file);
  expect(linesOf(['a.txt'])).toHaveLength(2);
  expect(() => linesOf(['b.txt'])).toThrow(expect.objectContaining({ name: 'UserError', file, line: 4 }));
});
