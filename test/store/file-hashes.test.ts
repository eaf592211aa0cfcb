import { appendFileSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashOf } from '../../src/store/atomic.js';
import { openFileHashes } from '../../src/store/file-hashes.js';

/** A folder with one file and a place for what is known. */
function placeWith(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'rolellm-hashes-'));
  const file = join(folder, 'rows.jsonl');
  writeFileSync(file, text);
  return { file, record: join(folder, 'hashes.json') };
}

test('a file that was not touched is not read again: what is written down of it counts', () => {
  const { file, record } = placeWith('one');
  const first = openFileHashes(record);
  expect(first.of(file)).toBe(hashOf('one'));
  first.save();
  writeFileSync(record, readFileSync(record, 'utf8').replace(hashOf('one'), 'as written down'));
  expect(openFileHashes(record).of(file)).toBe('as written down');
});

test('a file of the same size and time with other bytes is read again', () => {
  const { file, record } = placeWith('one');
  utimesSync(file, 1000, 1000);
  const first = openFileHashes(record);
  first.of(file);
  first.save();
  writeFileSync(file, 'two');
  utimesSync(file, 1000, 1000);
  expect(openFileHashes(record).of(file)).toBe(hashOf('two'));
});

test('a file that is not there has no hash, and records that cannot be read are as none', () => {
  const { file, record } = placeWith('one');
  writeFileSync(record, '{"cut');
  const hashes = openFileHashes(record);
  expect([hashes.of(`${file}.gone`), hashes.of(file)]).toEqual([undefined, hashOf('one')]);
});

test('what was touched since it was looked at is told', () => {
  const { file, record } = placeWith('one');
  const hashes = openFileHashes(record);
  const isUntouched = hashes.watch([file, `${file}.gone`]);
  expect([isUntouched(file), isUntouched(`${file}.gone`)]).toEqual([true, false]);
  appendFileSync(file, ' more');
  expect(isUntouched(file)).toBe(false);
});
