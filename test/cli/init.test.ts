import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadRecipes } from '../../src/recipes/index.js';
import { settingsSchema } from '../../src/recipes/settings.js';
import { formatNames } from '../../src/stages/export/formats/index.js';
import { fingerprint, makeFolder, PROJECT, rolellm } from '../harness/cli.js';

const Settings = settingsSchema(await loadRecipes());

const SETTINGS = readFileSync(join(PROJECT, 'starter/rolellm.config.yaml'), 'utf8');
/** The settings file with every setting switched on: what stands behind "#" without a space. */
const switchOn = (text: string) => text.replace(/^#(?=\S)/gm, '');

test('init makes a folder in which generate works at once', async () => {
  const folder = makeFolder();
  const made = await rolellm(['init'], folder);
  expect(made.status, made.stderr).toBe(0);
  expect(made.stdout).toContain('rolellm generate --limit 2');
  expect(Object.keys(fingerprint(folder))).toEqual([
    '.gitignore',
    'profiles/algernon.yaml',
    'profiles/scripts/the-importance-of-being-earnest.txt',
    'rolellm.config.yaml',
  ]);
  const { status, stdout, stderr } = await rolellm(['generate', '--limit', '2', '--json'], folder);
  expect(status, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ model: 'offline', missing: [], roles: [{ role: 'Algernon' }] });
  expect(readFileSync(join(folder, 'data/export/README.md'), 'utf8')).toMatch(/Oscar Wilde.*1895/);
});

test('init in a folder of another name tells how to go there, and keeps a .gitignore that is there', async () => {
  const folder = makeFolder({ 'my roles/.gitignore': 'secrets\n' });
  const { status, stdout } = await rolellm(['init', 'my roles'], folder);
  expect(status).toBe(0);
  expect(stdout).toContain("  cd 'my roles'\n");
  expect(stdout).not.toContain('.gitignore');
  expect(readFileSync(join(folder, 'my roles/.gitignore'), 'utf8')).toBe('secrets\n');
});

test.each(['profiles/algernon.yaml', 'rolellm.config.yaml'])('init writes nothing where %s is there', async (file) => {
  const folder = makeFolder({ [file]: 'mine' });
  const before = fingerprint(folder);
  const { status, stdout, stderr } = await rolellm(['init'], folder);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toBe(
    `error: ${file}: it exists already; nothing was written. Move it away, or name another folder.\n`,
  );
  expect(fingerprint(folder)).toEqual(before);
});

test('init follows no link that stands in a file’s place, and takes back what it wrote before', async () => {
  const folder = makeFolder();
  symlinkSync(join(folder, 'elsewhere.yaml'), join(folder, 'rolellm.config.yaml'));
  const { status, stderr } = await rolellm(['init'], folder);
  expect(status).toBe(2);
  expect(stderr).toMatch(/^error: rolellm\.config\.yaml: it exists already/);
  expect(Object.keys(fingerprint(join(folder, 'profiles')))).toEqual([]);
});

test('init where a file or nothing writable stands is one line', async () => {
  const folder = makeFolder({ file: 'x' });
  mkdirSync(join(folder, 'empty'));
  for (const place of ['file', '/sys/rolellm-test']) {
    const { status, stderr } = await rolellm(['init', place], folder);
    expect(stderr).toMatch(
      /^error: \S+: (?:cannot write \(E[A-Z]+\)|it exists already.*)\. .*name another folder\.\n$/i,
    );
    expect(status).toBe(2);
  }
});

test('the settings file changes nothing as it is, and every setting in it is one, at its default or an example', () => {
  const defaults = Settings.parse({});
  expect(Settings.parse(parse(SETTINGS) ?? {})).toEqual(defaults);
  const { provider, model, baseUrl, contextWindow, budget, price, limit, ...rest } = Settings.parse(
    parse(switchOn(SETTINGS)),
  );
  const { splitBy, heldOut, formats, ...exported } = rest.export;
  expect(formats).toEqual(formatNames);
  expect({ ...rest, export: exported, price: null }).toEqual(defaults);
  for (const example of [provider, model, baseUrl, contextWindow, budget, price, limit, splitBy, heldOut])
    expect(example).toBeDefined();
});

test('each setting of the settings file can be switched on by itself, and a line above explains it', () => {
  const lines = SETTINGS.split('\n');
  const settings = [...lines.entries()].filter(([, line]) => /^#\S/.test(line));
  expect(settings.length).toBeGreaterThanOrEqual(15);
  for (const [at, line] of settings) {
    expect(Settings.safeParse(parse(line.slice(1))).error, line).toBeUndefined();
    expect(lines[at - 1], line).toMatch(/^# (?!---)/);
  }
});
