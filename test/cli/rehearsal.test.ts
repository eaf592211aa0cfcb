import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { formatNames } from '../../src/stages/export/formats/index.js';
import { makeFolder, rolellm, rowsOf, runToEnd } from '../harness/cli.js';
import { folderWithTalks, talkOf, turnsOf } from '../harness/talks.js';
import { GENERATE, TINY_FILES } from '../harness/tiny-role.js';

const TRAINING = ['messages', 'openai', 'axolotl', 'turns', 'sharegpt', 'sharegpt-turns', 'alpaca', 'rocit'];
const LINE = /(\d+) rehearsal rows \(`offline`\) not written for training; `export.rehearsal: true` writes them/;

const rehearse = async (settings = '') => {
  const folder = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': settings });
  await runToEnd(GENERATE, folder);
  return { folder, at: (path: string) => join(folder, 'data/export', path) };
};

test('what the embedded model wrote is in RoleBench’s layout and in no format for training', async () => {
  const { folder, at } = await rehearse();
  for (const format of TRAINING)
    for (const split of ['train', 'test']) expect(statSync(at(`${format}/${split}.jsonl`)).size, format).toBe(0);
  expect(rowsOf(at('rolebench-eng/instruction-generalization/general/train.jsonl')).length).toBeGreaterThan(0);
  expect(existsSync(at('cards/Keeper.png'))).toBe(true);
  const again = await rolellm(['export', '--format', formatNames.join()], folder);
  const kept = rowsOf(join(folder, 'data/filtered.jsonl')).length;
  expect([again.status, LINE.exec(again.stderr)?.[1]]).toEqual([0, `${kept}`]);
  expect(again.stderr).not.toContain('error');
  expect(LINE.exec(readFileSync(at('README.md'), 'utf8'))?.[1]).toBe(`${kept}`);
});

test('nothing that reads an export names a file without rows', async () => {
  const { at } = await rehearse();
  expect(existsSync(at('dataset_info.json'))).toBe(false);
  const [, front = ''] = /^---\n([\s\S]*?)\n---\n/.exec(readFileSync(at('README.md'), 'utf8')) ?? [];
  const { configs } = parse(front) as { configs: { config_name: string }[] };
  expect(configs.length).toBeGreaterThan(0);
  expect(configs.map(({ config_name }) => config_name).filter((name) => !name.startsWith('eng-'))).toEqual([]);
});

test('with export.rehearsal all formats hold it, and the card says how much of each', async () => {
  const { at } = await rehearse('export: { rehearsal: true }\n');
  const card = readFileSync(at('README.md'), 'utf8');
  expect(card).not.toMatch(LINE);
  for (const format of TRAINING) {
    for (const split of ['train', 'test']) {
      const { length } = rowsOf(at(`${format}/${split}.jsonl`));
      expect(card).toContain(`| ${format} | ${split} | ${length} | ${length} |`);
    }
  }
  expect(card).toMatch(/^\| rolebench \| train and test \| (\d+) \| \1 \|$/m);
});

test('rows of scripts are written for training although rehearsal beside them is not', async () => {
  const folder = folderWithTalks([talkOf('t', turnsOf('Who?', 'I.'), { held_out: false })]);
  const { stderr } = await rolellm(['export'], folder);
  expect(stderr).toMatch(LINE);
  expect(rowsOf(join(folder, 'data/export/messages/train.jsonl'))).toHaveLength(1);
  expect(readFileSync(join(folder, 'data/export/README.md'), 'utf8')).toContain('| messages | train | 1 | 0 |');
});

test('rocit holds rehearsal only where the export does, and says so', async () => {
  const { folder } = await rehearse();
  const { status, stderr } = await rolellm(['rocit'], folder);
  expect([status, stderr]).toEqual([0, expect.stringMatching(LINE)]);
  expect(rowsOf(join(folder, 'data/rocit/train.jsonl'))).toEqual([]);
  writeFileSync(join(folder, 'rolellm.config.yaml'), 'export: { rehearsal: true }\n');
  await runToEnd(['rocit', '--quiet'], folder);
  expect(rowsOf(join(folder, 'data/rocit/train.jsonl')).length).toBeGreaterThan(0);
});
