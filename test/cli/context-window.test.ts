import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { type ChatServer, type Fault, type SeenRequest, startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, rolellm, rowsOf, startRolellm } from '../harness/cli.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const GENERATE = ['generate', '--roles', 'roles', '--per-role', '6', '--instructions', 'instructions.txt'];

/** A play that is far longer than a prompt of 4,096 tokens. */
const nights = Array.from(
  { length: 260 },
  (_, night) =>
    `NORA. On which night did the lamp number ${night + 210} go out?\n\nKEEPER. On night ${night}, when the wind of the north-east came over the reef like a drunken sexton, mark my words.`,
);
const LONG: Record<string, string> = {
  ...TINY_FILES,
  'roles/lamp.txt': `${TINY_FILES['roles/lamp.txt']}\n\n${nights.join('\n\n')}\n`,
};

/** This model has half as many tokens again as gpt-tokenizer counts. */
const RATIO = 1.5;
const modelTokens = (text: string) => Math.ceil(countTokens(text) * RATIO);
const CALLS_FOR_COUNTING = 3;
const promptOf = (seen: SeenRequest) => seen.messages.map(({ content }) => content).join('\n');

/** A server as llama.cpp's, with a window that it tells at /props and keeps to. */
async function startNarrow(window: { tokens: number }, count = modelTokens): Promise<ChatServer> {
  const overflow: Fault = (seen) => {
    const prompt = count(promptOf(seen));
    if (prompt + (seen.max_tokens ?? 0) <= window.tokens) return undefined;
    const message = `request (${prompt} tokens) exceeds the available context size (${window.tokens} tokens)`;
    return { status: 400, body: { error: { code: 400, message, type: 'exceed_context_size_error' } } };
  };
  return startChatServer(overflow, 2, {
    count,
    tells: (path) => (path === '/props' ? { default_generation_settings: { n_ctx: window.tokens } } : undefined),
  });
}

const windowsIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'data/windows.json'), 'utf8')).models;
const errorsIn = (stderr: string) => stderr.split('\n').filter((line) => line.startsWith('error:'));
const asked = ({ seen }: ChatServer) => seen.filter((one) => one.max_tokens !== 16);

describe('a model with a window of 4,096 tokens, which its server tells', () => {
  test('runs the whole pipeline: no prompt is refused, what is shown is cut, and the window is written down', async () => {
    const server = await startNarrow({ tokens: 4096 });
    const folder = makeFolder(LONG);
    const { status, stderr } = await rolellm([...GENERATE, '--base-url', server.url], folder);
    expect(errorsIn(stderr)).toEqual([]);
    expect(status, stderr).toBe(0);
    for (const seen of server.seen)
      expect(modelTokens(promptOf(seen)) + (seen.max_tokens ?? 0)).toBeLessThanOrEqual(4096);
    // What there is room for is used.
    const longest = Math.max(...asked(server).map((seen) => modelTokens(promptOf(seen)) + (seen.max_tokens ?? 0)));
    expect(longest).toBeGreaterThan(4096 * 0.7);
    expect(rowsOf(join(folder, 'data/profiles.jsonl'))).toHaveLength(2);
    const { window, from, ratios } = windowsIn(folder)['only-model'];
    expect({ window, from }).toEqual({ window: 4096, from: server.url.replace('/v1', '/props') });
    expect(ratios.en).toBeGreaterThan(1.45);
    expect(ratios.en).toBeLessThan(1.6);
  });

  test('how it counts is measured once for each language, with a short call that counts in the cost', async () => {
    const server = await startNarrow({ tokens: 4096 });
    const folder = makeFolder(LONG);
    await rolellm([...GENERATE, '--base-url', server.url], folder);
    const measuring = server.seen.filter((one) => one.max_tokens === 16);
    expect(measuring).toHaveLength(CALLS_FOR_COUNTING);
    expect(rowsOf(join(folder, 'data/calls/window.jsonl'))).toHaveLength(CALLS_FOR_COUNTING);
    server.seen.length = 0;
    writeFileSync(join(folder, 'instructions.txt'), `${LONG['instructions.txt']}\nName three kinds of knots.\n`);
    const { status } = await rolellm([...GENERATE, '--base-url', server.url], folder);
    expect(status).toBe(0);
    expect(server.seen.length).toBeGreaterThan(0);
    expect(server.seen.filter((one) => one.max_tokens === 16)).toEqual([]);
  });

  test('a run that is killed and goes on asks the same prompts, and ends with the same bytes', async () => {
    const whole = makeFolder(LONG);
    const calm = await startNarrow({ tokens: 4096 });
    await rolellm([...GENERATE, '--base-url', calm.url], whole);
    const server = await startNarrow({ tokens: 4096 });
    const folder = makeFolder(LONG);
    const { child, ended } = startRolellm([...GENERATE, '--base-url', server.url], folder);
    while (server.seen.length < 10) await new Promise((resume) => setTimeout(resume, 5));
    child.kill('SIGKILL');
    await ended;
    const { status, stderr } = await rolellm([...GENERATE, '--base-url', server.url], folder);
    expect(status, stderr).toBe(0);
    expect(server.seen.length).toBeLessThanOrEqual(calm.seen.length + 16);
    expect(fingerprint(join(folder, 'data/export'))).toEqual(fingerprint(join(whole, 'data/export')));
  });

  test('2,048 tokens are enough too, for a model that counts as gpt-tokenizer', async () => {
    const server = await startNarrow({ tokens: 2048 }, countTokens);
    const folder = makeFolder(LONG);
    const { status, stderr } = await rolellm([...GENERATE, '--base-url', server.url], folder);
    expect(errorsIn(stderr)).toEqual([]);
    expect(status, stderr).toBe(0);
    expect(
      Math.max(...server.seen.map((seen) => countTokens(promptOf(seen)) + (seen.max_tokens ?? 0))),
    ).toBeLessThanOrEqual(2048);
  });

  test('a window of 1,024 is too small: one line says which prompt cannot fit, and exit 2', async () => {
    const server = await startNarrow({ tokens: 1024 });
    const { status, stderr } = await rolellm([...GENERATE, '--base-url', server.url], makeFolder(LONG));
    expect(errorsIn(stderr)).toEqual([
      expect.stringMatching(
        /^error: the prompt .* does not fit the context window of 1,024 tokens: at its shortest it has about [\d,]+, beside a reply of up to 341\. /,
      ),
    ]);
    expect(status).toBe(2);
  });
});

describe('the window that was written down', () => {
  test('a smaller server later is an error with advice, and a larger one asks nothing anew', async () => {
    const window = { tokens: 6000 };
    const server = await startNarrow(window);
    const folder = makeFolder(LONG);
    const command = [...GENERATE, '--base-url', server.url];
    expect((await rolellm(command, folder)).status).toBe(0);
    const before = fingerprint(join(folder, 'data'));
    rmSync(join(folder, 'data/manifest.json'));

    window.tokens = 4096;
    server.seen.length = 0;
    const smaller = await rolellm(command, folder);
    expect(smaller.status).toBe(2);
    expect(errorsIn(smaller.stderr)).toEqual([
      `error: the context window has 4,096 tokens (${server.url.replace('/v1', '/props')}), and this data folder was begun with 6,000. Start the server with 6,000 tokens for each request. Or set contextWindow: 4096: prompts that are longer are then cut and asked again.`,
    ]);
    window.tokens = 32_000;
    const larger = await rolellm(command, folder);
    expect(larger.status, larger.stderr).toBe(0);
    expect(server.seen).toEqual([]);
    expect(fingerprint(join(folder, 'data/export'))).toEqual(
      before === undefined ? before : fingerprint(join(folder, 'data/export')),
    );
  });

  test('with contextWindow it is another: the calls that this repeats are named before they are asked', async () => {
    const window = { tokens: 8192 };
    const server = await startNarrow(window);
    const folder = makeFolder(LONG);
    const command = [...GENERATE, '--base-url', server.url];
    expect((await rolellm(command, folder)).status).toBe(0);
    window.tokens = 4096;
    server.seen.length = 0;
    const { status, stderr } = await rolellm([...command, '--context-window', '4096'], folder);
    expect(status, stderr).toBe(0);
    const told = stderr.split('\n').filter((line) => line.includes('asked again'));
    expect(told[0]).toMatch(
      /^warning: profile-build: changed since the last run: contextWindow\. So at least \d+ calls that were answered are asked again$/,
    );
    expect(errorsIn(stderr)).toEqual([]);
    expect(windowsIn(folder)['only-model'].window).toBe(4096);
  });

  test('a data folder that was begun where no window was known keeps its prompts', async () => {
    let isTold = false;
    const server = await startChatServer(undefined, 2, {
      tells: (path) => (isTold && path === '/props' ? { default_generation_settings: { n_ctx: 4096 } } : undefined),
    });
    const folder = makeFolder(LONG);
    const command = [...GENERATE, '--base-url', server.url];
    expect((await rolellm(command, folder)).status).toBe(0);
    isTold = true;
    rmSync(join(folder, 'data/manifest.json'));
    server.seen.length = 0;
    const { status, stderr } = await rolellm(command, folder);
    expect(status, stderr).toBe(0);
    expect(server.seen).toEqual([]);
    expect(windowsIn(folder)['only-model'].window).toBeNull();
  });
});

describe('where servers tell their window', () => {
  const list = (entry: object) => ({
    object: 'list',
    data: [
      { id: 'only-model', ...entry },
      { id: 'other', max_model_len: 9 },
    ],
  });
  test.each<[string, Record<string, unknown>]>([
    ['llama.cpp', { '/props': { default_generation_settings: { n_ctx: 5000 }, total_slots: 4 } }],
    ['vLLM', { '/v1/models': list({ max_model_len: 5000 }) }],
    ['OpenRouter', { '/v1/models': list({ context_length: 131_072, top_provider: { context_length: 5000 } }) }],
    [
      'Ollama',
      { '/api/show': { parameters: 'stop "<|im_end|>"\nnum_ctx                        5000\ntemperature 1' } },
    ],
    ['Ollama with the model loaded', { '/api/ps': { models: [{ name: 'only-model:latest', context_length: 5000 }] } }],
    ['LM Studio', { '/api/v0/models': list({ loaded_context_length: 5000, max_context_length: 32_768 }) }],
  ])('%s', async (_, places) => {
    const server = await startChatServer(undefined, 2, { tells: (path) => places[path], count: countTokens });
    const folder = makeFolder(TINY_FILES);
    const command = ['profile-build', '--roles', 'roles', '--base-url', server.url, '--model', 'only-model'];
    const { status, stderr } = await rolellm(command, folder);
    expect(status, stderr).toBe(0);
    expect(stderr).toContain('only-model has a context window of 5,000 tokens');
    const doctor = await rolellm(
      ['doctor', '--roles', 'roles', '--base-url', server.url, '--model', 'only-model'],
      folder,
    );
    expect(doctor.stdout.replace(/\s+/g, ' ')).toContain('context window: 5,000 tokens');
  });

  test('of several servers the smallest counts, and what an endpoint is given counts for it', async () => {
    const large = await startNarrow({ tokens: 9000 });
    const small = await startNarrow({ tokens: 5000 });
    const endpoints = (extra: string) =>
      `endpoints:\n  - {baseUrl: "${large.url}"}\n  - {baseUrl: "${small.url}"${extra}}\n`;
    const command = ['profile-build', '--roles', 'roles', '--model', 'm'];
    const env = { OPENAI_API_KEY: 'key' };
    const told = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': endpoints('') });
    expect((await rolellm(command, told, env)).status).toBe(0);
    expect(windowsIn(told).m.window).toBe(5000);
    const given = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': endpoints(', contextWindow: 4500') });
    expect((await rolellm(command, given, env)).status).toBe(0);
    expect(windowsIn(given).m).toMatchObject({ window: 4500, from: 'contextWindow' });
  });

  test('nowhere: prompts are as they are without a window, and no call is made for it', async () => {
    const server = await startChatServer();
    const folder = makeFolder(LONG);
    const { status } = await rolellm(['profile-build', '--roles', 'roles', '--base-url', server.url], folder);
    expect(status).toBe(0);
    expect(server.seen.every((seen) => seen.max_tokens === 2000)).toBe(true);
    expect(existsSync(join(folder, 'data/windows.json'))).toBe(false);
  });
});

describe('a server that cuts prompts without saying so', () => {
  /** As Ollama: it reads the last 4,096 tokens of a prompt and answers. */
  const cutting = () => startChatServer(undefined, 2, { count: (text) => Math.min(4096, countTokens(text)) });

  test('is noticed at the first reply, which is not kept; one line says what to set, and with that the run goes on', async () => {
    const server = await cutting();
    const folder = makeFolder(LONG);
    const command = [...GENERATE, '--base-url', server.url];
    const { status, stderr } = await rolellm(command, folder);
    expect(errorsIn(stderr)).toEqual([
      expect.stringMatching(
        /^error: the server read 4,096 tokens of a prompt that has about \d,\d\d\d: it cuts prompts without saying so\. Start it with a larger context window \(Ollama: OLLAMA_CONTEXT_LENGTH=\d+\)\. Or set contextWindow: 4096: /,
      ),
    ]);
    expect(status).toBe(2);
    expect(server.seen.length).toBeLessThanOrEqual(16);
    expect(
      rowsOf(join(folder, 'data/calls/profile-build.jsonl')).filter(
        ({ usage }) => (usage as { prompt_tokens: number }).prompt_tokens === 4096,
      ),
    ).toEqual([]);
    const set = await rolellm([...command, '--context-window', '4096'], folder);
    expect(set.status, set.stderr).toBe(0);
  });

  test.each([
    ['that counts every prompt as the same few tokens', () => 700],
    ['whose tokens are fewer than those of gpt-tokenizer', (text: string) => Math.ceil(countTokens(text) * 0.7)],
    ['whose tokens are twice as many', (text: string) => 2 * countTokens(text)],
  ])('is no server %s', async (_, count) => {
    const server = await startChatServer(undefined, 2, { count });
    const { status, stderr } = await rolellm([...GENERATE, '--base-url', server.url], makeFolder(LONG));
    expect(status, stderr).toBe(0);
  });
});
