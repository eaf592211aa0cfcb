import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, rolellm, startRolellm } from '../harness/cli.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const GENERATE = [
  'generate',
  '--roles',
  'roles',
  '--per-role',
  '12',
  '--instructions',
  'instructions.txt',
  '--model',
  'm',
];
const wait = (ms: number) => new Promise((resume) => setTimeout(resume, ms));

test('--base-url more than once: the servers share the work, and one that goes down is done without', async () => {
  let isDown = false;
  const [first, second] = [
    await startChatServer(undefined, 5),
    await startChatServer(() => (isDown ? 'reset!' : undefined), 5),
  ];
  const folder = makeFolder(TINY_FILES);
  const running = rolellm([...GENERATE, '--base-url', first.url, '--base-url', second.url], folder);
  while (second.seen.length < 5) await wait(5);
  isDown = true;
  const { status, stderr, stdout } = await running;
  expect(status, stdout + stderr).toBe(0);
  expect(stderr).toContain(`warning: ${second.url} is set aside for a while: the connection broke`);
  const alone = makeFolder(TINY_FILES);
  await rolellm([...GENERATE, '--base-url', (await startChatServer()).url], alone);
  expect(fingerprint(join(folder, 'data/export'))).toEqual(fingerprint(join(alone, 'data/export')));
});

test('endpoints of the settings have keys, model names and limits of their own', async () => {
  const keys: string[] = [];
  const server = await startChatServer((_seen, _number, { authorization }) => {
    keys.push(authorization ?? '');
    return undefined;
  }, 5);
  const config = [
    'endpoints:',
    `  - {baseUrl: "${server.url}", keyVariable: KEY_A}`,
    `  - {baseUrl: "${server.url}", keyVariable: KEY_B, model: vendor/m, concurrency: 2}`,
  ].join('\n');
  const folder = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': config });
  const { status, stderr } = await rolellm(GENERATE, folder, { KEY_A: 'first-key-123', KEY_B: 'second-key-456' });
  expect(status, stderr).toBe(0);
  expect(new Set(keys)).toEqual(new Set(['Bearer first-key-123', 'Bearer second-key-456']));
  for (const [k, { model }] of server.seen.entries())
    expect(model).toBe(keys[k] === 'Bearer first-key-123' ? 'm' : 'vendor/m');
});

test('--rpm holds across the whole run', async () => {
  const server = await startChatServer();
  const folder = makeFolder(TINY_FILES);
  const { child, ended } = startRolellm([...GENERATE, '--base-url', server.url, '--rpm', '12'], folder);
  while (server.seen.length < 12) await wait(20);
  await wait(1500);
  child.kill('SIGINT');
  expect((await ended).status).toBe(130);
  expect(server.seen.length).toBe(12);
});

test('a server that is not there: one line within seconds, exit 2, nothing lost', async () => {
  const folder = makeFolder(TINY_FILES);
  const { status, stderr } = await rolellm([...GENERATE, '--base-url', 'http://127.0.0.1:49151/v1'], folder);
  const lines = stderr.split('\n').filter((line) => !/^profile-build: 0\/\d/.test(line));
  expect(lines).toEqual([
    'error: http://127.0.0.1:49151/v1 does not answer; last error: no connection (ECONNREFUSED). Check that the server is running and that --base-url is right, then run the same command again. What was made is kept.',
    '',
  ]);
  expect(status).toBe(2);
});

test('a context that is too long: the summary names the segment and the setting to lower, and the rest is there', async () => {
  const message = "This model's maximum context length is 4096 tokens";
  const server = await startChatServer(({ messages }) =>
    /<script>[\s\S]*two hundred and nine/.test(messages.at(-1)?.content ?? '')
      ? { status: 400, body: { error: { message, code: 'context_length_exceeded' } } }
      : undefined,
  );
  const folder = makeFolder(TINY_FILES);
  const { status, stderr } = await rolellm([...GENERATE, '--base-url', server.url, '--only', 'Nora'], folder);
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /too long for the model: the segment \S*lamp\.txt:\d+-\d+ for Nora; lower contextInstruct\.segment\.maxWords \(400: This/,
  );
});

test('a second SIGINT does not wait for what is in flight', async () => {
  const server = await startChatServer(() => 'hang!');
  const folder = makeFolder(TINY_FILES);
  const { child, ended } = startRolellm([...GENERATE, '--base-url', server.url], folder);
  while (server.seen.length < 2) await wait(5);
  child.kill('SIGINT');
  await wait(300);
  expect(child.exitCode).toBeNull();
  const again = Date.now();
  child.kill('SIGINT');
  const { status, stderr } = await ended;
  expect(status).toBe(130);
  expect(stderr).toContain('To go on: rolellm generate');
  expect(Date.now() - again).toBeLessThan(2000);
});

test('SIGTERM stops as SIGINT does', async () => {
  const server = await startChatServer(undefined, 60);
  const folder = makeFolder(TINY_FILES);
  const { child, ended } = startRolellm([...GENERATE, '--base-url', server.url], folder);
  while (server.seen.length < 4) await wait(5);
  child.kill('SIGTERM');
  expect((await ended).status).toBe(130);
});

test('a server that answers with pages instead of completions is told at once, and nothing is made of them', async () => {
  const { url, seen } = await startChatServer(() => ({ raw: '<html>Welcome</html>' }));
  const folder = makeFolder(TINY_FILES);
  const { status, stderr } = await rolellm([...GENERATE, '--base-url', url, '--model', 'm'], folder);
  expect(status, stderr).toBe(2);
  expect(stderr).toMatch(
    /error: http:.* does not speak the OpenAI protocol: .* Check --base-url: it mostly ends in \/v1\./,
  );
  expect(seen.length).toBeLessThan(30);
  expect(existsSync(join(folder, 'data/export'))).toBe(false);
});
