import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { parseRoleFile, readRoles } from '../../src/stages/profile-build/read-roles.js';
import { makeFolder } from '../harness/cli.js';

const ROLE = (name: string, script = 'a.txt') => `name: ${name}\nlanguage: en\nscript: ${script}\n`;
const FILES = {
  'b.yaml': ROLE('Bell'),
  'a.yml': ROLE('Anchor', '"*.txt"'),
  'c.json': '{"name": "Chest", "language": "zh", "script": ["b.txt", "a.txt", "b.txt"]}',
  'a.txt': 'Hm.',
  'b.txt': 'Ho.',
  'notes.md': 'not a role',
};
const base = (path: string) => path.split('/').at(-1);

test('the role files of a folder are read in the order of their paths, YAML and JSON alike', () => {
  const roles = readRoles([makeFolder(FILES)]);
  expect(roles.map(({ name, language }) => [name, language])).toEqual([
    ['Anchor', 'en'],
    ['Bell', 'en'],
    ['Chest', 'zh'],
  ]);
});

test('the settings file in the folder is no role', () => {
  const folder = makeFolder({ ...FILES, 'rolellm.config.yaml': 'provider: offline\n' });
  expect(readRoles([folder])).toHaveLength(3);
  expect(readRoles([join(folder, '*.{yml,yaml}')])).toHaveLength(2);
  expect(() => readRoles([makeFolder({ 'rolellm.config.yaml': 'provider: offline\n' })])).toThrow('no role file');
});

test('scripts are a path, several, or a glob, relative to the role file, each once', () => {
  const scripts = readRoles([makeFolder(FILES)]).map((role) => role.scripts.map(base));
  expect(scripts).toEqual([['a.txt', 'b.txt'], ['a.txt'], ['b.txt', 'a.txt']]);
});

test('a script whose name holds signs of globs is found by its name', () => {
  const folder = makeFolder({ 'k.yaml': ROLE('Keeper', '"act [1].txt"'), 'act [1].txt': 'Hm.', 'act 1.txt': 'Ho.' });
  expect(readRoles([folder])[0]?.scripts.map(base)).toEqual(['act [1].txt']);
});

test('a role that is named by its file and by its folder is read once', () => {
  const folder = makeFolder(FILES);
  expect(readRoles([join(folder, 'b.yaml'), folder, join(folder, '*.yml')])).toHaveLength(3);
});

test('only the roles that are asked for are read; one that is not there is named with those that are', () => {
  const folder = makeFolder(FILES);
  expect(readRoles([folder], ['Chest', 'Bell']).map(({ name }) => name)).toEqual(['Bell', 'Chest']);
  expect(() => readRoles([folder], ['Bell', 'Whale'])).toThrow(
    expect.objectContaining({
      message: 'there is no role "Whale"',
      advice: 'Correct --only, or `only` in the settings. There are: Anchor, Bell, Chest.',
    }),
  );
});

test.each([
  ['a folder that is not there', {}, 'lost', 'this role file or folder does not exist'],
  ['a folder without role files', { 'empty/notes.md': '' }, 'empty', 'this folder contains no role file'],
])('%s is an error with its path', (_, files, path, message) => {
  const file = join(makeFolder(files), path);
  expect(() => readRoles([file])).toThrow(
    expect.objectContaining({ name: 'UserError', file, message: expect.stringContaining(message) }),
  );
});

test('what the user leaves out has its default, and one script is a list of one', () => {
  const { role, lineOf } = parseRoleFile(ROLE('Keeper'), 'k.yaml');
  expect(role).toEqual({ name: 'Keeper', language: 'en', script: ['a.txt'], aliases: [], is_machine: false });
  expect(lineOf(['script'])).toBe(3);
});

test.each([
  ['language: xx', 2],
  ['aliases: [""]', 4],
  ['is_machine: perhaps', 4],
  ['catchphrases: Hm', 4],
  ['description: " "', 4],
])('a value that does not fit is named with its line: %s', (text, line) => {
  const file = text.startsWith('language')
    ? ROLE('Keeper').replace('language: en', text)
    : `${ROLE('Keeper')}${text}\n`;
  try {
    parseRoleFile(file, 'k.yaml');
    expect.unreachable();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(UserError);
    expect(thrown).toMatchObject({ file: 'k.yaml', line, advice: expect.stringContaining('catchphrases') });
  }
});
