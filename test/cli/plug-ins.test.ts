import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RowPage } from '../../src/view/api.js';
import { startChatServer } from '../harness/chat-server.js';
import { makeFolder, PROJECT, rolellm, rowsOf, runToEnd, startRolellm } from '../harness/cli.js';
import { keptIn, refusedIn } from '../harness/samples.js';
import { TINY_FILES } from '../harness/tiny-role.js';
import { startView } from '../harness/view.js';

/** The files that the page about plug-ins shows, by their names. */
const SHOWN = Object.fromEntries(
  [...readFileSync(join(PROJECT, 'docs/plug-ins.md'), 'utf8').matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map(
    ([, name, text]) => [name as string, text as string],
  ),
);

const GENERATE = ['generate', '--roles', 'roles', '--limit', '2', '--provider', 'offline', '--quiet'];

/** Rows that the filter kept, in whatever language. */
const keptLines = (folder: string) => rowsOf<{ language: string }>(join(folder, 'data/filtered.jsonl'));

/** A working folder with plug-ins. */
const folderWith = (plugins: Record<string, string>, more: Record<string, string> = {}) =>
  makeFolder({
    ...TINY_FILES,
    'rolellm.config.yaml': `plugins: [${Object.keys(plugins).join(', ')}]\n`,
    ...plugins,
    ...more,
  });

describe('the recipe of the documents, as a plug-in', () => {
  const { 'rumours.mjs': plugin = '', ...more } = SHOWN;
  const settings = 'plugins: [rumours.mjs]\nexport: { rehearsal: true }\n';
  const open = () => folderWith({ 'rumours.mjs': plugin }, { ...more, 'rolellm.config.yaml': settings });

  test('has fewer than eighty lines', () => {
    expect(plugin.split('\n').length).toBeLessThan(80);
  });

  test('has a command with help, is part of generate, and stands in every format, in status, report and view', async () => {
    const folder = open();
    const help = await rolellm(['--help'], folder);
    expect(help.stdout).toMatch(/^ {2}rumours \[options\]/m);
    expect(help.stderr).toBe('plug-ins: rumours.mjs\n');
    await runToEnd(GENERATE, folder);
    const rumours = keptIn(folder).filter(({ recipe }) => recipe === 'rumours');
    expect(rumours.map(({ role, kind }) => `${role} ${kind}`)).toEqual(['Keeper rumour', 'Nora rumour']);
    const text = JSON.stringify(rumours[0]?.answer);
    for (const format of ['messages', 'sharegpt', 'alpaca', 'rocit']) {
      const files = ['train', 'test'].map((split) => join(folder, `data/export/${format}/${split}.jsonl`));
      expect(files.map((file) => readFileSync(file, 'utf8')).join('')).toContain(text.slice(1, -1));
    }
    const { stdout } = await rolellm(['status'], folder);
    expect(stdout).toMatch(/^rumours +done/m);
    await runToEnd(['report', '--quiet'], folder);
    expect(readFileSync(join(folder, 'data/report/index.html'), 'utf8')).toContain('Rumours: kept');
    const { ask } = await startView(folder);
    expect((await ask<RowPage>('/api/rows?stage=rumours')).total).toBe(2);
  });

  test('runs by itself, is planned, and is asked a server once, whatever is run again', async () => {
    const server = await startChatServer(({ response_format }) =>
      JSON.stringify(response_format ?? '').includes('"rumour"')
        ? JSON.stringify({ rumour: 'Did you drown a man?', answer: 'I did not.' })
        : undefined,
    );
    const folder = open();
    const model = ['--base-url', server.url, '--model', 'm', '--quiet'];
    await runToEnd(['profile-build', '--roles', 'roles', ...model], folder);
    const before = server.seen.length;
    const { stdout } = await rolellm(['rumours', '--plan', '--json', ...model], folder);
    expect(JSON.parse(stdout).plan).toMatchObject([{ stage: 'rumours', requests: 2 }]);
    await runToEnd(['rumours', ...model], folder);
    expect(rowsOf(join(folder, 'data/rumours.jsonl'))).toMatchObject([{ answer: 'I did not.' }, { role: 'Nora' }]);
    await runToEnd(['rumours', ...model], folder);
    expect(server.seen.length).toBe(before + 2);
  });

  test('makes rows stale when it is changed', async () => {
    const folder = open();
    await runToEnd(GENERATE, folder);
    writeFileSync(join(folder, 'rumours.mjs'), `${plugin}\n// changed\n`);
    expect((await rolellm(['status'], folder)).stdout).toContain('rumours: changed: rumours.mjs');
    await runToEnd(GENERATE, folder);
    expect((await rolellm(['status'], folder)).stdout).not.toContain('Stale');
  });

  test('names the roles whose language it has no prompt for, and the run ends with 1', async () => {
    const folder = folderWith({ 'rumours.mjs': plugin }, { 'prompts/en/.keep': '' });
    const { status, stdout } = await rolellm(GENERATE, folder);
    expect([status, stdout]).toEqual([
      1,
      expect.stringContaining('Missing:\n  Keeper: rumours has no prompts in English'),
    ]);
  });
});

test('a check of a plug-in refuses what it refuses', async () => {
  const check = "{ name: 'no-float', run: ({ answer }) => /float/.test(answer) ? { evidence: 'float' } : undefined }";
  const folder = folderWith({ 'mine.mjs': `export default { checks: [${check}] };\n` });
  const server = await startChatServer(({ messages }) =>
    messages.at(-1)?.content.includes('float') ? 'Corks float, and so do I.' : undefined,
  );
  await rolellm(
    [
      ...GENERATE.slice(0, 3),
      '--instructions',
      'instructions.txt',
      '--base-url',
      server.url,
      '--model',
      'm',
      '--quiet',
    ],
    folder,
  );
  const own = refusedIn(folder).filter((sample) => sample.check === 'no-float');
  expect(own.length).toBeGreaterThan(0);
  expect(own[0]).toMatchObject({ answer: 'Corks float, and so do I.', evidence: 'float' });
});

test('a layout of a plug-in is asked before the program’s own', async () => {
  const format = `{
    name: 'arrows',
    recognise: (text) => (/^\\w+ => /m.test(text) ? 1 : 0),
    read: (text) => text.trim().split('\\n').map((line, k) => {
      const [speaker, content] = line.split(' => ');
      return { speaker, content, act: 0, line: k + 1 };
    }),
  }`;
  const script = Array.from({ length: 12 }, (_, k) => `${k % 2 ? 'Keeper' : 'Nora'} => This is line ${k} of the lamp.`);
  const folder = folderWith(
    { 'mine.mjs': `export default () => ({ formats: [${format}] });\n` },
    { 'roles/arrows.txt': script.join('\n') },
  );
  const { stdout } = await rolellm(['profile-build', '--list-characters', 'roles/arrows.txt'], folder);
  expect(stdout).toContain('arrows');
  expect(stdout).toMatch(/^Keeper +6/m);
});

test('a model of a plug-in answers where --model names it', async () => {
  const model = `{
    name: 'echo', revision: '1',
    complete: async ({ messages, schema }) => ({
      content: schema ? JSON.stringify({ categories: ['echo'], catchphrases: [], triplets: [] }) : 'Echo: ' + messages.at(-1).content,
      finish_reason: 'stop', usage: { prompt_tokens: 1, completion_tokens: 1 },
    }),
  }`;
  const role = `${TINY_FILES['roles/keeper.yaml']}description: A keeper.\ndescription_second_person: You keep.\ncatchphrases: [Hm]\n`;
  const folder = folderWith({ 'mine.mjs': `export default { models: [${model}] };\n` }, { 'roles/keeper.yaml': role });
  await rolellm(['generate', '--roles', 'roles/keeper.yaml', '--limit', '2', '--model', 'echo', '--quiet'], folder);
  const pairs = rowsOf<{ generated: string[]; model: string }>(join(folder, 'data/rolegpt.jsonl'));
  expect(pairs[0]).toMatchObject({
    model: 'echo',
    generated: expect.arrayContaining([expect.stringMatching(/^Echo: /)]),
  });
});

test('a model of a plug-in is asked again where its revision is another', async () => {
  const echo = (revision: string) => `export default { models: [{
    name: 'echo', revision: '${revision}',
    complete: async ({ schema }) => ({
      content: schema ? JSON.stringify({ categories: ['echo'], catchphrases: [], triplets: [] }) : 'Revision ${revision} says so.',
      finish_reason: 'stop', usage: { prompt_tokens: 1, completion_tokens: 1 },
    }),
  }] };\n`;
  const role = `${TINY_FILES['roles/keeper.yaml']}description: A keeper.\ndescription_second_person: You keep.\ncatchphrases: [Hm]\n`;
  const folder = folderWith({ 'mine.mjs': echo('1') }, { 'roles/keeper.yaml': role });
  const answersOf = async (revision: string) => {
    writeFileSync(join(folder, 'mine.mjs'), echo(revision));
    const words = ['generate', '--recipes', 'rolegpt', '--roles', 'roles/keeper.yaml', '--limit', '2'];
    const { ended } = startRolellm([...words, '--model', 'echo', '--quiet'], folder);
    await ended;
    return rowsOf<{ generated: string[] }>(join(folder, 'data/rolegpt.jsonl'))[0]?.generated[0];
  };
  expect(await answersOf('1')).toContain('Revision 1 says');
  expect(await answersOf('2')).toContain('Revision 2 says');
});

test.each([['--version'], ['completion', 'bash'], ['complete', '--word', 'gen']])(
  'rolellm %s runs no plug-in of the folder that one is in',
  async (...words) => {
    const folder = folderWith({ 'mine.mjs': "import { writeFileSync } from 'node:fs';\nwriteFileSync('ran', '');\n" });
    const { status } = await rolellm(words, folder);
    expect([status, existsSync(join(folder, 'ran'))]).toEqual([0, false]);
  },
);

test('prompts of a plug-in take the place of those of the same id', async () => {
  const shipped = readFileSync(join(PROJECT, 'prompts/en/rolegpt.system.md'), 'utf8');
  const folder = folderWith(
    { 'mine.mjs': "export default { prompts: './own' };\n" },
    { 'own/en/rolegpt.system.md': shipped.replace('## system\n', '## system\nSpeak like an old sea dog.\n') },
  );
  const server = await startChatServer();
  await rolellm([...GENERATE.slice(0, 5), '--base-url', server.url, '--model', 'm', '--quiet'], folder);
  const systems = server.seen.map(({ messages }) => messages[0]?.content ?? '');
  expect(systems.filter((text) => text.startsWith('Speak like an old sea dog.')).length).toBeGreaterThan(0);
});

/** Scots, as far as a plug-in must say it: it has no signs, so that checks which go by them abstain. */
const SCOTS = `{
  code: 'sco', name: 'Scots', unit: 'word', script: 'latin',
  recognises: (text) => /\\b(?:wee|ken|bairn|dinna)\\b/.test(text),
  joiner: ' ', listJoiner: ', ', phraseJoiner: '; ',
  splitSentences: (line) => line.split(/(?<=[.!?]) /),
  limits: { shortestQuestion: 3, longestLabel: 6, commonAnswer: 2, yesOrNo: 4, shortestQuotation: 2, stylishLine: 6, trait: 5 },
  phrases: {
    openers: { description: 'The description of the character is as follows', secondPerson: 'Your description is as follows' },
    colon: ': ', fullStop: '.', none: '(nane)', catchphrasesOpener: ' Your catchphrases: ',
    tellCatchphrases: (texts) => ' Your catchphrases: ' + texts.join(', ') + '.',
    tellPersonality: (traits) => traits.join(', ') + '.',
    withoutName: (description) => description,
  },
  standIn: { longest: /^(?:\\S+\\s+){1,130}/, marks: /[^\\p{L}\\p{N}']+/gu, ask: (about) => 'Dae ye mind ' + about + '?' },
  clauses: { clause: /[^.!?;:,\\n]+/gu, word: /[\\p{L}\\p{N}']+/gu, length: [2, 7], leastWords: 3, fewestLines: 3, setPhrases: [] },
}`;

test('a language of a plug-in is one that roles may speak: it touches no file of the program', async () => {
  const prompts = Object.fromEntries(
    readdirSync(join(PROJECT, 'prompts/en')).map((name) => [
      `own/sco/${name}`,
      readFileSync(join(PROJECT, 'prompts/en', name), 'utf8').replace('language: en', 'language: sco'),
    ]),
  );
  const keeper = TINY_FILES['roles/keeper.yaml']?.replace('language: en', 'language: sco') ?? '';
  const instructions = ['Name three things that float.', 'Say guid nicht.']
    .map((instruction) => `${JSON.stringify({ instruction, language: 'sco' })}\n`)
    .join('');
  const folder = folderWith(
    { 'scots.mjs': `export default { languages: [${SCOTS}], prompts: 'own' };\n` },
    { ...prompts, 'roles/keeper.yaml': keeper, 'scots.jsonl': instructions },
  );
  const server = await startChatServer();
  // A process of its own: all else of the program is loaded after the plug-in's languages.
  const run = async (...words: string[]) => {
    const { ended } = startRolellm(words, folder);
    return await ended;
  };
  const model = ['--base-url', server.url, '--model', 'm', '--instructions', 'scots.jsonl', '--quiet'];
  const generated = await run('generate', '--roles', 'roles/keeper.yaml', '--per-role', '4', ...model);
  expect(generated.stderr).toBe('');
  const kept = keptLines(folder);
  expect(new Set(kept.map(({ language }) => language))).toEqual(new Set(['sco']));
  expect(kept.length).toBeGreaterThan(4);
  expect(generated.stdout).toMatch(/Checks that abstained.*\n.*Scots: /);
  expect(readFileSync(join(folder, 'data/export/messages/train.jsonl'), 'utf8').length).toBeGreaterThan(0);
  expect(readFileSync(join(folder, 'data/export/README.md'), 'utf8')).toContain('| Keeper | Scots |');
  expect((await run('report', '--quiet')).status).toBe(0);
});

test('a language beside a function is refused in one line', async () => {
  const folder = folderWith({ 'scots.mjs': `export default () => ({ languages: [${SCOTS}] });\n` });
  const { status, stderr } = await rolellm(GENERATE, folder);
  expect([status, stderr]).toEqual([2, expect.stringContaining('its default export must be an object')]);
});

test.each<[string, Record<string, string>, RegExp]>([
  ['that is not there', {}, /none\.mjs: there is no such plug-in/],
  [
    'that breaks when it is loaded',
    { 'none.mjs': 'export default nothing;' },
    /none\.mjs: this plug-in breaks when it is loaded: nothing is not defined/,
  ],
  ['that is no JavaScript', { 'none.mjs': 'export default {' }, /none\.mjs: this plug-in breaks when it is loaded/],
  ['without a default export', { 'none.mjs': 'export const a = 1;' }, /none\.mjs: this plug-in has no default export/],
  [
    'with an unknown key',
    { 'none.mjs': 'export default { recipe: [] };' },
    /none\.mjs: this plug-in does not fit: .*recipe/,
  ],
  [
    'with a check that is none',
    { 'none.mjs': "export default { checks: [{ name: 'x' }] };" },
    /none\.mjs: this plug-in does not fit: "checks\.0\.run": must be a function/,
  ],
  [
    'with a name that is taken',
    { 'none.mjs': "export default { checks: [{ name: 'refusal', run() {} }] };" },
    /none\.mjs: this plug-in has a check "refusal", and there is one of this name already/,
  ],
])('a plug-in %s is one clear line with the file', async (_, files, said) => {
  const folder = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': 'plugins: [none.mjs]\n', ...files });
  const { status, stderr } = await rolellm(GENERATE, folder);
  expect([status, stderr.trim().split('\n').length]).toEqual([2, 1]);
  expect(stderr).toMatch(said);
});

test('a plug-in outside of the working folder is not loaded', async () => {
  const outside = makeFolder({ 'mine.mjs': "throw new Error('it ran');" });
  const folder = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': `plugins: [${join(outside, 'mine.mjs')}]\n` });
  const { status, stderr } = await rolellm(GENERATE, folder);
  expect([status, stderr]).toEqual([2, expect.stringContaining('it must lie in the working folder')]);
  expect(stderr).not.toContain('it ran');
});
