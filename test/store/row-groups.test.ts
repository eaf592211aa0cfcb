import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { writeRows } from '../../src/store/jsonl.js';
import { keysOf, openRowGroups } from '../../src/store/row-groups.js';
import { makeFolder } from '../harness/cli.js';

const Row = z.strictObject({ role: z.string(), set: z.string(), text: z.string() });

test('rows are found by their keys in any order of the file, none is lost and none comes twice', () => {
  const file = join(makeFolder(), 'rows.jsonl');
  const name = fc.constantFrom('Keeper', 'Nora', '曹操', 'a"b', '');
  const rows = fc.array(fc.record({ role: name, set: fc.constantFrom('x', 'y'), text: fc.string() }), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(rows, (drawn) => {
      writeRows(file, Row, drawn);
      const groups = openRowGroups(file, Row, keysOf('set', 'role'));
      const read = [...groups.keys()].flatMap((key) => [...groups.read(key)]);
      expect(read).toHaveLength(drawn.length);
      for (const { set, role } of drawn) {
        const same = drawn.filter((row) => row.set === set && row.role === role);
        expect([...groups.read(`${set}\n${role}`)]).toEqual(same);
      }
    }),
    { numRuns: 50 },
  );
});

test('a line that is no JSON is named at once, one that does not fit when it is read', () => {
  const file = join(makeFolder(), 'rows.jsonl');
  const row = JSON.stringify({ role: 'a', set: 'x', text: 't' });
  writeFileSync(file, `${row}\n{oh\n`);
  expect(() => openRowGroups(file, Row, keysOf('role'))).toThrow(expect.objectContaining({ file, line: 2 }));
  writeFileSync(file, `${row}\n${row}\n{"role":"b"}\n`);
  const groups = openRowGroups(file, Row, keysOf('role'));
  expect([...groups.read('a')]).toHaveLength(2);
  expect(() => [...groups.read('b')]).toThrow(expect.objectContaining({ file, line: 3 }));
});
