import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { startChatServer } from '../../harness/chat-server.js';
import { makeFolder } from '../../harness/cli.js';
import { TINY_FILES } from '../../harness/tiny-role.js';

// A defect of our own, in the code that reads what a server sent.
vi.resetModules();
vi.doMock('../../../src/llm/openai/read-usage.js', () => ({
  readUsage: () => {
    throw new TypeError('usage.tokens is not a function');
  },
}));
const { runCommandLine } = await import('../../../src/cli/command-line.js');

afterAll(() => {
  vi.doUnmock('../../../src/llm/openai/read-usage.js');
  vi.resetModules();
});

test('a defect in our own reading code stops the run at its first reply, which is kept, and nothing is asked again', async () => {
  const server = await startChatServer();
  const folder = makeFolder(TINY_FILES);
  const data = join(folder, 'data');
  let printed = '';
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
  const address = ['--base-url', server.url, '--model', 'm', '--concurrency', '1'];
  const status = await runCommandLine(['generate', '--roles', join(folder, 'roles'), '--data', data, ...address]);
  stderr.mockRestore();

  expect(status, printed).toBe(2);
  expect(printed).toContain('this is a bug in rolellm: usage.tokens is not a function');
  expect(printed).toContain(`The reply that could not be read is in ${join(data, 'unread-reply.txt')}.`);
  expect(server.seen).toHaveLength(1);
  const kept = JSON.parse(readFileSync(join(data, 'unread-reply.txt'), 'utf8'));
  expect(kept.choices[0].message.content).not.toBe('');
});
