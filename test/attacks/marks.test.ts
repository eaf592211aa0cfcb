import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { Review } from '../../src/records.js';
import { appendRow, readAppendedRows } from '../../src/store/jsonl.js';
import { makeFolder } from '../harness/cli.js';

/** What another process does just before the next calls of the file system, first call first. */
const between: { calls: number; at: number; run: () => void } = { calls: 0, at: -1, run: () => {} };

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const hooked = <Call extends (...args: never[]) => unknown>(call: Call): Call =>
    ((...args: never[]) => {
      if (between.calls++ === between.at) between.run();
      return call(...args);
    }) as Call;
  const { openSync, fstatSync, readSync, ftruncateSync, writeSync, fsyncSync, closeSync } = fs;
  const calls = { openSync, fstatSync, readSync, ftruncateSync, writeSync, fsyncSync, closeSync };
  return { ...fs, ...Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, hooked(call as never)])) };
});

afterEach(() => void Object.assign(between, { calls: 0, at: -1 }));

const markOf = (id: string, note = '') => ({ id, role: 'Keeper', mark: 'good' as const, note });
const lineOf = (id: string) => `${JSON.stringify(markOf(id))}\n`;
const idsIn = (file: string) => [...readAppendedRows(file, Review)].map(({ id }) => id).sort();

test.each([
  { name: 'an empty file', attack: '', holds: [] },
  { name: 'whole lines', attack: lineOf('a') + lineOf('b'), holds: ['a', 'b'] },
  { name: 'a torn last line', attack: lineOf('a') + lineOf('b').slice(0, 20), holds: ['a'] },
  { name: 'a line that lost only its end', attack: lineOf('a') + lineOf('b').slice(0, -1), holds: ['a', 'b'] },
  {
    name: 'torn lines in the middle',
    attack: `${lineOf('a').slice(0, 9)}\n{"id":"z","no\n\n${lineOf('b')}`,
    holds: ['b'],
  },
  { name: 'zeros of a power loss', attack: `${lineOf('a')}${'\0'.repeat(30)}`, holds: ['a'] },
])('$name: at whatever moment two viewers write, both marks stay and what was there stays', ({ attack, holds }) => {
  for (let at = 0; at < 8; at += 1) {
    const file = join(makeFolder(), 'review.jsonl');
    writeFileSync(file, attack);
    // The other viewer is the same program: it looks at the last byte, too.
    const other = attack === '' || attack.endsWith('\n') ? lineOf('other') : `\n${lineOf('other')}`;
    let hasRun = false;
    const run = () => {
      hasRun = true;
      appendFileSync(file, other);
    };
    Object.assign(between, { calls: 0, at, run });
    appendRow(file, Review, markOf('own', '“so” said\n海'));
    between.at = -1;
    const expected = [...holds, 'own', ...(hasRun ? ['other'] : [])].sort();
    expect(idsIn(file)).toEqual(expected);
    expect(readFileSync(file, 'utf8').startsWith(attack)).toBe(true);
  }
});

test('a line that is whole and does not fit is still named', () => {
  const file = join(makeFolder(), 'review.jsonl');
  writeFileSync(file, `${lineOf('a')}{"id":"x","mark":"fine"}\n`);
  expect(() => idsIn(file)).toThrow(expect.objectContaining({ name: 'UserError', file, line: 2 }));
});
