import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { makeFolder, rolellm, rowsOf } from '../harness/cli.js';
import { kindOf } from '../harness/replies.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const SMALL = ['generate', '--roles', 'roles', '--instructions', 'instructions.txt', '--per-role', '4'];

async function made() {
  const server = await startChatServer();
  const folder = makeFolder(TINY_FILES);
  const { status, stderr } = await rolellm([...SMALL, '--base-url', server.url], folder);
  expect(status, stderr).toBe(0);
  return { server, folder };
}

test('filter --judge N has N rows of each recipe judged in both orders, with controls, and prints the paper’s figures', async () => {
  const { server, folder } = await made();
  const args = ['filter', '--judge', '5', '--base-url', server.url];
  const { status, stdout, stderr } = await rolellm(args, folder);
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/review +role-specific \(5\) +general \(5\) +together +the paper\n/);
  expect(stdout).toMatch(/answers the instruction .* 100 %\n.*style .* 84 %\n.*correct .* 77 %\n/);
  expect(stdout).toMatch(/Each row was judged in two orders, which agree on \d+ %/);
  const rows = rowsOf<{ control: boolean; verdicts: { order: string }[] }>(join(folder, 'data/judged.jsonl'));
  expect(rows.filter(({ control }) => !control)).toHaveLength(10);
  expect(rows.filter(({ control }) => control).length).toBeGreaterThan(0);
  for (const { verdicts } of rows) expect(verdicts.map(({ order }) => order)).toEqual(['forward', 'reversed']);

  const asked = server.seen.length;
  const again = JSON.parse((await rolellm([...args, '--json'], folder)).stdout);
  expect(server.seen.length).toBe(asked);
  expect(again.review.rows).toEqual({ 'context-instruct': 5, rolegpt: 5 });
});

test('the judge is shown the passage of a script-based answer, and the two orders are each other’s reverse', async () => {
  const { server, folder } = await made();
  await rolellm(['filter', '--judge', 'all', '--base-url', server.url], folder);
  const shown = server.seen.filter(({ messages }) => messages[0]?.content.includes('"in_style"'));
  const tags = (text: string) => [...text.matchAll(/^<(\w+)>/gm)].map(([, tag]) => tag);
  const orders = shown.map(({ messages }) => tags(messages.at(-1)?.content ?? ''));
  expect(orders).toContainEqual(['role_name', 'description', 'question', 'reference', 'answer']);
  expect(orders).toContainEqual(['answer', 'reference', 'question', 'description', 'role_name']);
  expect(shown.some(({ messages }) => /<reference>\n\w+: /.test(messages.at(-1)?.content ?? ''))).toBe(true);
  expect(shown.some(({ messages }) => messages.at(-1)?.content.includes('(none)'))).toBe(true);
});

test('a plan of the review counts its calls and asks nothing', async () => {
  const { server, folder } = await made();
  const asked = server.seen.length;
  const { stdout } = await rolellm(['filter', '--judge', '5', '--plan', '--json', '--base-url', server.url], folder);
  const plan = (JSON.parse(stdout) as { plan: { stage: string; requests: number }[] }).plan;
  expect(plan.map(({ stage }) => stage)).toEqual(['judge']);
  expect(plan[0]?.requests).toBeGreaterThanOrEqual(20);
  expect(server.seen.length).toBe(asked);
  expect(existsSync(join(folder, 'data/judged.jsonl'))).toBe(false);
});

test('`offline` is no judge, and a number that is none is told in one line', async () => {
  const folder = makeFolder(TINY_FILES);
  await rolellm(SMALL, folder);
  const offline = await rolellm(['filter', '--judge'], folder);
  expect([offline.status, offline.stderr]).toEqual([2, expect.stringContaining('`offline` cannot judge')]);
  const wrong = await rolellm(['filter', '--judge', 'many'], folder);
  expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('--judge')]);
});

test('a judge whose replies may be longer is asked with a temperature of 0 all the same', async () => {
  const { server, folder } = await made();
  writeFileSync(join(folder, 'rolellm.config.yaml'), 'judge: { sampling: { max_tokens: 500 } }\n');
  await rolellm(['filter', '--judge', '1', '--base-url', server.url], folder);
  const reviews = server.seen.filter((seen) => kindOf(seen) === 'review');
  expect(new Set(reviews.map(({ temperature, max_tokens }) => `${temperature} ${max_tokens}`))).toEqual(
    new Set(['0 500']),
  );
});

test('a review that is too long for the judge stops the run, and names the setting of the recipe that its sample is of', async () => {
  const { folder } = await made();
  const error = { message: 'This prompt is too long', code: 'context_length_exceeded' };
  const server = await startChatServer(() => ({ status: 400, body: { error } }));
  const { status, stderr } = await rolellm(['filter', '--judge', '1', '--base-url', server.url], folder);
  expect(status).toBe(2);
  expect(stderr.match(/the review of an answer of .*/g)).toEqual([
    expect.stringMatching(
      /^the review of an answer of \w+ is longer than the model's context window \(400: This prompt is too long\): lower (?:contextInstruct\.segment\.maxWords|rolegpt\.maxInstructionWords), /,
    ),
  ]);
});
