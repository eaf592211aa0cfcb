import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { Settings } from '../../src/config.js';
import { RoleFile } from '../../src/records.js';
import { makeFolder, PROJECT, rolellm } from '../harness/cli.js';

const README = readFileSync(join(PROJECT, 'README.md'), 'utf8');
const BLOCK = /^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm;
const blocks = [...README.matchAll(BLOCK)].map(([, language, file, text]) => ({
  language,
  file,
  text: text as string,
}));

/** Commands of the README's sh blocks that run rolellm. */
const commands = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.split(/\n|&&/))
  .map((command) => command.trim())
  .filter((command) => command.startsWith('npx rolellm '));

test('every command that the README shows works, on the files that it shows', async () => {
  const files = Object.fromEntries(
    blocks.flatMap(({ file, text }) => (file?.startsWith('my-roles/') ? [[file, text]] : [])),
  );
  const folder = makeFolder(files);
  cpSync(join(PROJECT, 'profiles'), join(folder, 'profiles'), { recursive: true });
  expect(commands.length).toBeGreaterThanOrEqual(4);
  const printed: string[] = [];
  for (const command of commands) {
    const { status, stderr, stdout } = await rolellm(command.split(' ').slice(2), folder);
    expect(status, `${command}\n${stdout}\n${stderr}`).toBe(0);
    printed.push(stdout);
  }
  // The summary that it shows is the one that its first command prints.
  const shown = blocks.find(({ text }) => text.startsWith('stage '))?.text ?? '';
  expect(printed[0]).toContain(shown.trim());
  // So is its extract of what the filter refused.
  const explained = (await rolellm(['filter', '--explain'], folder)).stdout.split('\n');
  const extract = blocks.find(({ text }) => text.startsWith('$ npx rolellm filter --explain'))?.text ?? '';
  const lines = extract.split('\n').filter((line) => line !== '' && line !== '…' && !line.startsWith('$'));
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expect(explained).toContain(line);
  const path = 'data/export/rolebench-eng/instruction-generalization/role_specific/train.jsonl';
  const made = readFileSync(join(folder, path), 'utf8').split('\n');
  const rows = blocks.flatMap(({ text }) => text.split('\n').filter((line) => line.includes('"generated"')));
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(made).toContain(row);
});

test('the settings that the README shows are settings', () => {
  const shown = blocks.find(({ file }) => file === 'rolellm.config.yaml');
  expect(Settings.safeParse(parse(shown?.text ?? '')).error).toBeUndefined();
});

test('the README names every key of a role file', () => {
  for (const key of Object.keys(RoleFile.shape)) expect(README).toContain(`\`${key}\``);
});

test('the test command of the README is the one that CI runs', () => {
  expect(README).toContain('npm ci && npm test');
  expect(readFileSync(join(PROJECT, '.ci/run'), 'utf8')).toMatch(/^npm test$/m);
});
