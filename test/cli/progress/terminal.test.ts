import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { startChatServer } from '../../harness/chat-server.js';
import { makeFolder, PROJECT, rolellm, startRolellm } from '../../harness/cli.js';
import { TINY_FILES } from '../../harness/tiny-role.js';

const hasTmux = spawnSync('tmux', ['-V']).status === 0;
const PRICED = { 'rolellm.config.yaml': 'price: { prompt: 1, completion: 1 }\nbudget: 5\n' };
/** After the first thirty requests the run waits, long enough to be looked at. */
const generate = (url: string) => [
  'generate',
  '--roles',
  'roles',
  '--instructions',
  'instructions.txt',
  '--per-role',
  '8',
  '--base-url',
  url,
  '--model',
  'm',
  '--rpm',
  '30',
  '--concurrency',
  '2',
];

/** A terminal of 80 columns in which a command runs. */
function openTerminal(command: string, cwd: string) {
  const name = `rolellm-${process.pid}-${Math.floor(performance.now())}`;
  const tmux = (...args: string[]) => execFileSync('tmux', ['-L', name, ...args], { encoding: 'utf8' });
  tmux('-f', '/dev/null', 'new-session', '-d', '-x', '80', '-y', '24', '-c', cwd, command);
  onTestFinished(() => void spawnSync('tmux', ['-L', name, 'kill-server']));
  return { lines: () => tmux('capture-pane', '-p').trimEnd().split('\n'), interrupt: () => tmux('send-keys', 'C-c') };
}

async function until<Value>(look: () => Value | undefined): Promise<Value> {
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(100)) {
    const value = look();
    if (value !== undefined) return value;
  }
  throw new Error('it did not come');
}

test.skipIf(!hasTmux)(
  'a terminal shows one line that changes, and on Ctrl-C what is kept and how to go on (needs tmux)',
  async () => {
    const { url } = await startChatServer();
    const folder = makeFolder({ ...TINY_FILES, ...PRICED });
    const command = [process.execPath, join(PROJECT, 'bin/rolellm.js'), ...generate(url)].join(' ');
    const terminal = openTerminal(`${command}; sleep 60`, folder);
    const line = /^[a-z-]+ +\d+\/~?\d+ {2}\d+ % .*\$[\d.]+ of \$5\.00/;
    await until(() => terminal.lines().find((text) => line.test(text) && text.includes('/s')));
    expect(terminal.lines().filter((text) => line.test(text))).toHaveLength(1);
    terminal.interrupt();
    const stopped = await until(() => {
      const text = terminal.lines().join('');
      return /stopped: .*/.exec(text)?.[0];
    });
    expect(stopped).toMatch(/requests are answered and kept\. To go on: rolellm generate --roles roles/);
    expect(terminal.lines().filter((text) => line.test(text))).toEqual([]);
  },
);

test('where stderr is no terminal there are plain lines without escape codes, and with --quiet none', async () => {
  const { url } = await startChatServer();
  const folder = makeFolder({ ...TINY_FILES, ...PRICED });
  const { child, ended } = startRolellm(generate(url), folder);
  const line = /^[a-z-]+: \d+\/~?\d+, \d+ %, .*\/s, .*\$[\d.]+ of \$5\.00/m;
  let told = '';
  child.stderr?.on('data', (chunk) => {
    told += chunk;
  });
  await until(() => line.exec(told)?.[0]);
  child.kill('SIGINT');
  const { stderr, status } = await ended;
  expect(status, stderr).toBe(130);
  expect(stderr).not.toContain('\u001b');
  const quiet = await rolellm([...generate(url), '--limit', '1', '--quiet'], folder);
  expect(quiet.stderr).toBe('');
});
