import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { makeFolder, rolellm } from '../harness/cli.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const KEY = 'sk-proj-THIS-IS-THE-SECRET-0123456789';
const SECOND_KEY = 'gsk_another-secret-9876543210';
const PASSWORD = 'pass-word-sesame';
const GENERATE = ['generate', '--roles', 'roles', '--per-role', '12', '--instructions', 'instructions.txt'];

/** Every file that a run left behind, and what it printed, as one text for each. */
function allTexts(folder: string, printed: Record<string, string>): Record<string, string> {
  const texts = { ...printed };
  for (const path of readdirSync(folder, { recursive: true }) as string[]) {
    const file = join(folder, path);
    // The user's own settings file holds what the user wrote into it.
    if (statSync(file).isFile() && path !== 'rolellm.config.yaml') texts[path] = readFileSync(file, 'utf8');
  }
  return texts;
}

const FORMS = [KEY, SECOND_KEY, PASSWORD].flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
]);
const BASIC = Buffer.from(`anna:${PASSWORD}`).toString('base64');

/** A server that repeats every header it was sent in its complaints, as some do. */
const startGossip = (status: number) =>
  startChatServer((_seen, number, headers) =>
    number % 3 === 0 ? { status, body: { error: { message: `no: ${JSON.stringify(headers)}` } } } : undefined,
  );

test.each([
  ['a refusal of single requests', 400],
  ['a server that fails', 503],
  ['a wrong key', 401],
])('keys are in no log, error, journal, manifest or export after %s, with logs at trace', async (_, status) => {
  const server = await startGossip(status);
  const withPassword = server.url.replace('http://', `http://anna:${PASSWORD}@`);
  const config = [
    'retries: 1',
    'endpoints:',
    `  - {baseUrl: "${server.url}"}`,
    `  - {baseUrl: "${server.url}", keyVariable: SECOND_KEY}`,
    `  - {baseUrl: "${withPassword}", keyVariable: SECOND_KEY}`,
  ].join('\n');
  const folder = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': config });
  const environment = { OPENAI_API_KEY: KEY, SECOND_KEY };
  const args = [...GENERATE, '--model', 'm', '--log-level', 'trace'];
  const first = await rolellm(args, folder, environment);
  const second = await rolellm([...args, '--base-url', withPassword], folder, environment);
  const asJson = await rolellm([...args, '--json'], folder, environment);
  const shown = await rolellm(['status', '--json'], folder, environment);
  expect(first.stderr).toContain('messages');
  const printed = Object.fromEntries(
    [first, second, asJson, shown].flatMap(({ stdout, stderr }, k) => [
      [`stdout ${k}`, stdout],
      [`stderr ${k}`, stderr],
    ]),
  );
  const texts = allTexts(folder, printed);
  expect(Object.keys(texts).length).toBeGreaterThan(10);
  for (const [name, text] of Object.entries(texts)) {
    for (const form of [...FORMS, BASIC]) expect(text.includes(form), `${name} holds ${form}`).toBe(false);
  }
});

test('the command to go on, and the server’s name, are shown without the credentials of the URL', async () => {
  const server = await startChatServer(undefined, 30);
  const folder = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': 'price: {prompt: 1000, completion: 3000}\n' });
  const url = server.url.replace('http://', `http://anna:${PASSWORD}@`);
  const { status, stderr } = await rolellm([...GENERATE, '--model', 'm', '--base-url', url, '--budget', '1'], folder);
  expect(status).toBe(3);
  expect(stderr).toContain('--base-url http://***@127.0.0.1');
  expect(stderr).not.toContain(PASSWORD);
});

test('prompts and replies are logged at trace, and at no other level', async () => {
  const server = await startChatServer();
  for (const [level, isTold] of [
    ['debug', false],
    ['trace', true],
  ] as const) {
    const folder = makeFolder(TINY_FILES);
    const { stderr } = await rolellm(
      [...GENERATE, '--model', 'm', '--base-url', server.url, '--log-level', level],
      folder,
    );
    expect(stderr.includes('is all I can tell you of the'), level).toBe(isTold);
    expect(stderr.includes('You write short portraits'), level).toBe(isTold);
  }
});

test('a key that an endpoint names and nobody has set is bad usage', async () => {
  const config = 'endpoints:\n  - {baseUrl: "http://127.0.0.1:1/v1", keyVariable: MY_KEY}\n';
  const folder = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': config });
  const { status, stderr } = await rolellm([...GENERATE, '--model', 'm'], folder);
  expect(stderr).toBe(
    'error: the environment variable MY_KEY is not set. An endpoint in the settings names it as its keyVariable.\n',
  );
  expect(status).toBe(2);
});
