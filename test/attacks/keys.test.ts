import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { completionOf, startChatServer } from '../harness/chat-server.js';
import { makeFolder, rolellm } from '../harness/cli.js';
import { startRawServer } from '../harness/raw-server.js';
import type { SeenRequest } from '../harness/replies.js';
import { GENERATE, TINY_FILES } from '../harness/tiny-role.js';

const KEY = 'sk-proj-THIS/IS+THE-SECRET-0123456789';
const PASSWORD = 'pass-word-sesame';
const QUERY_KEY = 'query-key-0123456789';

/** What a server says of a call, with all that it knows of it. */
type Kind = (told: { headers: string; key: string; asked: SeenRequest }, response: ServerResponse) => void;

const json =
  (status: number, bodyOf: (told: Parameters<Kind>[0]) => unknown, headers = {}): Kind =>
  (told, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(bodyOf(told)));
  };
const complaint = ({ headers }: { headers: string }) => ({ error: { message: `no: ${headers}` } });
const answer = (message: (told: Parameters<Kind>[0]) => object) =>
  json(200, (told) => completionOf(told.asked, {}, { message: { ...message(told) } }));

/** Every kind of server that fails, or talks of what it was sent. */
const KINDS: Record<string, Kind> = {
  'wrong-key': json(401, complaint),
  forbidden: json(403, complaint),
  'no-money': json(402, complaint),
  'no-such-model': json(404, complaint),
  refusing: json(422, ({ headers }) => ({ error: { message: headers, param: headers, code: headers, type: headers } })),
  'too-long': json(400, ({ key }) => ({ error: { message: `maximum context length ${key}` } })),
  busy: json(429, complaint, { 'retry-after': '0' }),
  failing: json(500, complaint),
  'cut-in-the-key': json(500, ({ key }) => ({ error: { message: `${'x'.repeat(480)}${key}` } })),
  'not-quite-json': (told, response) =>
    void response.writeHead(500).end(`{"error":{"message":"${told.key.replaceAll('/', '\\/')}`),
  page: ({ headers }, response) =>
    void response.writeHead(502, { 'content-type': 'text/html' }).end(`<p>${headers}</p>`),
  'page-as-reply': ({ headers }, response) => void response.end(`<p>${headers}</p>`),
  moved: ({ key }, response) =>
    void response.writeHead(307, { location: `https://evil.example/${key}/v1/chat/completions?key=${key}` }).end(),
  'error-as-reply': json(200, ({ headers }) => ({ error: { message: headers, code: 529 } })),
  'answer-with-key': answer(({ headers }) => ({ content: `I was sent ${headers}` })),
  'refusal-with-key': answer(({ headers }) => ({ content: null, refusal: headers })),
  'finish-with-key': json(200, ({ asked, key }) => completionOf(asked, {}, { message: {}, finish_reason: key })),
  'connection-cut': (_, response) =>
    void response.writeHead(200, { 'content-length': 99 }).write('{', () => response.destroy()),
  'damaged-gzip': ({ headers }, response) =>
    void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(headers).subarray(0, 40)),
};

/** One server with every kind under a path of its own; which were called. */
async function startAllKinds() {
  const called = new Set<string>();
  const url = await startRawServer(async (request: IncomingMessage, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const at = new URL(request.url ?? '', 'http://server');
    const kind = at.pathname.split('/')[1] as string;
    if (body === '') return void response.end('{"data":[]}');
    called.add(kind);
    const authorization = request.headers.authorization ?? '';
    const told = {
      headers: `${JSON.stringify(request.headers)} ${request.url} ${Buffer.from(authorization.slice(7)).toString('base64')}`,
      key: authorization.replace(/^\w+ /, '') + at.search,
      // What is no chat has none.
      asked: { messages: [], ...JSON.parse(body) } as SeenRequest,
    };
    // Slow enough that each has a call of its own, however fast others fail.
    setTimeout(() => KINDS[kind]?.(told, response), 50);
  });
  return { called, host: new URL(url).host };
}

/** Every file that a run left behind, and what it printed, as one text for each. */
function allTexts(folder: string, printed: Record<string, string>): Record<string, string> {
  const texts = { ...printed };
  for (const path of readdirSync(folder, { recursive: true }) as string[]) {
    const file = join(folder, path);
    // The user's own settings file holds what the user wrote into it.
    if (statSync(file).isFile() && path !== 'rolellm.config.yaml') texts[path] = readFileSync(file, 'latin1');
  }
  return texts;
}

/** Secrets as they may turn up, and the parts that a cut in the middle leaves. */
const FORMS = [KEY, PASSWORD, QUERY_KEY].flatMap((secret) => [
  secret,
  secret.slice(0, 14),
  secret.slice(-12),
  secret.replaceAll('/', '\\/'),
  ...[
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(`anna:${secret}`).toString('base64'),
  ],
]);

function expectNoSecret(folder: string, printed: Record<string, string>): void {
  for (const [name, text] of Object.entries(allTexts(folder, printed))) {
    for (const form of FORMS) expect(text.includes(form), `${name} holds ${form}`).toBe(false);
  }
}

test('no kind of failing server makes a key, a password or a key in a query reach a file or the terminal', async () => {
  const { called, host } = await startAllKinds();
  const placesOf = (kinds: readonly string[], user = '') =>
    kinds.map((kind) => `{baseUrl: "http://${user}${host}/${kind}/v1?key=${QUERY_KEY}", concurrency: 1}`);
  // A prompt that is too long ends a run.
  const ending = placesOf(['too-long']);
  const places = placesOf(Object.keys(KINDS).filter((kind) => kind !== 'too-long'));
  const withPassword = placesOf(['wrong-key', 'failing', 'refusing', 'page', 'answer-with-key'], `anna:${PASSWORD}@`);
  const good = await startChatServer();
  const configOf = (those: readonly string[]) =>
    [
      'retries: 0',
      'tries: 1',
      'contextInstruct: {perRole: 40}',
      'endpoints:',
      ...those.map((place) => `  - ${place}`),
    ].join('\n');
  const folder = makeFolder(TINY_FILES);
  // Without profiles there is nothing else to ask.
  await rolellm(['profile-build', '--roles', 'roles', '--model', 'm', '--base-url', good.url, '--quiet'], folder);
  const generate = ['generate', '--roles', 'roles', '--instructions', 'instructions.txt', '--model', 'm'];
  const printed: Record<string, string> = {};
  for (const [name, args, those] of [
    ['generate', [...generate, '--log-level', 'trace'], places],
    ['generate again', [...generate, '--json'], places.toReversed()],
    ['generate with a password', [...generate, '--log-level', 'debug'], withPassword],
    ['generate to its end', [...generate, '--log-level', 'trace'], ending],
    ['status', ['status', '--json'], places],
    ['report', ['report'], places],
  ] as const) {
    writeFileSync(join(folder, 'rolellm.config.yaml'), configOf(those));
    const { stdout, stderr } = await rolellm(args, folder, { OPENAI_API_KEY: KEY });
    Object.assign(printed, { [`stdout of ${name}`]: stdout, [`stderr of ${name}`]: stderr });
  }
  expect([...called].sort()).toEqual(Object.keys(KINDS).sort());
  expect(printed['stdout of generate']).toContain('Missing:');
  expect(Object.keys(allTexts(folder, {})).some((path) => path.endsWith('README.md'))).toBe(true);
  expectNoSecret(folder, printed);
});

test.each([
  ['a line break', `${KEY}\nsk-second-key-99`],
  ['a space', `${KEY} ${KEY}`],
  ['a letter beyond ASCII', `${KEY}é`],
])('a key with %s ends the run before any call, with one line that names its variable', async (_, key) => {
  const server = await startChatServer();
  const config = `endpoints:\n  - {baseUrl: "${server.url}"}\n  - {baseUrl: "${server.url}", keyVariable: SECOND}\n`;
  for (const [variable, files, args] of [
    ['OPENAI_API_KEY', {}, ['--base-url', server.url]],
    ['SECOND', { 'rolellm.config.yaml': config }, []],
  ] as const) {
    const folder = makeFolder({ ...TINY_FILES, ...files });
    const ended = await rolellm([...GENERATE, '--model', 'm', ...args], folder, { [variable]: key });
    expect(ended).toMatchObject({ status: 2, stdout: '' });
    expect(ended.stderr).toMatch(new RegExp(`^error: the key in ${variable} holds a .*, which no key does\\. .*\\n$`));
    expectNoSecret(folder, { stderr: ended.stderr });
  }
  expect(server.seen).toEqual([]);
});

test('a token for the Hub that cannot be one is told before the export is made', async () => {
  const folder = makeFolder();
  const ended = await rolellm(['export', '--push', 'me/data'], folder, { HF_TOKEN: `${KEY}\n` });
  expect(ended).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('the key in HF_TOKEN holds a line break at its end'),
  });
  expectNoSecret(folder, { stdout: ended.stdout, stderr: ended.stderr });
});

test('the command to go on shows no key, wherever in a URL it is', async () => {
  const server = await startChatServer(undefined, 30);
  const folder = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': 'price: {prompt: 1000, completion: 3000}\n' });
  const url = `${server.url.replace('://', `://anna:${PASSWORD}@`)}?s=${QUERY_KEY}&api-version=1`;
  for (const args of [['--base-url', url], [`--base-url=${url}`]]) {
    const ended = await rolellm([...GENERATE, '--model', 'm', ...args, '--budget', '0.5'], folder);
    expect(ended).toMatchObject({ status: 3, stderr: expect.stringContaining('To go on: rolellm generate') });
    expectNoSecret(folder, { stdout: ended.stdout, stderr: ended.stderr });
  }
});
