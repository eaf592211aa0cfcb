import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type SeenRequest, startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, rolellm, rowsOf, startRolellm } from '../harness/cli.js';
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

describe('a prompt that is too long for the model', () => {
  const tokensOf = (seen: SeenRequest) => Math.ceil(JSON.stringify(seen.messages).length / 4);

  /** A server as llama.cpp's, with a window. */
  async function startNarrow(window: { tokens: number }) {
    const server = await startChatServer((seen) => {
      const n_prompt_tokens = tokensOf(seen);
      if (n_prompt_tokens <= window.tokens) return undefined;
      const message = `request (${n_prompt_tokens} tokens) exceeds the available context size (${window.tokens} tokens), try increasing it`;
      const error = { code: 400, message, type: 'exceed_context_size_error', n_prompt_tokens, n_ctx: window.tokens };
      return { status: 400, body: { error } };
    });
    return { server };
  }
  const errorsIn = (stderr: string) => stderr.split('\n').filter((line) => /error|too long|exceeds/i.test(line));

  test('stops the run once, in a line with the numbers and what to set; with that, the same command goes on', async () => {
    const { server } = await startNarrow({ tokens: 4000 });
    const more = Array.from({ length: 400 }, (_, night) => `NORA: Night ${night + 210}, and the lamp burns low again.`);
    const folder = makeFolder({
      ...TINY_FILES,
      'roles/lamp.txt': [TINY_FILES['roles/lamp.txt'], ...more].join('\n\n'),
    });
    const command = [...GENERATE, '--base-url', server.url];
    const stopped = await rolellm(command, folder);
    expect(errorsIn(stopped.stderr)).toEqual([
      expect.stringMatching(
        /^error: the prompt with excerpts of The Lamp for (?:Nora|Keeper) has \d,\d\d\d tokens, and the model's context window is 4,000: lower profile\.excerptWords, or give the server a larger window\. Then run the same command again\. What was made is kept\.$/,
      ),
    ]);
    expect(stopped.status).toBe(2);
    writeFileSync(join(folder, 'rolellm.config.yaml'), 'profile: {excerptWords: 500}\n');
    const lowered = await rolellm(command, folder);
    expect(errorsIn(lowered.stderr)).toEqual([]);
    expect(rowsOf(join(folder, 'data/profiles.jsonl'))).toHaveLength(2);
  });

  test('and what was answered is not asked again when the server has a larger window', async () => {
    const window = { tokens: 1_000_000 };
    const { server } = await startNarrow(window);
    const whole = makeFolder(TINY_FILES);
    expect((await rolellm([...GENERATE, '--base-url', server.url], whole)).status).toBe(0);
    const needed = server.seen.length;
    const sizes = server.seen.map(tokensOf).sort((a, b) => b - a);

    // Too small for the longest of the prompts alone.
    window.tokens = (sizes[0] as number) - 1;
    server.seen.length = 0;
    const folder = makeFolder(TINY_FILES);
    const command = [...GENERATE, '--base-url', server.url];
    const stopped = await rolellm(command, folder);
    expect(stopped.status).toBe(2);
    expect(errorsIn(stopped.stderr)).toHaveLength(1);
    const refused = server.seen.filter((seen) => tokensOf(seen) > window.tokens).length;
    expect(refused).toBeGreaterThan(0);
    window.tokens = 1_000_000;
    const ended = await rolellm(command, folder);
    expect(ended.status, ended.stderr).toBe(0);
    expect(server.seen.length - refused).toBe(needed);
    expect(fingerprint(join(folder, 'data/export'))).toEqual(fingerprint(join(whole, 'data/export')));
  });

  test('names the segment where that is too long, and what the server says where it gives no numbers', async () => {
    const server = await startChatServer(({ messages }) =>
      /<script>[\s\S]*two hundred and nine/.test(messages.at(-1)?.content ?? '')
        ? { status: 200, body: { error: 'Context size has been exceeded.' } }
        : undefined,
    );
    const folder = makeFolder(TINY_FILES);
    const { status, stderr } = await rolellm([...GENERATE, '--base-url', server.url, '--only', 'Nora'], folder);
    expect(errorsIn(stderr)).toEqual([
      expect.stringMatching(
        /^error: the prompt about the segment \S*lamp\.txt:\d+-\d+ for Nora is longer than the model's context window \(400: "?Context size has been exceeded"?\): lower contextInstruct\.segment\.maxWords, or give the server a larger window\./,
      ),
    ]);
    expect(status).toBe(2);
  });
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
