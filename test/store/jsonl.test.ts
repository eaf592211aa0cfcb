import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { hashFile } from '../../src/store/atomic.js';
import { readRows, writeRows } from '../../src/store/jsonl.js';
import { makeFolder } from '../harness/cli.js';

const Row = z.strictObject({ name: z.string(), count: z.int() });

test('rows that are written are read again, whatever text they hold', () => {
  const file = join(makeFolder(), 'rows.jsonl');
  fc.assert(
    fc.property(fc.array(fc.record({ name: fc.string({ unit: 'grapheme' }), count: fc.integer() })), (rows) => {
      const { rows: count, sha256 } = writeRows(file, Row, rows);
      expect(count).toBe(rows.length);
      expect(sha256).toBe(hashFile(file));
      expect([...readRows(file, Row)]).toEqual(rows);
    }),
  );
});

test('keys are written in the order of the schema', () => {
  const file = join(makeFolder(), 'rows.jsonl');
  writeRows(file, Row, [{ count: 1, name: 'a' }]);
  expect(readFileSync(file, 'utf8')).toBe('{"name":"a","count":1}\n');
});

test('a row longer than the read buffer comes whole', () => {
  const file = join(makeFolder(), 'rows.jsonl');
  const rows = [
    { name: '长'.repeat(900_000), count: 1 },
    { name: 'short', count: 2 },
  ];
  writeRows(file, Row, rows);
  expect([...readRows(file, Row)]).toEqual(rows);
});

test('rows that lie across the edges of the read buffer come whole and in order', () => {
  const file = join(makeFolder(), 'rows.jsonl');
  const rows = Array.from({ length: 3000 }, (_, count) => ({
    name: `${count}é`.repeat(1 + ((count * 7) % 97)),
    count,
  }));
  writeRows(file, Row, rows);
  expect([...readRows(file, Row)]).toEqual(rows);
});

test('when the rows throw half way, the old file stays and nothing lies beside it', () => {
  const file = join(makeFolder(), 'rows.jsonl');
  writeRows(file, Row, [{ name: 'old', count: 1 }]);
  function* failing() {
    yield { name: 'new', count: 1 };
    throw new Error('half way');
  }
  expect(() => writeRows(file, Row, failing())).toThrow('half way');
  expect([...readRows(file, Row)]).toEqual([{ name: 'old', count: 1 }]);
  expect(existsSync(`${file}.tmp`)).toBe(false);
});

test.each([
  ['{"name":"a","count":1}\nnonsense\n', 'this line is not a JSON value'],
  ['{"name":"a","count":1}\n{"name":"b"}\n', 'this row is not valid: "count"'],
  ['{"name":"a","count":1}\n{"name":"b","count":1,"more":2}\n', 'this row is not valid'],
])('a row that cannot be read is named with its line: %j', (text, message) => {
  const file = join(makeFolder(), 'rows.jsonl');
  writeFileSync(file, text);
  expect(() => [...readRows(file, Row)]).toThrow(
    expect.objectContaining({ file, line: 2, message: expect.stringContaining(message) }),
  );
});

test('a file that is not there has no rows', () => {
  expect([...readRows(join(makeFolder(), 'none.jsonl'), Row)]).toEqual([]);
});
