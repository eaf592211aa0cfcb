import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, rolellm } from '../harness/cli.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const mount = (...args: string[]) => spawnSync('mount', args).status === 0;

test('a disk that is full stops the run with one line; with room made, the same command finishes it', async (context) => {
  const folder = makeFolder(TINY_FILES);
  const small = join(folder, 'small');
  mkdirSync(small);
  if (!mount('-t', 'tmpfs', '-o', 'size=64k', 'none', small)) context.skip('no right to mount a small disk here');
  onTestFinished(() => void spawnSync('umount', ['-l', small]));

  const { url } = await startChatServer();
  const generate = ['generate', '--roles', 'roles', '--per-role', '30', '--instructions', 'instructions.txt'];
  const args = [...generate, '--model', 'm', '--base-url', url];
  const full = await rolellm([...args, '--data', 'small/data'], folder);
  expect(full.status).toBe(2);
  const errors = full.stderr.split('\n').filter((line) => line.startsWith('error'));
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(/small\/data\/.*: cannot write \(ENOSPC\). The disk is full: make room/);
  expect(full.stderr).not.toMatch(/\n\s+at /);

  expect(mount('-o', 'remount,size=16m', small)).toBe(true);
  const ended = await rolellm([...args, '--data', 'small/data'], folder);
  expect(ended.status, ended.stderr).toBe(0);
  await rolellm([...args, '--data', 'calm'], folder);
  expect(fingerprint(join(small, 'data/export'))).toEqual(fingerprint(join(folder, 'calm/export')));
});
