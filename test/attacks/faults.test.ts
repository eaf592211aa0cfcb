import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { makeFolder, rolellm } from '../harness/cli.js';
import { generatedFolder } from '../harness/generated.js';
import { TINY_FILES } from '../harness/tiny-role.js';

/** The call of the file system that fails next, and how; and the folders that were forced onto the disk. */
const disk: { call: string; code: string; synced: string[] } = { call: '', code: '', synced: [] };

vi.doMock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const opened = new Map<number, string>();
  const failing =
    (name: string, call: (...args: never[]) => unknown) =>
    (...args: never[]) => {
      if (disk.call === name) throw Object.assign(new Error(disk.code), { code: disk.code, syscall: name });
      return call(...args);
    };
  const { writeSync, renameSync, writeFileSync: writeFile } = fs;
  return {
    ...fs,
    openSync(file: string, ...rest: [never]) {
      const descriptor = failing('openSync', fs.openSync as never)(...([file, ...rest] as never[])) as number;
      opened.set(descriptor, file);
      return descriptor;
    },
    fsyncSync(descriptor: number) {
      failing('fsyncSync', fs.fsyncSync as never)(descriptor as never);
      disk.synced.push(opened.get(descriptor) ?? '');
    },
    writeSync: failing('writeSync', writeSync as never),
    renameSync: failing('renameSync', renameSync as never),
    writeFileSync: failing('writeFileSync', writeFile as never),
  };
});

// Files of tests share their modules: this one loads them anew, with the disk above.
vi.resetModules();
const { UserError } = await import('../../src/errors.js');
const { hashFile, hashOf, openAtomicFile, writeBytesAtomically, writeFileAtomically } = await import(
  '../../src/store/atomic.js'
);
const { replaceFolder } = await import('../../src/store/exchange.js');
const { systemError } = await import('../../src/store/faults.js');
const { countAlternatives, findFiles } = await import('../../src/store/find-files.js');
const { openParquetFile } = await import('../../src/store/parquet.js');
const { readNamedFile } = await import('../../src/store/read-file.js');
const { claimPage, sign } = await import('../../src/store/signed.js');
const { claimFiles } = await import('../../src/store/written.js');

afterAll(() => {
  vi.doUnmock('node:fs');
  vi.resetModules();
});

afterEach(() => void Object.assign(disk, { call: '', code: '', synced: [] }));

const CODES = [
  'EFBIG',
  'EMFILE',
  'ENFILE',
  'ENOSPC',
  'EDQUOT',
  'EBUSY',
  'EXDEV',
  'ETXTBSY',
  'EIO',
  'EROFS',
  'ENAMETOOLONG',
];
const write = (file: string) => writeFileAtomically(file, ['new']);
const isOwn = (name: string) => name === 'x';

test.each([
  { name: 'a file', attack: ['openSync', 'writeSync', 'fsyncSync', 'renameSync'], holds: write },
  {
    name: 'a file of bytes',
    attack: ['openSync', 'writeSync', 'fsyncSync', 'renameSync'],
    holds: (file: string) => writeBytesAtomically(file, Buffer.from('new')),
  },
  {
    name: 'a Parquet file',
    attack: ['openSync', 'fsyncSync', 'renameSync'],
    holds: (file: string) => openParquetFile(file, ['a']).commit(),
  },
  {
    name: 'a folder',
    attack: ['openSync', 'writeSync', 'renameSync'],
    holds: (file: string) => replaceFolder({ folder: join(file, '..'), isOwn }, (beside) => write(join(beside, 'x'))),
  },
])('$name that cannot be written: one line of advice, the old one stays, nothing is left over', ({ attack, holds }) => {
  for (const call of attack) {
    for (const code of CODES) {
      const root = makeFolder({ 'out/x': 'old' });
      const free = openSync('/dev/null', 'r');
      closeSync(free);
      Object.assign(disk, { call, code });
      const told = {
        name: 'UserError',
        message: expect.stringContaining(code),
        advice: expect.stringMatching(/.{20}/),
      };
      expect(() => holds(join(root, 'out/x')), `${call} ${code}`).toThrow(expect.objectContaining(told));
      disk.call = '';
      expect([readdirSync(root), readdirSync(join(root, 'out'))], `${call} ${code}`).toEqual([['out'], ['x']]);
      expect(readFileSync(join(root, 'out/x'), 'utf8')).toBe('old');
      // The next descriptor is the one that was free before: none stayed open.
      const next = openSync('/dev/null', 'r');
      closeSync(next);
      expect(next, `${call} ${code}`).toBe(free);
    }
  }
});

test('what is renamed is forced onto the disk with the folder that names it', () => {
  const root = makeFolder();
  write(join(root, 'new/folder/x'));
  expect(disk.synced).toEqual([root, join(root, 'new/folder/x.tmp'), join(root, 'new/folder')]);
  disk.synced = [];
  replaceFolder({ folder: join(root, 'out'), isOwn }, (beside) => void write(join(beside, 'x')));
  expect(disk.synced).toContain(root);
});

test('an error of the system is never called our bug, one of our own is not hidden', () => {
  for (const code of CODES) {
    const thrown = Object.assign(new Error(code), { code, syscall: 'scandir', path: '/a' });
    expect(systemError(thrown)).toMatchObject({
      name: 'UserError',
      file: '/a',
      advice: expect.stringMatching(/.{20}/),
    });
  }
  for (const own of [
    new TypeError('x'),
    Object.assign(new Error('x'), { code: 'EBADF', syscall: 'read' }),
    undefined,
  ]) {
    expect(systemError(own)).toBe(own);
  }
});

test.each([
  { name: 'a range of a hundred million', attack: 'x{1..100000000}.txt', holds: 1e8 },
  { name: 'twenty groups', attack: '{a,b}'.repeat(20), holds: 2 ** 20 },
  { name: 'ranges times ranges', attack: '{1..99}/{1..99}', holds: 9801 },
  { name: 'groups in groups', attack: `{${'{a,b}'.repeat(11)},c}`, holds: 2049 },
])('the glob with $name is refused at once', ({ attack, holds }) => {
  expect(countAlternatives(attack)).toBe(holds);
  expect(() => findFiles(attack, makeFolder())).toThrow(
    expect.objectContaining({ name: 'UserError', advice: expect.any(String) }),
  );
});

test('ordinary globs find their files', () => {
  const folder = makeFolder({ 'a1.txt': '', 'a2.txt': '', 'b/c.fountain': '', 'd{e': '' });
  const found = (pattern: string) => findFiles(pattern, folder).map((file) => file.slice(folder.length + 1));
  expect(found('a{1..2}.txt')).toEqual(['a1.txt', 'a2.txt']);
  expect(found('{a*.txt,b/*.{fountain,txt}}')).toEqual(['a1.txt', 'a2.txt', 'b/c.fountain']);
  expect(found('**/*.fountain')).toEqual(['b/c.fountain']);
});

test('whatever the pattern, it is tried or refused with one line', () => {
  const folder = makeFolder({ 'a.txt': '' });
  const piece = fc.constantFrom(
    '{',
    '}',
    ',',
    '..',
    '1',
    'a',
    '*',
    '**',
    '/',
    '[',
    ']',
    '(',
    ')',
    '!',
    '\\',
    '?',
    '+(',
    '@(',
    '|',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      try {
        findFiles(pieces.join(''), folder);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(UserError);
      }
    }),
    { numRuns: 200 },
  );
});

const LONG = 'x'.repeat(300);

test.each([
  { name: 'a role file with a long name', attack: ['--roles', LONG] },
  { name: 'a data folder with a long name', attack: ['--data', LONG] },
  { name: 'settings with a long name', attack: ['--config', `${LONG}.yaml`] },
  { name: 'instructions with a long name', attack: ['--instructions', LONG] },
  { name: 'settings that are a folder', attack: ['--config', 'roles'] },
  { name: 'instructions that are a folder', attack: ['--instructions', 'roles'] },
  { name: 'a data folder that is a file', attack: ['--data', 'instructions.txt'] },
  { name: 'a data folder below a file', attack: ['--data', 'instructions.txt/data'] },
  { name: 'a script of a hundred million names', attack: ['--roles', 'many.yaml'] },
  { name: 'a script that is a folder', attack: ['--roles', 'folder.yaml'] },
  { name: 'a script with a long name', attack: ['--roles', 'long.yaml'] },
  { name: 'a null byte in a path', attack: ['--roles', 'null.yaml'] },
  { name: 'roles of a hundred million names', attack: ['--roles', 'r{1..100000000}.yaml'] },
])('$name: generate says so in one line and makes nothing', async ({ attack }) => {
  const role = (script: string) => `name: Keeper\nlanguage: en\nscript: ${JSON.stringify(script)}\n`;
  const folder = makeFolder({
    ...TINY_FILES,
    'many.yaml': role('a{1..100000000}.txt'),
    'folder.yaml': role('roles'),
    'long.yaml': role(`${LONG}.txt`),
    'null.yaml': role('a\0b.txt'),
  });
  const { status, stderr } = await rolellm(
    ['generate', '--roles', 'roles', '--instructions', 'instructions.txt', ...attack],
    folder,
  );
  const errors = stderr.split('\n').filter((line) => line.startsWith('error'));
  expect([status, errors.length], stderr).toEqual([2, 1]);
  expect(stderr).not.toMatch(/bug in rolellm|\n {4}at /);
});

test.each([
  { name: 'a pipe', attack: '/dev/zero', holds: /a device/ },
  { name: 'a folder', attack: '.', holds: /folder/ },
  { name: 'a long name', attack: LONG, holds: /ENAMETOOLONG/ },
  { name: 'a null byte', attack: 'a\0b', holds: /null byte/ },
])('$name that is named as a file is refused and not waited for', ({ attack, holds }) => {
  expect(() => readNamedFile(attack)).toThrow(
    expect.objectContaining({ name: 'UserError', message: expect.stringMatching(holds) }),
  );
});

const hash = (text: string) => hashOf(text);

test.each([
  { name: 'nothing there', before: undefined, attack: undefined, holds: 'replaced' },
  { name: 'ours, unchanged', before: 'ours', attack: undefined, holds: 'replaced' },
  { name: 'ours, changed by the user', before: 'ours', attack: 'ours, and mine', holds: 'kept' },
  { name: 'the user’s own', before: undefined, attack: 'mine', holds: 'kept' },
  { name: 'the user’s own, the same as ours will be', before: undefined, attack: 'next', holds: 'replaced' },
])('a file that is about to be replaced: $name', ({ before, attack, holds }) => {
  const root = makeFolder({ x: '' });
  const file = join(root, 'report.md');
  if (before !== undefined) {
    claimFiles(root, new Map([[file, hash(before)]]));
    writeFileSync(file, before);
  }
  if (attack !== undefined) writeFileSync(file, attack);
  const told = claimFiles(root, new Map([[file, hash('next')]]));
  expect(told).toEqual(holds === 'kept' ? [expect.stringContaining(`it is now ${file}.kept`)] : []);
  if (holds === 'kept') expect(readFileSync(`${file}.kept`, 'utf8')).toBe(attack);
  // Ended between the record and the file: what is there is still known as ours.
  if (holds === 'replaced' && existsSync(file)) expect(claimFiles(root, new Map([[file, hash('later')]]))).toEqual([]);
});

test('a file of the user’s at each place where ours go is moved aside and named; ours is replaced without a word', async () => {
  const folder = generatedFolder();
  const own = [
    'export/README.md',
    'export/dataset_info.json',
    'opencompass.py',
    'report/index.html',
    'rocit/train.py',
    'rocit/trainer.json',
  ];
  const at = (name: string) => join(folder, 'data', name);
  const runAll = async () => {
    const ended = [];
    for (const command of ['export', 'rocit', 'report']) ended.push(await rolellm([command], folder));
    return ended.map(({ stderr }) => stderr).join('');
  };
  // opencompass.py holds the path of the folder that was copied.
  rmSync(at('opencompass.py'));
  expect(await runAll()).not.toContain('by you');
  const ours = own.map((name) => hashFile(at(name)));
  expect(await runAll()).not.toContain('by you');
  for (const name of own) writeFileSync(at(name), `my own ${name}`);
  const told = await runAll();
  for (const name of own) {
    expect(told).toContain(`data/${name} was made or changed by you: it is now data/${name}.kept`);
    expect(readFileSync(at(`${name}.kept`), 'utf8')).toBe(`my own ${name}`);
  }
  expect(own.map((name) => hashFile(at(name)))).toEqual(ours);
  // A second one does not replace the first.
  writeFileSync(at('export/README.md'), 'my second');
  await rolellm(['export', '--quiet'], folder);
  expect([
    readFileSync(at('export/README.md.kept'), 'utf8'),
    readFileSync(at('export/README.md.kept-2'), 'utf8'),
  ]).toEqual(['my own export/README.md', 'my second']);
});

test('a page is ours as long as no letter of it changed, and one of an earlier version is known without a signature', () => {
  const file = join(makeFolder(), 'index.html');
  const isEarlier = (page: string) => page.startsWith('<old>');
  const claim = (text: string) => {
    writeFileSync(file, text);
    return claimPage(file, isEarlier);
  };
  expect([claim(sign('<p>a</p>')), claim('<old>b'), claim(sign('<old>c'))]).toEqual([undefined, undefined, undefined]);
  expect(claim(sign('<p>a</p>').replace('a', 'b'))).toContain('.kept');
  expect(claim(sign('<old>').replace('old', 'old class="mine"'))).toContain('.kept-2');
});

test('a file beside its target that is given up leaves nothing', () => {
  const root = makeFolder();
  const open = openAtomicFile(join(root, 'x'));
  open.write('half');
  open.discard();
  open.discard();
  expect(readdirSync(root)).toEqual([]);
});
