import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT } from './harness/cli.js';

test('SECURITY.md names a test for each promise, every table of attacks, and no test that is not there', () => {
  const page = readFileSync(join(PROJECT, 'SECURITY.md'), 'utf8');
  const named = [...page.matchAll(/`(?:test\/(\w+)\/)?([\w-]+\.test\.ts)`/g)];
  const folders: string[] = [];
  // A name without a folder is beside the one before it.
  for (const [, folder] of named) folders.push(folder ?? (folders.at(-1) as string));
  const files = named.map(([, , name], k) => `test/${folders[k]}/${name}`);
  expect(files.filter((file) => !existsSync(join(PROJECT, file)))).toEqual([]);
  const tables = readdirSync(join(PROJECT, 'test/attacks')).map((name) => `test/attacks/${name}`);
  expect(tables.filter((table) => !files.includes(table))).toEqual([]);
});
