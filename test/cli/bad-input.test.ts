import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, rolellm, startRolellm } from '../harness/cli.js';
import { TINY_FILES, TINY_PLAY } from '../harness/tiny-role.js';

const ROLE = 'name: Keeper\nlanguage: en\nscript: lamp.txt\n';

/** Each: what is wrong, the files, and the one line that must come out. */
const MISTAKES: [what: string, files: Record<string, string | Uint8Array>, line: RegExp][] = [
  [
    'an unknown key',
    { 'roles/k.yaml': `${ROLE}catchphrase: [Hm]\n` },
    /^error: roles\/k\.yaml:4: unknown key "catchphrase"\. .*catchphrases/,
  ],
  [
    'broken YAML',
    { 'roles/k.yaml': 'name: [Keeper\nlanguage: en\n' },
    /^error: roles\/k\.yaml:\d: this is not valid YAML/,
  ],
  [
    'a missing script',
    { 'roles/k.yaml': ROLE.replace('lamp.txt', 'lost.txt') },
    /^error: roles\/k\.yaml:3: the script "lost\.txt" does not exist/,
  ],
  [
    'a role that never speaks',
    { 'roles/k.yaml': ROLE.replace('Keeper', 'Keepr') },
    /^error: roles\/k\.yaml: "Keepr" never speaks in roles\/lamp\.txt\. Did you mean "Keeper"/,
  ],
  ['an empty script', { 'roles/k.yaml': ROLE, 'roles/lamp.txt': ' \n\n' }, /^error: roles\/lamp\.txt: .*empty/],
  [
    'text that is not UTF-8',
    {
      'roles/k.yaml': ROLE,
      'roles/lamp.txt': Buffer.concat([
        Buffer.from('KEEPER. Café.\n\nNORA. Déjà vu.\n\nKEEPER. '),
        Buffer.from([0xff]),
        Buffer.from('Naïve.\n'),
      ]),
    },
    /^error: roles\/lamp\.txt:5: .*UTF-8/,
  ],
  [
    'a CSV without a speaker column',
    { 'roles/k.yaml': ROLE.replace('lamp.txt', 'lamp.csv'), 'roles/lamp.csv': 'when,what\n1,Hm\n2,Ho\n' },
    /^error: roles\/lamp\.csv(?::1)?: .*column/,
  ],
  [
    'a JSONL row that does not fit',
    {
      'roles/k.yaml': ROLE.replace('lamp.txt', 'l.jsonl'),
      'roles/l.jsonl': '{"role":"Keeper","content":"Hm."}\n{"role":7}\n',
    },
    /^error: roles\/l\.jsonl:2: /,
  ],
  [
    'a role name with a slash',
    { 'roles/k.yaml': ROLE.replace('Keeper', '../Keeper') },
    /^error: roles\/k\.yaml:1: "name": must not contain/,
  ],
  [
    'a role name with two dots',
    { 'roles/k.yaml': ROLE.replace('Keeper', 'Kee..per') },
    /^error: roles\/k\.yaml:1: "name": must not contain/,
  ],
  [
    'two roles of one name',
    { 'roles/k.yaml': ROLE, 'roles/l.yaml': ROLE },
    /^error: roles\/l\.yaml: the role "Keeper" is also in roles\/k\.yaml/,
  ],
  ['a folder without roles', { 'roles/readme.txt': 'nothing' }, /^error: roles: this folder contains no role file/],
  [
    'a setting that does not exist',
    { 'roles/k.yaml': ROLE, 'rolellm.config.yaml': 'seed: 1\nrolegpt:\n  answers: 5\n' },
    /^error: rolellm\.config\.yaml:3: unknown key "rolegpt\.answers"/,
  ],
];

test.each(MISTAKES)('%s is one clear line with its place, exit status 2, and no stack', async (_, files, line) => {
  const folder = makeFolder({ 'roles/lamp.txt': TINY_PLAY, ...files });
  const { status, stderr, stdout } = await rolellm(['generate', '--roles', 'roles', '--quiet'], folder);
  expect(stderr).toMatch(line);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

test('an instruction that does not fit is named with its line', async () => {
  const folder = makeFolder({ ...TINY_FILES, 'bad.jsonl': '{"instruction":"Sing."}\n{"instruct":"Hop."}\n' });
  const { status, stderr } = await rolellm(
    ['generate', '--roles', 'roles', '--instructions', 'bad.jsonl', '--quiet', '--per-role', '1'],
    folder,
  );
  expect(stderr).toMatch(/^error: bad\.jsonl:2: /);
  expect(status).toBe(2);
});

test('a data folder that cannot be written to is one line', async () => {
  const folder = makeFolder(TINY_FILES);
  // Nobody may make folders in /sys, not even root, who may write into any folder of a disk.
  const isRoot = process.getuid?.() === 0;
  const data = isRoot ? '/sys/rolellm-test' : join(folder, 'data');
  if (!isRoot) chmodSync(folder, 0o555);
  const { status, stderr } = await rolellm(['generate', '--roles', 'roles', '--data', data, '--quiet'], folder);
  chmodSync(folder, 0o755);
  expect(stderr).toMatch(/^error: \S+: cannot write \((?:EACCES|EPERM|EROFS)\)\. .*choose another folder with --data/);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(status).toBe(2);
});

test('a data folder that is a file is one line', async () => {
  const folder = makeFolder({ ...TINY_FILES, data: 'a file' });
  const { status, stderr } = await rolellm(['generate', '--roles', 'roles', '--quiet'], folder);
  expect(stderr).toMatch(/^error: data: this is a file, not a folder\. /);
  expect(status).toBe(2);
});

test('a second run on a folder that a living run holds is refused and harms nothing', async () => {
  const server = await startChatServer(undefined, 100);
  const folder = makeFolder(TINY_FILES);
  const args = [
    'generate',
    '--roles',
    'roles',
    '--instructions',
    'instructions.txt',
    '--per-role',
    '2',
    '--base-url',
    server.url,
  ];
  const first = startRolellm(args, folder);
  while (server.seen.length === 0) await new Promise((resume) => setTimeout(resume, 5));
  const second = await rolellm(args, folder);
  expect(second.stderr).toMatch(
    new RegExp(`error: data: another run \\(process ${first.child.pid} on .*\\) is using this folder`),
  );
  expect(second.status).toBe(2);
  expect((await first.ended).status).toBe(0);
});

test('a bad input leaves what an earlier run made as it was', async () => {
  const folder = makeFolder(TINY_FILES);
  const args = ['generate', '--roles', 'roles', '--instructions', 'instructions.txt', '--per-role', '2'];
  await rolellm(args, folder);
  const before = fingerprint(join(folder, 'data'));
  const bad = await rolellm([...args, '--only', 'Nobody'], folder);
  expect(bad.stderr).toContain(
    'error: there is no role "Nobody". Correct --only, or `only` in the settings. There are: Keeper, Nora.',
  );
  expect(fingerprint(join(folder, 'data'))).toEqual(before);
});

test.each([
  [['generate', '--bogus'], /unknown option '--bogus'/],
  [['generate', '--seed', 'x'], /--seed <n>' argument 'x' is invalid/],
  [['generate', '--concurrency', '0'], /--concurrency .* 1 or more/],
  [['frobnicate'], /unknown command 'frobnicate'/],
  [['generate', '--provider', 'openai'], /neither a key nor a server/],
  [['generate', '--config', 'none.yaml'], /none\.yaml: this settings file does not exist/],
  [['generate', '--instructions', 'nowhere.txt'], /nowhere\.txt: there is no such file/],
  [['generate', '--instructions', 'roles'], /roles: this is a folder, not a file/],
  [['generate', '--model', 'gpt-4o-mini'], /the model "gpt-4o-mini" has neither a key nor a server/],
])('%j is told in one line and exits 2', async (args, line) => {
  const { status, stderr } = await rolellm(args, makeFolder(TINY_FILES));
  expect(stderr).toMatch(line);
  expect(status).toBe(2);
});

test.each([
  ['status'],
  ['view'],
  ['report'],
  ['filter'],
  ['filter', '--explain'],
  ['filter', '--judge'],
  ['context-instruct'],
  ['rolegpt'],
  ['export'],
  ['rocit'],
])('%s %s says of a folder that is empty, or not there, that nothing was made in it', async (...args) => {
  const folder = makeFolder(TINY_FILES);
  mkdirSync(join(folder, 'empty'));
  for (const data of ['empty', 'nowhere']) {
    const { status, stdout, stderr } = await rolellm([...args, '--data', data], folder);
    expect([status, stdout, stderr]).toEqual([
      2,
      '',
      `error: ${data}: nothing was made in this folder yet. Run \`rolellm generate\`, or name another with --data.\n`,
    ]);
    expect([readdirSync(join(folder, 'empty')), existsSync(join(folder, 'nowhere'))]).toEqual([[], false]);
  }
});

test('where only a part was made, a command says which file it needs and what makes it', async () => {
  const folder = makeFolder({ ...TINY_FILES, 'data/profiles.jsonl': '' });
  const { status, stderr } = await rolellm(['export'], folder);
  expect(status).toBe(2);
  expect(stderr).toMatch(/data\/filtered\.jsonl: this file does not exist yet\. Run `rolellm filter` first/);
});

test('a key that the server does not know stops the run at once with one line', async () => {
  const server = await startChatServer(() => ({ status: 401, body: { error: { message: 'no such key' } } }));
  const args = ['generate', '--roles', 'roles', '--base-url', server.url, '--model', 'm', '--quiet'];
  const { status, stderr } = await rolellm(args, makeFolder(TINY_FILES), { OPENAI_API_KEY: 'sk-wrong' });
  expect(stderr).toMatch(/^error: http.* answers 401: .*Check OPENAI_API_KEY/);
  expect(stderr).not.toContain('sk-wrong');
  expect(status).toBe(2);
  expect(server.seen.length).toBeLessThanOrEqual(8);
});
