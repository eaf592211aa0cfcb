import { expect, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { makeFolder, rolellm } from '../harness/cli.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const PASSWORD = 'pass-word-sesame';
const GENERATE = ['generate', '--roles', 'roles', '--per-role', '12', '--instructions', 'instructions.txt'];

test('the command to go on, and the server’s name, are shown without the credentials of the URL', async () => {
  const server = await startChatServer(undefined, 30);
  const folder = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': 'price: {prompt: 1000, completion: 3000}\n' });
  const url = server.url.replace('http://', `http://anna:${PASSWORD}@`);
  const { status, stderr } = await rolellm([...GENERATE, '--model', 'm', '--base-url', url, '--budget', '1'], folder);
  expect(status).toBe(3);
  expect(stderr).toContain("--base-url 'http://***@127.0.0.1");
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
    'error: the environment variable MY_KEY is not set. An endpoint in the settings names it as keyVariable.\n',
  );
  expect(status).toBe(2);
});
