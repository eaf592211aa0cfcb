import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createProgram } from '../../src/cli/program/index.js';
import { rowChecks } from '../../src/quality/index.js';
import { loadRecipes } from '../../src/recipes/index.js';
import { settingsSchema } from '../../src/recipes/settings.js';
import { RoleFile } from '../../src/records.js';
import { makeFolder, PROJECT, rolellm } from '../harness/cli.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const Settings = settingsSchema(await loadRecipes());

const readPage = (path: string) => readFileSync(join(PROJECT, path), 'utf8');
const README = readPage('README.md');
const CHINESE = readPage('README.zh-CN.md');
const DOCS = readdirSync(join(PROJECT, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);
const PAGES = ['README.md', 'README.zh-CN.md', ...DOCS];

interface Block {
  language: string;
  /** The file that holds, or is to hold, the text. */
  file: string | undefined;
  text: string;
}

const BLOCK = /^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm;
const blocksOf = (page: string): Block[] =>
  [...page.matchAll(BLOCK)].map(([, language = '', file, text = '']) => ({ language, file, text }));
const blocks = ['README.md', ...DOCS].flatMap((path) => blocksOf(readPage(path)));

const COMMAND = /^(?:npx )?rolellm (?=[a-z])/;
const commandsIn = (language: string): string[] => {
  const lines = blocks.filter((block) => block.language === language).flatMap(({ text }) => text.split(/\n|&&/));
  return lines.map((line) => line.replace(/ +#.*$/, '').trim()).filter((line) => COMMAND.test(line));
};
/** Run here, as they need no network, no key and no other machine; and the others. */
const [RUN, PARSED] = [commandsIn('sh'), commandsIn('console')];
/** Commands in running text and tables: those that are whole. */
const MENTIONED = PAGES.flatMap((path) =>
  [
    ...readPage(path)
      .replace(BLOCK, '')
      .matchAll(/`((?:npx )?rolellm [a-z][^`]*)`/g),
  ].map(([, line]) => line as string),
);
const wordsOf = (command: string) => command.replace(COMMAND, '').split(' ');

const rowsOf = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as object);

test('the README shows what its first command prints and writes', async () => {
  const folder = makeFolder();
  cpSync(join(PROJECT, 'profiles'), join(folder, 'profiles'), { recursive: true });
  const { status, stdout, stderr } = await rolellm(wordsOf(RUN[0] as string), folder);
  expect(status, stderr).toBe(0);
  expect(stdout).toContain(blocks.find(({ text }) => text.startsWith('stage '))?.text.trim());
  const shown = blocksOf(README).filter(({ language, file }) => language === 'json' && file);
  expect(shown.length).toBeGreaterThanOrEqual(2);
  for (const { file, text } of shown) {
    const made = rowsOf(readFileSync(join(folder, file as string), 'utf8'));
    for (const row of rowsOf(text)) expect(made).toContainEqual(expect.objectContaining(row));
  }
});

test('every command that the documents show works, on the files that they show', async () => {
  const files = Object.fromEntries(
    blocks.flatMap(({ file, text }) => (file?.startsWith('my-roles/') ? [[file, text]] : [])),
  );
  // Two small roles in the place of the samples, which the test above makes: the commands are what is tried here.
  const tiny = Object.entries(TINY_FILES).map(([path, text]) => [path.replace(/^roles\//, 'profiles/'), text]);
  const few = { 'rolellm.config.yaml': 'rolegpt: { count: 4 }\ncontextInstruct: { perRole: 6 }\n' };
  const folder = makeFolder({ ...files, ...Object.fromEntries(tiny), ...few });
  expect(RUN.length).toBeGreaterThanOrEqual(20);
  for (const command of RUN) {
    const { status, stderr, stdout } = await rolellm(wordsOf(command), folder);
    expect(status, `${command}\n${stdout}\n${stderr}`).toBe(0);
  }
});

describe('commands that need a network or another machine are read by the program', () => {
  test.each([...new Set([...PARSED, ...MENTIONED])])('%s', (command) => {
    const program = createProgram(() => {});
    for (const each of program.commands) each.action(() => {}).exitOverride();
    expect(() => program.parse(wordsOf(command), { from: 'user' })).not.toThrow();
  });
});

test('every link and picture is relative and leads to a file', () => {
  for (const path of PAGES) {
    for (const [, target = ''] of readPage(path).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https:\/\//.test(target) || target.startsWith('#')) continue;
      const [file = ''] = target.split('#');
      expect(existsSync(join(PROJECT, dirname(path), file)), `${path}: ${target}`).toBe(true);
      expect(file.startsWith('/'), target).toBe(false);
    }
  }
});

test('the README is short and names every page of the documents', () => {
  expect(README.split('\n').length).toBeLessThanOrEqual(250);
  for (const path of DOCS) expect(README).toContain(`](${path})`);
});

test('the Chinese README has the sections, code, tables and links of the English one', () => {
  const shapeOf = (page: string) => ({
    headings: [...page.matchAll(/^(#+) /gm)].map(([, marks]) => marks),
    links: [...page.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => target)
      .filter((target) => !target?.startsWith('README')),
    rows: page
      .match(/^\|.*\|$/gm)
      ?.map((row) => row.split('|')[1]?.trim())
      .slice(1),
    items: page.match(/^- /gm)?.length,
  });
  expect(blocksOf(CHINESE)).toEqual(blocksOf(README));
  expect(shapeOf(CHINESE.replace(BLOCK, ''))).toEqual(shapeOf(README.replace(BLOCK, '')));
});

test('the settings that the documents show are settings', () => {
  const shown = blocks.filter(({ language, file }) => language === 'yaml' && !file?.startsWith('my-roles/'));
  expect(shown.length).toBeGreaterThan(1);
  for (const { text } of shown) expect(Settings.safeParse(parse(text)).error).toBeUndefined();
});

/** The part of zod's schemas that is needed to go through them. */
interface Schema {
  def: { innerType?: Schema; element?: Schema };
  shape?: Record<string, Schema>;
}

/** Every setting under its whole name, down to what holds no others; `sampling` is told of once for all. */
function settingsIn(schema: Schema, path: string): string[] {
  const inner = schema.def.innerType ?? schema.def.element;
  if (inner) return settingsIn(inner, path);
  if (!schema.shape || path.endsWith('sampling')) return [path];
  return Object.entries(schema.shape).flatMap(([key, value]) =>
    settingsIn(value, path === '' ? key : `${path}.${key}`),
  );
}

test('docs/settings.md names every setting and its default', () => {
  const rows = readPage('docs/settings.md').match(/^\| `.*$/gm) ?? [];
  const told = new Map(
    rows.flatMap((row) => {
      const [names = '', defaults = ''] = row.split('|').slice(1);
      const values = [...defaults.matchAll(/`([^`]*)`/g)].map(([, value]) => value);
      return [...names.matchAll(/`([^`]*)`/g)].map(([, name], k) => [name as string, values[k]] as const);
    }),
  );
  const names = settingsIn(Settings as unknown as Schema, '');
  expect(names.length).toBeGreaterThan(90);
  expect(names.filter((name) => !told.has(name))).toEqual([]);
  const defaults = Settings.parse({ endpoints: [{ baseUrl: 'http://localhost/v1' }] }) as Record<string, unknown>;
  for (const [name, value] of told) {
    if (value === undefined) continue;
    const at = name
      .split('.')
      .reduce<unknown>((from, key) => ([from].flat()[0] as Record<string, unknown>)?.[key], defaults);
    expect(value, name).toBe(JSON.stringify(at));
  }
});

test('docs/role-files.md names every key of a role file, docs/checks.md every check', () => {
  for (const key of Object.keys(RoleFile.shape)) expect(readPage('docs/role-files.md')).toContain(`\`${key}\``);
  for (const { name } of rowChecks) expect(readPage('docs/checks.md')).toContain(`| \`${name}\` |`);
});

test('the README lists every command', () => {
  const program = createProgram(() => {});
  const visible = program
    .createHelp()
    .visibleCommands(program)
    .map((command) => command.name());
  for (const name of visible) if (name !== 'help') expect(README).toContain(`| \`rolellm ${name}\` |`);
});

test('the test command of the README is the one that CI runs', () => {
  expect(README).toContain('npm ci && npm test');
  expect(readPage('.ci/run')).toMatch(/^npm test$/m);
});
