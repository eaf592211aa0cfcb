import type { RequestListener, ServerResponse } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { brotliCompressSync, createGzip, deflateSync, gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { makeRequest } from '../../src/llm/chat-request.js';
import { listModels, openaiModel } from '../../src/llm/openai/index.js';
import { type Fault, startChatServer } from '../harness/chat-server.js';
import { makeFolder, rolellm } from '../harness/cli.js';
import { startRawServer } from '../harness/raw-server.js';
import { TINY_FILES } from '../harness/tiny-role.js';

/** What a hostile or broken server does to one call, and what must hold: of the reply, or of the fault that is told. */
interface Attack {
  name: string;
  attack: RequestListener;
  mustHold: object;
}

const KEY = 'sk-proj-THIS-IS-THE-SECRET-0123456789';
const MAX_REPLY_BYTES = 1_000_000;
const MESSAGES = [{ role: 'user' as const, content: 'Is the lamp lit?' }];
const SAMPLING = { temperature: 0.7, top_p: 0.95, max_tokens: 200, frequency_penalty: 0, presence_penalty: 0 };

const completion = (content: string, usage: unknown = { prompt_tokens: 9, completion_tokens: 4 }) => ({
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
  usage,
});
const GOOD = JSON.stringify(completion('It is lit.'));
const SPACES = Buffer.alloc(1 << 20, ' ');

const says =
  (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  };

/** A server that repeats the header that the key came in. */
const gossips =
  (status: number, bodyOf: (authorization: string) => unknown): RequestListener =>
  (request, response) =>
    says(status, bodyOf(request.headers.authorization ?? ''))(request, response);

function endless(response: ServerResponse): void {
  while (!response.destroyed && response.write(SPACES));
  if (!response.destroyed) response.once('drain', () => endless(response));
}

/** Hundreds of megabytes of spaces, as a few hundred kilobytes. */
let bomb: Buffer;
beforeAll(async () => {
  const gzip = createGzip({ level: 9 });
  const parts: Buffer[] = [];
  gzip.on('data', (part: Buffer) => parts.push(part));
  for (let megabytes = 0; megabytes < 300; megabytes += 1)
    if (!gzip.write(SPACES)) await new Promise((resume) => gzip.once('drain', resume));
  gzip.end();
  await new Promise((resume) => gzip.once('end', resume));
  bomb = Buffer.concat(parts);
});

const TOO_LARGE = { kind: 'garbled', message: 'the reply is larger than 1000000 bytes (the setting maxReplyBytes)' };
const LIT = { content: 'It is lit.', finish_reason: 'stop' };
const sentTo = (location: string) => says(307, '', { location });

const ATTACKS: Attack[] = [
  // More than can be held.
  { name: 'an endless body', attack: (_, response) => endless(response.writeHead(200)), mustHold: TOO_LARGE },
  { name: 'an endless error', attack: (_, response) => endless(response.writeHead(500)), mustHold: TOO_LARGE },
  { name: 'a large body', attack: says(200, `${' '.repeat(2_000_000)}${GOOD}`), mustHold: TOO_LARGE },
  {
    name: 'a length beyond all measure',
    attack: (_, response) => response.writeHead(200, { 'content-length': '99999999999' }).write(' '),
    mustHold: TOO_LARGE,
  },
  {
    name: 'a gzip bomb',
    attack: (...call) => says(200, bomb, { 'content-encoding': 'gzip' })(...call),
    mustHold: TOO_LARGE,
  },
  {
    name: 'a gzip bomb in an error',
    attack: (...call) => says(503, bomb, { 'content-encoding': 'GZIP' })(...call),
    mustHold: TOO_LARGE,
  },
  {
    name: 'a bomb in two wrappings',
    attack: (...call) => says(200, gzipSync(bomb), { 'content-encoding': 'gzip, gzip' })(...call),
    mustHold: TOO_LARGE,
  },
  {
    name: 'a brotli bomb',
    attack: says(200, brotliCompressSync(Buffer.alloc(20_000_000)), { 'content-encoding': 'br' }),
    mustHold: TOO_LARGE,
  },
  {
    name: 'headers without end',
    attack: says(200, GOOD, { x: 'x'.repeat(40_000) }),
    mustHold: { kind: 'unavailable' },
  },

  // Replies that were paid for.
  { name: 'a body just below the limit', attack: says(200, GOOD.padEnd(999_999)), mustHold: LIT },
  { name: 'no content type', attack: (_, response) => response.end(GOOD), mustHold: LIT },
  { name: 'text/plain', attack: says(200, GOOD, { 'content-type': 'text/plain' }), mustHold: LIT },
  { name: 'text/html', attack: says(200, GOOD, { 'content-type': 'text/html; charset=utf-8' }), mustHold: LIT },
  { name: 'status 201', attack: says(201, GOOD), mustHold: LIT },
  { name: 'a byte-order mark', attack: says(200, `\uFEFF${GOOD}`), mustHold: LIT },
  { name: 'empty lines before it', attack: says(200, `\n\n   \n${GOOD}\n`), mustHold: LIT },
  { name: 'gzip', attack: says(200, gzipSync(GOOD), { 'content-encoding': 'gzip' }), mustHold: LIT },
  { name: 'x-gzip', attack: says(200, gzipSync(GOOD), { 'content-encoding': 'X-GZIP' }), mustHold: LIT },
  { name: 'deflate', attack: says(200, deflateSync(GOOD), { 'content-encoding': 'deflate' }), mustHold: LIT },
  { name: 'gzip that is none', attack: says(200, GOOD, { 'content-encoding': 'gzip' }), mustHold: LIT },
  { name: 'usage of nothing', attack: says(200, completion('It is lit.', {})), mustHold: LIT },
  {
    name: 'usage beyond all numbers',
    attack: says(200, completion('It is lit.', { prompt_tokens: 1e300 })),
    mustHold: LIT,
  },

  // Replies that are none.
  {
    name: 'gzip that breaks off',
    attack: says(200, gzipSync(GOOD).subarray(0, 30), { 'content-encoding': 'gzip' }),
    mustHold: { kind: 'garbled' },
  },
  { name: 'a page', attack: says(200, '<html>Welcome</html>'), mustHold: { kind: 'garbled' } },
  { name: 'an empty body', attack: says(200, ''), mustHold: { kind: 'garbled' } },
  { name: 'no content', attack: says(204, ''), mustHold: { kind: 'garbled' } },
  { name: 'brackets without end', attack: says(200, '['.repeat(900_000)), mustHold: { kind: 'garbled' } },
  {
    name: 'overloaded, with status 200',
    attack: says(200, { error: { message: 'overloaded', code: 529 } }),
    mustHold: { kind: 'unavailable', message: '529: overloaded' },
  },
  {
    name: 'too many requests, with status 200',
    attack: says(200, { error: { message: 'slow down', code: 429 } }, { 'retry-after': '7' }),
    mustHold: { kind: 'rate-limited', retryAfterMs: 7000 },
  },
  {
    name: 'a wrong key, with status 200',
    attack: gossips(200, (key) => ({ error: { message: `no: ${key}`, code: 'invalid_api_key' } })),
    mustHold: { name: 'UserError', advice: expect.stringContaining('OPENAI_API_KEY') },
  },

  // Tales about the key.
  {
    name: 'a wrong key, quoted',
    attack: gossips(401, (key) => ({ error: { message: `Incorrect: ${key}` } })),
    mustHold: { name: 'UserError', message: expect.stringContaining('Incorrect: Bearer ***') },
  },
  {
    name: 'the key at the place where a long message is cut',
    attack: gossips(500, (key) => ({ error: { message: `${'x'.repeat(470)} ${key}` } })),
    mustHold: { kind: 'unavailable' },
  },
  {
    name: 'headers in an error',
    attack: (request, response) =>
      says(500, { error: { message: JSON.stringify(request.rawHeaders) } })(request, response),
    mustHold: { kind: 'unavailable' },
  },
  {
    name: 'headers in a page',
    attack: gossips(502, (key) => `<html>${key}</html>`),
    mustHold: { kind: 'unavailable' },
  },
  {
    name: 'the key in an answer',
    attack: gossips(200, (key) => completion(`You sent ${key}.`)),
    mustHold: { content: 'You sent Bearer ***.' },
  },
  {
    name: 'the key in a refusal',
    attack: gossips(200, (key) => ({ choices: [{ message: { content: null, refusal: `Not for ${key}` } }] })),
    mustHold: { finish_reason: 'refusal' },
  },
  {
    name: 'the key in base64',
    attack: gossips(400, (key) => ({ error: { message: Buffer.from(key.slice(7)).toString('base64') } })),
    mustHold: { kind: 'refused', message: '400: ***' },
  },

  // Elsewhere.
  {
    name: 'a redirect with the key in its query',
    attack: (request, response) =>
      sentTo(`https://evil.example/v2/chat/completions?key=${request.headers.authorization?.slice(7)}`)(
        request,
        response,
      ),
    mustHold: {
      name: 'UserError',
      message: expect.stringMatching(
        /answers 307: it redirects every call to https:\/\/evil\.example\/v2\/chat\/completions,/,
      ),
      advice: 'If you trust it, set --base-url to https://evil.example/v2.',
    },
  },
  {
    name: 'a redirect with the key in its path',
    attack: (request, response) => sentTo(`/login/${request.headers.authorization?.slice(7)}`)(request, response),
    mustHold: { name: 'UserError', message: expect.stringContaining('/login/***,') },
  },
  {
    name: 'a redirect to nowhere',
    attack: sentTo('http://%zz/'),
    mustHold: { name: 'UserError', message: expect.stringContaining('elsewhere'), advice: 'Check --base-url.' },
  },
  {
    name: 'a server for https',
    attack: says(400, 'Client sent an HTTP request to an HTTPS server.'),
    mustHold: { name: 'UserError', advice: expect.stringMatching(/^Did you mean https:/) },
  },
  {
    name: 'a connection that is cut',
    attack: (_, response) => response.writeHead(200, { 'content-length': 100 }).write('{', () => response.destroy()),
    mustHold: { kind: 'unavailable', mayBeBilled: true },
  },
];

/** What became of one call: the reply, or the fault. */
async function askOnce(baseUrl: string): Promise<object> {
  const model = openaiModel({ apiKey: KEY, baseUrl, timeoutSeconds: 20, maxReplyBytes: MAX_REPLY_BYTES, model: 'm' });
  const request = makeRequest(model, {
    messages: MESSAGES,
    sampling: SAMPLING,
    sample: 0,
    seed: 0,
    prompt: 'p@1',
    slots: {},
    language: 'en' as const,
  });
  return model.complete(request).catch((thrown: unknown) => thrown as object);
}

/** All that could be printed or written of it. */
const textOf = (outcome: object) =>
  JSON.stringify(outcome) + (outcome instanceof Error ? `${outcome.message}\n${outcome.stack}` : '');

test.each(ATTACKS)('$name', async ({ attack, mustHold }) => {
  const baseUrl = await startRawServer(attack);
  const before = process.memoryUsage().rss;
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const outcome = await askOnce(baseUrl);
  delay.disable();
  expect(outcome).toMatchObject(mustHold);
  for (const part of [KEY, KEY.slice(0, 20), Buffer.from(KEY).toString('base64')])
    expect(textOf(outcome)).not.toContain(part);
  expect((process.memoryUsage().rss - before) / 1e6, 'megabytes').toBeLessThan(200);
  expect(delay.max / 1e6, 'longest time in which nothing else could happen, in ms').toBeLessThan(2000);
});

test.each([
  ['an endless list of models', (_: unknown, response: ServerResponse) => endless(response.writeHead(200)), TOO_LARGE],
  [
    'a list that never ends',
    (_: unknown, response: ServerResponse) => void response.writeHead(200).write('{'),
    { kind: 'timed-out' },
  ],
])('%s', async (_, attack, fault) => {
  const baseUrl = await startRawServer(attack);
  const listed = listModels({ apiKey: KEY, baseUrl, timeoutSeconds: 1, maxReplyBytes: MAX_REPLY_BYTES });
  await expect(listed).rejects.toMatchObject(fault);
});

test('usage that cannot be read costs no second batch', async () => {
  const requestsOf = async (fault?: Fault) => {
    const server = await startChatServer(fault, 1, { looks: 0 });
    const folder = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': 'batch: {pollSeconds: 0.05}\n' });
    const asked = ['profile-build', '--roles', 'roles', '--model', 'm', '--base-url', server.url, '--quiet'];
    const { status } = await rolellm([...asked, '--executor', 'batch'], folder);
    return { status, requests: server.batches.reduce((sum, { requests }) => sum + requests, 0) };
  };
  const calm = await requestsOf();
  expect(calm).toMatchObject({ status: 0 });
  expect(await requestsOf(() => ({ message: {}, usage: {} }))).toEqual(calm);
});
