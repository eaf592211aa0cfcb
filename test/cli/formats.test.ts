import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { formatNames } from '../../src/stages/export/formats/index.js';
import { fingerprint, PROJECT, rolellm, rowsOf } from '../harness/cli.js';
import { generatedFolder } from '../harness/generated.js';

const FORMATS = [...formatNames.filter((name) => name !== 'rolebench'), 'rolebench-eng'];
const formatsIn = (folder: string) => FORMATS.filter((name) => existsSync(join(folder, 'data/export', name)));

test('--format writes the named formats and deletes none', async () => {
  const folder = generatedFolder();
  // The card names what was asked for: pairs too, of which there are none.
  const rows = () => Object.entries(fingerprint(join(folder, 'data/export'))).filter(([path]) => path !== 'README.md');
  const before = rows();
  const { status } = await rolellm(['export', '--format', 'messages', '--quiet'], folder);
  expect(status).toBe(0);
  expect(rows()).toEqual(before);
});

test('formats that are there are made again under the same splits as the named one; others are not made', async () => {
  const folder = generatedFolder();
  rmSync(join(folder, 'data/export'), { recursive: true });
  await rolellm(['export', '--format', 'messages', '--quiet'], folder);
  expect(formatsIn(folder)).toEqual(['messages']);
  await rolellm(['export', '--format', 'sharegpt,rolebench', '--held-out', 'Nora', '--quiet'], folder);
  expect(formatsIn(folder)).toEqual(['messages', 'sharegpt', 'rolebench-eng']);
  const systems = (format: string) =>
    rowsOf(join(folder, `data/export/${format}/train.jsonl`)).map((row) => JSON.stringify(row));
  const isNora = (text: string) => text.includes('Your name is Nora') || text.includes('You are Nora');
  expect(systems('messages')).toHaveLength(systems('sharegpt').length);
  expect([...systems('messages'), ...systems('sharegpt')].filter(isNora)).toEqual([]);
});

test('a format whose folder was deleted is no longer written where it is not asked for', async () => {
  const folder = generatedFolder();
  writeFileSync(join(folder, 'rolellm.config.yaml'), 'export: { formats: [messages, rolebench], rehearsal: true }\n');
  const before = formatsIn(folder);
  // Rows of every format but preference pairs and answers in contrast: there are none.
  expect(before).toEqual(FORMATS.filter((name) => name !== 'dpo' && name !== 'wikiroleeval'));
  rmSync(join(folder, 'data/export/alpaca'), { recursive: true });
  await rolellm(['export', '--quiet'], folder);
  expect(formatsIn(folder)).toEqual(before.filter((name) => name !== 'alpaca'));
});

test('a format that does not exist is refused with the names of those that do, by its flag or its line', async () => {
  const folder = generatedFolder();
  const names = `must be ${formatNames.join(' or ')}`;
  const flag = await rolellm(['export', '--format', 'messages,csv', '--quiet'], folder);
  expect([flag.status, flag.stderr]).toEqual([2, expect.stringContaining(`error: --format: ${names}`)]);
  writeFileSync(join(folder, 'rolellm.config.yaml'), 'export:\n  formats: [csv]\n');
  const file = await rolellm(['export', '--quiet'], folder);
  expect([file.status, file.stderr]).toEqual([2, expect.stringContaining(`rolellm.config.yaml:2: `)]);
  expect(file.stderr).toContain(names);
});

test('each file of a format is on the list', () => {
  const files = readdirSync(join(PROJECT, 'src/stages/export/formats')).map((name) => basename(name, '.ts'));
  expect(files.filter((name) => !['index', 'format'].includes(name)).sort()).toEqual([...formatNames].sort());
});
