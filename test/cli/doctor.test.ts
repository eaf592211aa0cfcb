import { chmodSync, readdirSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkNode, checkRoom } from '../../src/cli/doctor/machine.js';
import { renderFinding } from '../../src/cli/doctor/render.js';
import { Settings } from '../../src/config.js';
import { startAimock } from '../harness/aimock.js';
import { type Fault, startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, rolellm, startRolellm } from '../harness/cli.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const KEY = 'sk-proj-THIS-IS-THE-SECRET-0123456789';

interface Check {
  check: string;
  state: string;
  says: string;
  advice?: string;
  [detail: string]: unknown;
}

/** What `doctor --json` finds in a folder with the tiny roles. */
async function examine(args: string[], env: Record<string, string> = {}, files = TINY_FILES) {
  const folder = makeFolder(files);
  const began = performance.now();
  const { status, stdout, stderr } = await rolellm(['doctor', '--roles', 'roles', '--json', ...args], folder, env);
  expect(stderr).toBe('');
  expect(stdout + stderr).not.toContain(KEY);
  expect(Object.keys(fingerprint(folder))).toEqual(Object.keys(files).sort());
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: Check[] };
  expect(status).toBe(ok ? 0 : 2);
  const find = (name: string) => checks.filter(({ check }) => check === name);
  return { status, checks, find, seconds: (performance.now() - began) / 1000 };
}

/** A server that answers in its own way. */
async function startServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const listAnd =
  (answer: RequestListener): RequestListener =>
  (request, response) => {
    if (!request.url?.endsWith('/models')) return answer(request, response);
    response.setHeader('content-type', 'application/json');
    response.end('{"object":"list","data":[{"id":"qwen3:8b"},{"id":"llama3"}]}');
  };

test('with nothing configured it says that offline is used and how to change it, and finds no fault', async () => {
  const { status, checks, find } = await examine([]);
  expect(status).toBe(0);
  expect(checks.map(({ check }) => check).slice(0, 9)).toEqual([
    'Node.js',
    'working folder',
    'settings',
    'data folder',
    'roles',
    'scripts',
    'script',
    'disk',
    'model',
  ]);
  expect(find('roles')[0]?.says).toBe('2 roles in roles: Keeper, Nora');
  expect(find('disk')[0]).toMatchObject({ state: 'ok', says: expect.stringMatching(/ free; .* about [\d.]+ MB$/) });
  expect(find('model')[0]).toMatchObject({
    state: 'ok',
    says: expect.stringContaining('`offline` is used'),
    advice: expect.stringContaining('--base-url'),
  });
});

test('a server that takes everything: what it has, how fast it is and what it takes', async () => {
  const server = await startChatServer(() => '{"lamp":"lit"}', 2, { givesSamples: true });
  const { status, find } = await examine(['--base-url', server.url], { OPENAI_API_KEY: KEY });
  expect(status).toBe(0);
  expect(find('server')[0]?.says).toBe(`${server.url} answers and lists one model`);
  expect(find('model')[0]).toMatchObject({
    state: 'ok',
    says: expect.stringMatching(/^only-model replied in \d+ ms; supports: json_schema yes, n yes, seed yes$/),
    details: { model: 'only-model', calls: 1, takes: { json_schema: 'yes', n: 'yes', seed: 'yes' } },
  });
  expect(server.seen).toHaveLength(1);
});

test('a server without json_schema, n and seed is no fault: what it does not take is done without', async () => {
  const fault: Fault = ({ response_format, n, seed }) => {
    const wrong = response_format ? 'response_format' : n ? 'n' : seed === undefined ? undefined : 'seed';
    return wrong ? { status: 400, body: { error: { message: `'${wrong}' is not supported` } } } : 'lit';
  };
  const server = await startChatServer(fault);
  const { status, find } = await examine(['--base-url', server.url, '--model', 'only-model']);
  expect(status).toBe(0);
  expect(find('model')[0]).toMatchObject({
    says: expect.stringContaining('json_schema no, n no, seed no'),
    advice: 'rolellm works without what is not supported.',
  });
});

test('aimock, a server that this project did not write', async () => {
  const { url } = await startAimock();
  const { status, find } = await examine(['--base-url', url, '--model', 'm']);
  expect(status).toBe(0);
  expect(find('model')[0]?.says).toMatch(/^m replied in \d+ ms; supports: json_schema ignored, n \w+, seed yes$/);
});

test('a wrong key is a problem, told without the key', async () => {
  const refuse: RequestListener = ({ headers }, response) => {
    response.writeHead(401, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message: `Incorrect API key: ${headers.authorization}` } }));
  };
  const everywhere = await startServer(refuse);
  const { find } = await examine(['--base-url', everywhere, '--model', 'm'], { OPENAI_API_KEY: KEY });
  expect(find('server')[0]).toMatchObject({ state: 'problem', advice: expect.stringContaining('OPENAI_API_KEY') });
  expect(find('model')).toEqual([]);
  const forChats = await startServer(listAnd(refuse));
  const later = await examine(['--base-url', forChats, '--model', 'llama3'], { OPENAI_API_KEY: KEY });
  expect(later.find('model')[0]).toMatchObject({ state: 'problem', says: expect.stringContaining('401') });
});

test('an address beside the API is a problem, told with that of the API', async () => {
  const url = await startServer((request, response) => {
    if (request.url === '/v1/models') response.end('{"data":[{"id":"m"}]}');
    else response.writeHead(404).end('not found');
  });
  const { find } = await examine(['--base-url', new URL(url).origin, '--model', 'm']);
  expect(find('server')).toMatchObject([
    { state: 'problem', says: expect.stringContaining(`but ${url} is`), advice: 'Set --base-url to that.' },
  ]);
});

test('a model that the server does not have is a problem, told with those that it has', async () => {
  const missing = await startServer(
    listAnd((_, response) => {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end('{"error":{"message":"model \\"gpt-9\\" not found"}}');
    }),
  );
  const { find } = await examine(['--base-url', missing, '--model', 'gpt-9']);
  expect(find('model')[0]).toMatchObject({
    state: 'problem',
    advice: 'The server has no "gpt-9". Choose one of its models with --model: qwen3:8b, llama3.',
  });
  const unnamed = await examine(['--base-url', missing]);
  expect(unnamed.find('model')[0]).toMatchObject({
    state: 'problem',
    says: expect.stringContaining('has 2 models'),
    advice: 'Name one with --model: qwen3:8b, llama3.',
  });
});

test('a model that is not listed but answers is none', async () => {
  const server = await startChatServer(() => '{"lamp":"lit"}', 2, { givesSamples: true });
  const { status, find } = await examine(['--base-url', server.url, '--model', 'alias']);
  expect(status).toBe(0);
  expect(find('model')[0]?.advice).toBe('The server does not list it, but it answers.');
});

test('nothing that listens, and a server that never answers, are told within ten seconds', async () => {
  const nobody = await examine(['--base-url', 'http://127.0.0.1:49151/v1', '--model', 'm']);
  expect(nobody.find('server')[0]?.says).toMatch(/^http:\/\/127\.0\.0\.1:49151\/v1 does not answer: .*ECONNREFUSED/);
  expect(nobody.status).toBe(2);
  const silent = await startServer(() => {});
  const { find, seconds } = await examine(['--base-url', silent, '--model', 'm']);
  expect(find('server')[0]?.says).toContain('does not answer: no reply within the time allowed');
  expect(seconds).toBeLessThan(10);
});

test('a web server that is no model’s is told as what it is', async () => {
  const page = await startServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<h1>It works!</h1>');
  });
  const { find } = await examine(['--base-url', page, '--model', 'm']);
  expect(find('model')[0]).toMatchObject({
    state: 'problem',
    advice: 'It does not speak the OpenAI protocol. Check --base-url: it mostly ends in /v1.',
  });
});

test('a busy server is a warning: its key is right', async () => {
  const server = await startChatServer(() => ({ status: 429, body: { error: { message: 'slow down' } } }));
  const { status, find } = await examine(['--base-url', server.url]);
  expect(find('model')[0]?.state).toBe('warning');
  expect(status).toBe(0);
});

test('several servers are asked one after the other, each by its own name of the model', async () => {
  const server = await startChatServer(() => '{"lamp":"lit"}', 2, { givesSamples: true });
  const config = `endpoints:\n  - {baseUrl: "${server.url}"}\n  - {baseUrl: "${server.url}", model: vendor/m}\n`;
  const { find } = await examine(['--model', 'm'], {}, { ...TINY_FILES, 'rolellm.config.yaml': config });
  expect(find('model').map(({ says }) => says.split(' ')[0])).toEqual(['m', 'vendor/m']);
  expect(server.seen.map(({ model }) => model)).toEqual(['m', 'vendor/m']);
});

test('settings that do not fit are told with their line, and nothing is asked of them', async () => {
  const { status, checks } = await examine([], {}, { ...TINY_FILES, 'rolellm.config.yaml': 'seed: 1\nsede: 2\n' });
  expect(status).toBe(2);
  expect(checks.at(-1)).toMatchObject({ check: 'settings', state: 'problem' });
  expect(checks.at(-1)?.says).toMatch(/^rolellm\.config\.yaml:2: unknown key "sede"/);
});

test('a role file that does not fit is a problem, and so is none at all', async () => {
  const broken = await examine([], {}, { ...TINY_FILES, 'roles/a.yaml': 'name: A\n' });
  expect(broken.find('roles')[0]).toMatchObject({ state: 'problem', says: expect.stringMatching(/^roles\/a\.yaml/) });
  const folder = makeFolder();
  const { status, stdout } = await rolellm(['doctor'], folder);
  expect(stdout).toMatch(/^problem {2}roles {11}there are no role files yet: profiles does not exist.*rolellm init/m);
  expect(status).toBe(2);
});

test('instructions that the settings name and that are not there are a problem', async () => {
  const config = 'rolegpt: { instructions: lost.txt }\n';
  const lost = await examine([], {}, { ...TINY_FILES, 'rolellm.config.yaml': config });
  expect(lost.find('instructions')[0]).toMatchObject({ state: 'problem', says: 'lost.txt: there is no such file' });
  const there = config.replace('lost', 'instructions');
  const { find } = await examine([], {}, { ...TINY_FILES, 'rolellm.config.yaml': there });
  expect(find('instructions')[0]).toMatchObject({ state: 'ok', says: 'instructions.txt, 4 lines' });
});

test('a data folder that is a file or cannot be written to is a problem', async () => {
  const file = await examine(['--data', 'instructions.txt']);
  expect(file.find('data folder')[0]).toMatchObject({ state: 'problem', says: expect.stringContaining('a file') });
  // Nobody may make folders in /sys, not even root.
  const closed = await examine(['--data', '/sys/rolellm-test']);
  expect(closed.find('data folder')[0]?.says).toMatch(/cannot write \((?:EACCES|EPERM|EROFS)\)/);
});

test.skipIf(process.getuid?.() === 0)(
  'a working folder that is read-only is a warning (skipped for root)',
  async () => {
    const folder = makeFolder(TINY_FILES);
    chmodSync(folder, 0o555);
    const { stdout } = await rolellm(['doctor', '--data', join(makeFolder(), 'data')], folder);
    chmodSync(folder, 0o755);
    expect(stdout).toMatch(/^warning {2}working folder .*cannot write/m);
  },
);

test('a run that holds the data folder is only told', async () => {
  const server = await startChatServer(() => 'hang!');
  const folder = makeFolder(TINY_FILES);
  const { child } = startRolellm(['generate', '--roles', 'roles', '--base-url', server.url], folder);
  while (server.seen.length === 0) await new Promise((resume) => setTimeout(resume, 5));
  const { status, stdout } = await rolellm(['doctor', '--roles', 'roles'], folder);
  expect(stdout).toMatch(new RegExp(`^ok {7}data folder {5}data; a run \\(process ${child.pid} on .*is using`, 'm'));
  expect(status).toBe(0);
  expect(readdirSync(join(folder, 'data'))).toContain('lock');
});

test('--quiet tells only what is not in order', async () => {
  const quiet = await rolellm(['doctor', '--roles', 'roles', '--quiet'], makeFolder(TINY_FILES));
  expect(quiet).toMatchObject({ status: 0, stdout: '' });
  const nothing = await rolellm(['doctor', '--quiet'], makeFolder());
  expect(nothing.stdout).toMatch(/^problem {2}roles .*\n$/);
});

test('an old Node and a full disk are problems', () => {
  expect(checkNode('20.18.3')).toMatchObject({ state: 'problem', says: '20.18.3 is older than 20.19' });
  expect(checkNode('22.0.0').state).toBe('ok');
  const settings = Settings.parse({ data: makeFolder() });
  const { details } = checkRoom(settings, 1);
  const free = details?.free_bytes as number;
  expect(checkRoom(settings, free * 2).state).toBe('problem');
  expect(checkRoom(settings, free * 0.7).state).toBe('warning');
});

test('what was written already needs no room any more', () => {
  const settings = Settings.parse({ data: makeFolder({ 'calls/rolegpt.jsonl': 'x'.repeat(3000) }) });
  expect(checkRoom(settings, 5000).details).toMatchObject({ expected_bytes: 2000 });
  expect(checkRoom(settings, 1000)).toMatchObject({ state: 'ok', details: { expected_bytes: 0 } });
});

test('on a terminal a finding is broken below its own beginning, and one line elsewhere', () => {
  const finding = { check: 'roles', state: 'warning', says: 'none is here', advice: 'Make one. '.repeat(12) } as const;
  expect(renderFinding(finding).split('\n')).toHaveLength(1);
  const [first, ...rest] = renderFinding(finding, 80).split('\n');
  expect(first).toMatch(/^warning {2}roles {11}none is here\. Make one\./);
  for (const line of rest) expect(line).toMatch(/^ {25}\S.{0,54}$/);
});
