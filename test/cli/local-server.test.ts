import { afterEach, expect, test, vi } from 'vitest';
import { makeFolder, rolellm } from '../harness/cli.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const PROFILES = ['profile-build', '--roles', 'roles'];
const LOOKING = { ROLELLM_LOCAL_SERVERS: '' };

/** What this machine has at the usual ports; which of them were asked. */
function machineWith(bodies: Record<string, unknown>, { hangs = false } = {}): string[] {
  const asked: string[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    const url = String(input);
    asked.push(url);
    const body = bodies[new URL(url).port];
    if (body !== undefined) return Promise.resolve(Response.json(body));
    if (!hangs) return Promise.reject(new TypeError('fetch failed'));
    return new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))));
  });
  return asked;
}
const having = (...models: string[]) => ({ object: 'list', data: models.map((id) => ({ id })) });
const noticesIn = (stderr: string) => stderr.split('\n').filter((line) => line.startsWith('A server answers'));

afterEach(() => void vi.restoreAllMocks());

test.each([
  ['11434', 'Ollama'],
  ['8080', 'llama.cpp'],
  ['8000', 'vLLM'],
  ['1234', 'LM Studio'],
])('without settings, a server at %s is told of once, with the command that uses it', async (port, name) => {
  machineWith({ [port]: having('nomic-embed-text', 'qwen3:8b') });
  const { status, stderr } = await rolellm([...PROFILES, '--data', 'my data'], makeFolder(TINY_FILES), LOOKING);
  expect(status).toBe(0);
  const lines = stderr.split('\n');
  expect(lines[0]).toContain('No model is configured');
  expect(lines[1]).toBe(
    `A server answers at http://localhost:${port}/v1 (${name}): use it with rolellm profile-build --roles roles --data 'my data' --base-url http://localhost:${port}/v1 --model qwen3:8b`,
  );
  expect(noticesIn(stderr)).toHaveLength(1);
});

test('nothing but this machine is asked, all ports at once, and a run waits no longer than a moment', async () => {
  const asked = machineWith({}, { hangs: true });
  const began = performance.now();
  const { status, stderr } = await rolellm(PROFILES, makeFolder(TINY_FILES), LOOKING);
  expect(status).toBe(0);
  expect(noticesIn(stderr)).toEqual([]);
  expect(asked.map((url) => url.replace(/:\d+\//, ':PORT/'))).toEqual(Array(4).fill('http://127.0.0.1:PORT/v1/models'));
  const withLook = performance.now() - began;
  const again = performance.now();
  await rolellm(PROFILES, makeFolder(TINY_FILES));
  expect(withLook - (performance.now() - again)).toBeLessThan(1500);
});

test.each<[string, string[], Record<string, string>]>([
  ['with --quiet', ['--quiet'], LOOKING],
  ['with --json', ['--json'], LOOKING],
  ['where `offline` was chosen', ['--provider', 'offline'], LOOKING],
  ['where it was chosen as the model', ['--model', 'offline'], LOOKING],
  ['where it is not wanted', [], { ROLELLM_LOCAL_SERVERS: 'no' }],
])('%s, no server is looked for', async (_, flags, env) => {
  const asked = machineWith({ 11434: having('qwen3:8b') });
  const { status, stdout, stderr } = await rolellm([...PROFILES, ...flags], makeFolder(TINY_FILES), env);
  expect(status).toBe(0);
  expect(asked).toEqual([]);
  expect(stdout + stderr).not.toContain('A server answers');
});

test.each([
  ['without a model for chats', having('nomic-embed-text')],
  ['that is another program', { hello: 'world' }],
  ['whose list has no end', having(...Array<string>(100_000).fill('qwen3:8b'))],
])('a server %s is not told of', async (_, body) => {
  machineWith({ 11434: body });
  const { status, stderr } = await rolellm(PROFILES, makeFolder(TINY_FILES), LOOKING);
  expect(status).toBe(0);
  expect(noticesIn(stderr)).toEqual([]);
});

test('a model’s name is quoted for the shell', async () => {
  machineWith({ 1234: having('a model; rm -rf ~\u001b[31m') });
  const { stderr } = await rolellm(PROFILES, makeFolder(TINY_FILES), LOOKING);
  const [notice] = noticesIn(stderr);
  expect(notice).toContain("--model 'a model; rm -rf ~");
  expect(notice).not.toContain('\u001b');
});
