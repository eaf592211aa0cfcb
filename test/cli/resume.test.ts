import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JournalEntry } from '../../src/store/journal.js';
import { openPromptLogReader } from '../../src/store/prompt-log-reader.js';
import { startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, rolellm, rowsOf, startRolellm } from '../harness/cli.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const GENERATE = [
  'generate',
  '--roles',
  'roles',
  '--per-role',
  '12',
  '--instructions',
  'instructions.txt',
  '--model',
  'm',
];

const wait = (ms: number) => new Promise((resume) => setTimeout(resume, ms));

/** `npm run test:chaos` sets it to 10. */
const KILLS = Number(process.env.KILLS ?? 3);

test(`killed with SIGKILL at ${KILLS} random moments and run again at once, generate exports the same bytes as without`, async () => {
  const server = await startChatServer(undefined, 8);
  const args = [...GENERATE, '--base-url', server.url];
  const calm = makeFolder(TINY_FILES);
  const began = Date.now();
  const whole = await rolellm(args, calm);
  const took = Date.now() - began;
  expect(whole, whole.stderr).toMatchObject({ status: 0 });
  const asked = server.seen.length;

  const rough = makeFolder(TINY_FILES);
  let kills = 0;
  while (kills < KILLS) {
    const { child, ended } = startRolellm(args, rough);
    await wait(Math.random() * took * 0.9);
    child.kill('SIGKILL');
    const { signal } = await ended;
    if (signal === 'SIGKILL') kills += 1;
  }
  const last = await rolellm(args, rough);
  expect(last, last.stderr).toMatchObject({ status: 0 });
  expect(fingerprint(join(rough, 'data/export'))).toEqual(fingerprint(join(calm, 'data/export')));
  // What had not reached the disk when the process died may be asked again: the calls in flight, 8 a kill at most.
  expect(server.seen.length - asked).toBeLessThanOrEqual(asked + KILLS * 8);
  // What was asked before a kill was kept before it was asked.
  for (const stage of ['profile-build', 'context-instruct', 'rolegpt']) {
    const prompts = openPromptLogReader(join(rough, `data/calls/${stage}.prompts.jsonl`));
    for (const { ids } of rowsOf<JournalEntry>(join(rough, `data/calls/${stage}.jsonl`))) {
      for (const id of ids) expect(prompts.find(id)?.ids).toContain(id);
    }
  }
});

test('a finished run asks nothing when it is run again, and writes the same files', async () => {
  const server = await startChatServer();
  const folder = makeFolder(TINY_FILES);
  const args = [...GENERATE, '--base-url', server.url];
  await rolellm(args, folder);
  const [asked, before] = [server.seen.length, fingerprint(join(folder, 'data'))];
  const again = await rolellm(args, folder);
  expect(again.status).toBe(0);
  expect(server.seen.length).toBe(asked);
  expect(fingerprint(join(folder, 'data'))).toEqual(before);
});

test('status of a killed run says interrupted, and its counts add up', async () => {
  const server = await startChatServer(undefined, 250);
  const folder = makeFolder(TINY_FILES);
  const { child, ended } = startRolellm([...GENERATE, '--base-url', server.url], folder);
  // Well into a stage: its counts are written every half second.
  while (server.seen.length < 24) await wait(5);
  await wait(600);
  child.kill('SIGKILL');
  await ended;
  const { status, stdout } = await rolellm(['status', '--json'], folder);
  expect(status).toBe(1);
  const { running, stages } = JSON.parse(stdout) as {
    running: unknown;
    stages: Record<string, Record<string, number | string>>;
  };
  expect(running).toBeNull();
  expect(Object.values(stages).map(({ state }) => state)).toContain('interrupted');
  for (const { planned, done, failed, waiting } of Object.values(stages)) {
    expect(planned).toBe(Number(done) + Number(failed) + Number(waiting));
  }
});

test('SIGINT waits for what is in flight, keeps it, prints how to go on and exits 130; the next run finishes', async () => {
  const server = await startChatServer(undefined, 40);
  const folder = makeFolder(TINY_FILES);
  const args = [...GENERATE, '--base-url', server.url];
  const { child, ended } = startRolellm(args, folder);
  while (server.seen.length < 4) await wait(5);
  child.kill('SIGINT');
  const stopped = await ended;
  expect(stopped.status).toBe(130);
  expect(stopped.stderr).toContain('To go on: rolellm generate');
  const asked = server.seen.length;
  const finished = await rolellm(args, folder);
  expect(finished.status, finished.stderr).toBe(0);
  const different = new Set(server.seen.map((seen) => JSON.stringify(seen)));
  expect(different.size).toBe(server.seen.length);
  expect(server.seen.length).toBeGreaterThan(asked);
});

test('a reply that is still invalid after three tries is a failure that is named, exits 1, and is asked again next time', async () => {
  let isBroken = true;
  const server = await startChatServer(({ response_format }) =>
    isBroken && response_format?.json_schema?.name === 'categories' ? 'I would rather not.' : undefined,
  );
  const folder = makeFolder(TINY_FILES);
  const args = [...GENERATE, '--base-url', server.url, '--only', 'Keeper'];
  const short = await rolellm(args, folder);
  expect(short.status).toBe(1);
  expect(short.stdout).toContain('Keeper: categories could not be had (3 unusable replies, the last because the reply');
  const categories = server.seen.filter(({ response_format }) => response_format?.json_schema?.name === 'categories');
  expect(categories.map(({ seed }) => seed)).toEqual([0, 1_000_003, 2_000_006]);
  isBroken = false;
  const mended = await rolellm(args, folder);
  expect(mended.status, mended.stdout + mended.stderr).toBe(0);
});
