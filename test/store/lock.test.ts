import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lockFolder, readHolder } from '../../src/store/lock.js';
import { makeFolder } from '../harness/cli.js';

const writeLock = (folder: string, holder: object) => writeFileSync(join(folder, 'lock'), JSON.stringify(holder));

test('a folder can be held once, and again when it was given back', async () => {
  const folder = makeFolder();
  const unlock = await lockFolder(folder);
  expect(readHolder(folder)).toMatchObject({ pid: process.pid, host: hostname() });
  await expect(lockFolder(folder)).rejects.toThrow(`another run (process ${process.pid}`);
  unlock();
  expect(existsSync(join(folder, 'lock'))).toBe(false);
  (await lockFolder(folder))();
});

test('of many that want a folder at the same time one gets it', async () => {
  const folder = makeFolder();
  const wanted = await Promise.allSettled(Array.from({ length: 6 }, () => lockFolder(folder)));
  expect(wanted.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a lock whose process is dead is taken over at once', async () => {
  const folder = makeFolder();
  const { pid } = spawnSync(process.execPath, ['-e', '0']);
  writeLock(folder, { pid, host: hostname(), started: '1' });
  const began = Date.now();
  const unlock = await lockFolder(folder);
  expect(Date.now() - began).toBeLessThan(1000);
  unlock();
});

test('a lock whose number belongs to another process by now is taken over', async () => {
  const folder = makeFolder();
  writeLock(folder, { pid: process.pid, host: hostname(), started: 'long ago' });
  (await lockFolder(folder))();
});

test('a lock of another machine is respected, and the message says what to do when that machine is off', async () => {
  const folder = makeFolder();
  writeLock(folder, { pid: 1, host: 'elsewhere', started: '1' });
  await expect(lockFolder(folder)).rejects.toMatchObject({ advice: expect.stringContaining(join(folder, 'lock')) });
});

test('a lock file that a crash left half written holds nobody off', async () => {
  const folder = makeFolder();
  writeFileSync(join(folder, 'lock'), '{"pid":');
  (await lockFolder(folder))();
});

test('a process that was killed and that nobody has asked about holds no folder (Linux)', async () => {
  if (!existsSync('/proc/self/stat')) return;
  const folder = makeFolder();
  // The shell that should ask how its child ended is replaced by a program that never does; only then is the child let go.
  const parent = spawn('sh', ['-c', 'exec 3<&0; (read line <&3) & echo $!; exec sleep 30']);
  onTestFinished(() => void parent.kill('SIGKILL'));
  const pid = Number(
    await new Promise<string>((resume) => parent.stdout.once('data', (chunk) => resume(String(chunk)))),
  );
  await expect.poll(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8'), { timeout: 5000 }).toBe('sleep\n');
  parent.stdin.end();
  await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8'), { timeout: 5000 }).toContain(') Z ');
  writeLock(folder, { pid, host: hostname(), started: '' });
  expect(readHolder(folder)).toBeUndefined();
  (await lockFolder(folder))();
});
