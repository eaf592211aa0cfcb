import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openAtomicFile, writeBytesAtomically, writeFileAtomically } from '../../src/store/atomic.js';
import { dataFolder } from '../../src/store/data-folder.js';
import { checkExchange, replaceFolder } from '../../src/store/exchange.js';
import { openJournal } from '../../src/store/journal.js';
import { lockFolder } from '../../src/store/lock.js';
import { checkDataFolder } from '../../src/store/own-paths.js';
import { openParquetFile } from '../../src/store/parquet.js';
import { fingerprint, makeFolder, rolellm } from '../harness/cli.js';
import { generatedFolder } from '../harness/generated.js';
import { GENERATE } from '../harness/tiny-role.js';

const RECIPES = [{ name: 'context-instruct' }, { name: 'rolegpt' }];

/** A link at a path, whatever folders that needs. */
function plant(path: string, target: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

/** A data folder, and outside of it a file and a folder of the user's. */
function withVictims() {
  const root = makeFolder({
    'victim.txt': 'mine',
    'victims/mine.txt': 'mine',
    'data/manifest.json': '{"version":1,"stages":{}}',
  });
  return { root, data: join(root, 'data'), file: join(root, 'victim.txt'), folder: join(root, 'victims') };
}
const victimsOf = (root: string) => [
  readFileSync(join(root, 'victim.txt'), 'utf8'),
  fingerprint(join(root, 'victims')),
];

const FILES = [
  ...[
    'profiles.jsonl',
    'dialogues.jsonl',
    'instructions.jsonl',
    'context-instruct.jsonl',
    'rolegpt.jsonl',
    'filtered.jsonl',
  ],
  'rejected.jsonl',
  'judged.jsonl',
  'review.jsonl',
  'opencompass.py',
  'lock',
  'calls/rolegpt.jsonl',
  ...[
    'batches/rolegpt/1.json',
    'batches/rolegpt/1.input.jsonl',
    'eval/mine/results.json',
    'report/index.html',
    'rocit/train.jsonl',
  ],
];
const FOLDERS = ['calls', 'batches', 'batches/rolegpt', 'eval', 'eval/mine', 'report', 'rocit', 'lock.guard'];

test.each([
  ...FILES.map((name) => ({ name, attack: 'file' as const, holds: /leads out of the data folder/ })),
  ...FOLDERS.map((name) => ({ name, attack: 'folder' as const, holds: /leads out of the data folder/ })),
  { name: 'calls', attack: 'nothing' as const, holds: /leads out of the data folder, to nothing/ },
])('a link at $name that leads to a $attack outside is named, not followed', ({ name, attack, holds }) => {
  const { root, data, file, folder } = withVictims();
  plant(join(data, name), attack === 'file' ? file : attack === 'folder' ? folder : join(root, 'none'));
  const before = victimsOf(root);
  expect(() => checkDataFolder(dataFolder(data), RECIPES)).toThrow(
    expect.objectContaining({ name: 'UserError', file: join(data, name), message: expect.stringMatching(holds) }),
  );
  expect(victimsOf(root)).toEqual(before);
});

test('the data folder itself may be a link, and links within it are the user’s own affair', () => {
  const { root, data } = withVictims();
  writeFileSync(join(data, 'more.jsonl'), '');
  plant(join(data, 'review.jsonl'), join(data, 'more.jsonl'));
  plant(join(data, 'rocit/output'), join(root, 'victims'));
  plant(join(root, 'linked'), data);
  checkDataFolder(dataFolder(join(root, 'linked')), RECIPES);
});

test.each([
  { name: 'a file', attack: 'x.json.tmp', holds: (file: string) => writeFileAtomically(file, ['new']) },
  {
    name: 'a file of bytes',
    attack: 'x.json.tmp',
    holds: (file: string) => writeBytesAtomically(file, Buffer.from('new')),
  },
  { name: 'a Parquet file', attack: 'x.json.tmp', holds: (file: string) => openParquetFile(file, ['a']).commit() },
  { name: 'a file through its target', attack: 'x.json', holds: (file: string) => writeFileAtomically(file, ['new']) },
])('$name is written, and the link that was planted at $attack is not followed', ({ attack, holds }) => {
  const { root, data, file } = withVictims();
  plant(join(data, attack), file);
  holds(join(data, 'x.json'));
  expect(lstatSync(join(data, 'x.json')).isFile()).toBe(true);
  expect(existsSync(join(data, 'x.json.tmp'))).toBe(false);
  expect(readFileSync(join(root, 'victim.txt'), 'utf8')).toBe('mine');
});

test('a journal that is a link is not opened', () => {
  const { root, data, file } = withVictims();
  plant(join(data, 'calls/rolegpt.jsonl'), file);
  expect(() => openJournal(join(data, 'calls/rolegpt.jsonl'))).toThrow(expect.objectContaining({ name: 'UserError' }));
  expect(readFileSync(join(root, 'victim.txt'), 'utf8')).toBe('mine');
});

test('while a temporary file is written nobody else can begin the same one unseen', () => {
  const { data, file } = withVictims();
  const open = openAtomicFile(join(data, 'x.json'));
  expect(() => symlinkSync(file, join(data, 'x.json.tmp'))).toThrow('EEXIST');
  open.discard();
});

const isOwn = (path: string) => /^(?:README\.md$|messages(?:\/|$))/.test(path);
const holdsEarlier = (folder: string) => existsSync(join(folder, 'README.md'));
const write = (beside: string) => {
  writeFileAtomically(join(beside, 'README.md'), ['new']);
  writeFileAtomically(join(beside, 'messages/train.jsonl'), ['new']);
};

test.each([
  { name: 'an empty folder', attack: {}, holds: 'exchanged' },
  {
    name: 'an earlier export',
    attack: { 'README.md': 'old', 'messages/x.jsonl': 'old', 'mine.txt': 'mine' },
    holds: 'exchanged',
  },
  {
    name: 'a folder of the user’s',
    attack: { 'mine.txt': 'mine' },
    holds: /leads to .*, which holds mine.txt and no earlier export/,
  },
  { name: 'nothing', attack: undefined, holds: /leads to nothing/ },
])('an export that is a link to $name', ({ attack, holds }) => {
  const root = makeFolder({ 'data/manifest.json': '{}' });
  const target = join(root, 'disk/set');
  if (attack) mkdirSync(target, { recursive: true });
  for (const [path, text] of Object.entries(attack ?? {})) writeFileAtomically(join(target, path), [text]);
  plant(join(root, 'data/export'), target);
  const exchanged = { folder: join(root, 'data/export'), isOwn, holdsEarlier };
  if (holds !== 'exchanged') {
    const refused = expect.objectContaining({ name: 'UserError', message: expect.stringMatching(holds) });
    expect(() => checkExchange(exchanged)).toThrow(refused);
    expect(() => replaceFolder(exchanged, write)).toThrow(refused);
    expect(existsSync(target) ? readdirSync(target) : []).toEqual(Object.keys(attack ?? {}));
    return;
  }
  replaceFolder(exchanged, write);
  expect(readlinkSync(join(root, 'data/export'))).toBe(target);
  expect(readdirSync(target).sort()).toEqual(['README.md', 'messages', ...(attack?.['mine.txt'] ? ['mine.txt'] : [])]);
  expect(readdirSync(join(target, 'messages'))).toEqual(['train.jsonl']);
  expect(readdirSync(join(root, 'data')).sort()).toEqual(['export', 'manifest.json']);
});

test('a link in the place of a format, or left by an earlier exchange, is named before anything moves', () => {
  for (const path of ['export/messages', 'export.old', 'export.tmp']) {
    const root = makeFolder({ 'data/export/README.md': 'old', 'victims/mine.txt': 'mine' });
    plant(join(root, 'data', path), join(root, 'victims'));
    expect(() => replaceFolder({ folder: join(root, 'data/export'), isOwn, holdsEarlier }, write)).toThrow(
      /this link leads to/,
    );
    expect(readdirSync(join(root, 'victims'))).toEqual(['mine.txt']);
  }
});

test('where writing into a linked export fails, what was there stays and nothing is left over', () => {
  const root = makeFolder({ 'disk/README.md': 'old', 'data/manifest.json': '{}' });
  plant(join(root, 'data/export'), join(root, 'disk'));
  const fail = () => {
    throw new Error('no');
  };
  expect(() => replaceFolder({ folder: join(root, 'data/export'), isOwn, holdsEarlier }, fail)).toThrow('no');
  expect(fingerprint(join(root, 'disk'))).toEqual(fingerprint(makeFolder({ 'README.md': 'old' })));
  expect(readdirSync(join(root, 'disk'))).toEqual(['README.md']);
});

const mount = (...args: string[]) => spawnSync('mount', args).status === 0;

test.for([
  { name: 'an export that is a disk', attack: 'export', holds: 'exchanged' },
  { name: 'a disk of the user’s in the export', attack: 'export/mine', holds: 'exchanged' },
  { name: 'a disk where a format belongs', attack: 'export/messages', holds: /mounted where files are replaced/ },
])('$name', ({ attack, holds }, { skip }) => {
  const root = makeFolder();
  const disk = join(root, 'data', attack);
  mkdirSync(disk, { recursive: true });
  if (!mount('-t', 'tmpfs', '-o', 'size=64k', 'none', disk)) skip('no right to mount a small disk here');
  onTestFinished(() => void spawnSync('umount', ['-l', disk]));
  writeFileSync(join(disk, attack === 'export' ? 'README.md' : 'mine.txt'), 'old');
  const exchanged = { folder: join(root, 'data/export'), isOwn, holdsEarlier };
  if (holds !== 'exchanged') {
    expect(() => checkExchange(exchanged)).toThrow(expect.objectContaining({ message: expect.stringMatching(holds) }));
    expect(readdirSync(disk)).toEqual(['mine.txt']);
    return;
  }
  replaceFolder(exchanged, write);
  replaceFolder(exchanged, write);
  expect(readFileSync(join(root, 'data/export/README.md'), 'utf8')).toBe('new');
  expect(existsSync(join(root, 'data/export.old'))).toBe(false);
  if (attack !== 'export') expect(readdirSync(disk)).toEqual(['mine.txt']);
});

test('a guard of the lock that is dated in the future does not hold off for ever', async () => {
  const folder = makeFolder({ 'lock.guard/x': '' });
  renameSync(join(folder, 'lock.guard/x'), join(folder, 'x'));
  const future = Date.now() / 1000 + 1e6;
  utimesSync(join(folder, 'lock.guard'), future, future);
  (await lockFolder(folder))();
});

test.each([
  {
    name: 'a folder',
    attack: (path: string) => mkdirSync(path),
    at: ['manifest.json', 'filtered.jsonl', 'calls/rolegpt.jsonl', 'lock'],
  },
  {
    name: 'a file',
    attack: (path: string) => writeFileSync(path, 'x'),
    at: FOLDERS.filter((name) => !name.includes('/')),
  },
  {
    name: 'a pipe',
    attack: (path: string) => void spawnSync('mkfifo', [path]),
    at: ['manifest.json', 'calls/rolegpt.jsonl', 'review.jsonl', 'calls'],
  },
])('$name in a data folder where it does not belong is named at once', ({ attack, at }) => {
  for (const name of at) {
    const data = makeFolder();
    mkdirSync(dirname(join(data, name)), { recursive: true });
    attack(join(data, name));
    expect(() => checkDataFolder(dataFolder(data), RECIPES), name).toThrow(
      expect.objectContaining({ name: 'UserError', file: join(data, name), advice: expect.stringMatching(/./) }),
    );
  }
});

test('a socket in the place of a file is named', async () => {
  const data = makeFolder();
  const server = createServer().listen(join(data, 'review.jsonl'));
  onTestFinished(() => void server.close());
  await new Promise((resume) => server.once('listening', resume));
  expect(() => checkDataFolder(dataFolder(data), RECIPES)).toThrow(/a socket/);
});

test('generate refuses a link to the user’s own folder before the first call, and exports into an empty one', async () => {
  const folder = generatedFolder();
  const journal = () => readFileSync(join(folder, 'data/calls/context-instruct.jsonl'), 'utf8');
  const before = journal();
  const [own, exported] = [join(folder, 'data/export'), fingerprint(join(folder, 'data/export'))];
  renameSync(own, join(folder, 'first'));
  mkdirSync(join(folder, 'disk'));
  writeFileSync(join(folder, 'disk/mine.txt'), 'mine');
  plant(own, join(folder, 'disk'));
  const refused = await rolellm([...GENERATE, '--per-role', '6'], folder);
  expect([refused.status, refused.stderr]).toEqual([
    2,
    expect.stringMatching(/data\/export: this link leads to .*disk, which holds mine\.txt/),
  ]);
  expect([journal(), readdirSync(join(folder, 'disk'))]).toEqual([before, ['mine.txt']]);

  renameSync(join(folder, 'disk/mine.txt'), join(folder, 'mine.txt'));
  const { status, stderr } = await rolellm(['export'], folder);
  expect(status, stderr).toBe(0);
  expect(fingerprint(join(folder, 'disk'))).toEqual(exported);
});
