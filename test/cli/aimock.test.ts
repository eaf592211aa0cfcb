import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startAimock, statusesOf } from '../harness/aimock.js';
import { fingerprint, makeFolder, rolellm, rowsOf } from '../harness/cli.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const GENERATE = 'generate --roles roles --per-role 6 --limit 4 --instructions instructions.txt --model m'.split(' ');
const CONFIG = 'price: {prompt: 1, completion: 3}\nbatch:\n  pollSeconds: 0.05\n';
const prepare = () => makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': CONFIG });
const KEY = { OPENAI_API_KEY: 'sk-of-the-tests' };

/** The rows of a calm run on aimock: each of its tests compares with these. */
async function calmExport() {
  const { mock, url } = await startAimock();
  const folder = prepare();
  const ended = await rolellm([...GENERATE, '--base-url', url], folder, KEY);
  expect(ended.status, ended.stdout + ended.stderr).toBe(0);
  return { mock, folder, exported: fingerprint(join(folder, 'data/export')) };
}

test('generate runs against a server that others wrote, with a key, and counts what it says of tokens', async () => {
  const { mock, folder } = await calmExport();
  expect(Object.keys(statusesOf(mock))).toEqual(['200']);
  const entries = rowsOf<{ usage: { prompt_tokens: number; completion_tokens: number } }>(
    join(folder, 'data/calls/rolegpt.jsonl'),
  );
  expect(entries.length).toBeGreaterThan(0);
  for (const { usage } of entries) expect(Math.min(usage.prompt_tokens, usage.completion_tokens)).toBeGreaterThan(0);
});

test('with its faults on, the rows are the same', async () => {
  const { exported } = await calmExport();
  const chaos = { dropRate: 0.05, malformedRate: 0.05, rateLimitRate: 0.05, disconnectRate: 0.05 };
  const { mock, url } = await startAimock(chaos);
  const folder = prepare();
  const args = [...GENERATE, '--base-url', url, '--concurrency', '4'];
  const ended = await rolellm(args, folder, KEY);
  expect(ended.status, ended.stdout + ended.stderr).toBe(0);
  expect(fingerprint(join(folder, 'data/export'))).toEqual(exported);
  const faults = Object.entries(statusesOf(mock)).filter(([status]) => status !== '200');
  expect(faults.length).toBeGreaterThan(0);
}, 60_000);

test('one error, once, is tried again', async () => {
  const { mock, url } = await startAimock();
  mock.nextRequestError(503, { message: 'overloaded' });
  const ended = await rolellm([...GENERATE, '--base-url', url], prepare(), KEY);
  expect(ended.status, ended.stdout + ended.stderr).toBe(0);
  expect(statusesOf(mock)[503]).toBe(1);
});

test('its files and batches are uploaded, submitted, followed and collected; direct calls finish what they leave', async () => {
  const { mock, url } = await startAimock();
  const folder = prepare();
  const args = [...GENERATE, '--base-url', url, '--executor', 'batch', '--stragglers', 'direct'];
  const ended = await rolellm(args, folder, KEY);
  expect(ended.status, ended.stdout + ended.stderr).toBe(0);
  const paths = mock.getRequests().map(({ method, path }) => `${method} ${path.split('?')[0]}`);
  const batches = paths.filter((path) => path === 'POST /v1/batches').length;
  expect(batches).toBeGreaterThanOrEqual(3);
  expect(paths.filter((path) => path === 'POST /v1/files')).toHaveLength(batches);
  // Its batches answer everything with one text, once: nothing that JSON can be read from, and one sample of those asked for.
  const replies = rowsOf<{ contents: string[] }>(join(folder, 'data/calls/rolegpt.jsonl'));
  const canned = replies.filter(({ contents }) => contents[0] === 'Mock batch completion');
  expect(canned.length).toBeGreaterThan(0);
  expect(canned.length).toBeLessThan(replies.length);
  expect(rowsOf(join(folder, 'data/context-instruct.jsonl')).length).toBeGreaterThan(0);
});
