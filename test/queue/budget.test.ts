import { describe, expect, test } from 'vitest';
import type { ChatRequest } from '../../src/llm/chat-model.js';
import { costOf, mostTokens } from '../../src/llm/prices.js';
import { type ChatServer, type Fault, startChatServer } from '../harness/chat-server.js';
import { makeFolder, type Running, rolellm, startRolellm } from '../harness/cli.js';
import { coordinating, runFolder, startWorker, until, WITHOUT_LONG } from '../harness/queue.js';
import { startRedis, type TestRedis } from '../harness/redis.js';
import type { SeenRequest } from '../harness/replies.js';

/** Without a price for replies: how long they may be would make calls cost very differently at most. */
const PRICE = { prompt: 10, cached: 10, completion: 0 };
/** A prompt has 100 tokens for the server. */
const REAL = costOf({ prompt_tokens: 100, completion_tokens: 20 }, PRICE);
const SETTINGS = 'queue: { lockSeconds: 0.6 }\nprice: { prompt: 10, completion: 0 }\n';
const IS_REACHED =
  /^stopped: the budget of \$[\d.]+ is reached: \$[\d.]+ are spent, and the next call could pass it\./m;

/** A run whose calls cost 0.001 dollars each, and about 0.01 at most; it makes 63. */
const runWith = (redis: TestRedis, dollars: number) =>
  coordinating(redis, ['--recipes', 'rolegpt', '--budget', String(dollars)]);

/** What a call costs at most, by what the server saw of it. */
function worstOf({ messages, max_tokens }: SeenRequest): number {
  const request = { messages, sampling: { max_tokens } } as unknown as ChatRequest;
  return costOf(mostTokens([request]), PRICE);
}

/** What calls cost that were answered, and those that nobody knows the end of. */
const spentAt = ({ seen }: ChatServer, isLost: (k: number) => boolean = () => false) =>
  seen.reduce((sum, one, k) => sum + (isLost(k) ? worstOf(one) : REAL), 0);

/** A server that answers the calls that measure, and lets calls hang behind them. */
const MEASURE = 3;
const startHanging = (count: number): Promise<ChatServer> => {
  const fault: Fault = (_seen, number) => (number > MEASURE && number <= MEASURE + count ? 'hang!' : undefined);
  return startChatServer(fault);
};
const hung = (count: number) => (k: number) => k >= MEASURE && k < MEASURE + count;

/** A worker that soon takes a call for lost. */
const startImpatient = (redis: TestRedis, server: ChatServer, concurrency: number) =>
  startRolellm(
    ['work', '--queue', redis.url, '--base-url', server.url, '--model', 'm', '--concurrency', String(concurrency)],
    makeFolder({ 'rolellm.config.yaml': 'timeoutSeconds: 0.4\nretries: 9\n' }),
  );

async function end({ child, ended }: Running): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

describe.skipIf(WITHOUT_LONG)('no worker calls before Redis has set aside what the call may cost', () => {
  test('calls of workers that were killed count as charged', async () => {
    const LOST = 8;
    const [server, redis] = [await startHanging(LOST), await startRedis()];
    const folder = runFolder(SETTINGS);
    const run = startRolellm(runWith(redis, 0.14), folder);
    for (let kills = 1; kills <= LOST / 2; kills += 1) {
      const worker = startWorker(redis, server, ['--concurrency', '2']);
      await until(() => server.seen.length === MEASURE + 2 * kills);
      await end(worker);
    }
    const last = startWorker(redis, server);
    const { status, stderr } = await run.ended;
    expect(status, stderr).toBe(3);
    expect(stderr).toMatch(IS_REACHED);
    expect(server.seen.length).toBeGreaterThan(MEASURE + LOST);
    expect(spentAt(server, hung(LOST))).toBeLessThanOrEqual(0.14);
    await end(last);
  });

  test('each try of a call that brings no reply counts as charged', async () => {
    const [server, redis] = [await startHanging(1000), await startRedis()];
    const folder = runFolder(SETTINGS);
    const worker = startImpatient(redis, server, 1);
    const run = await rolellm(runWith(redis, 0.06), folder);
    expect(run.status, run.stderr).toBe(3);
    expect(run.stderr).toMatch(IS_REACHED);
    expect(server.seen.length).toBeGreaterThan(MEASURE);
    expect(spentAt(server, hung(1000))).toBeLessThanOrEqual(0.06);
    await end(worker);
  });

  test('a call that runs twice, because its worker slept, is set aside twice', async () => {
    const [server, redis] = [await startChatServer(undefined, 300), await startRedis()];
    const folder = runFolder(SETTINGS);
    const run = startRolellm(runWith(redis, 0.04), folder);
    const sleepers = [1, 2, 3].map(() => startWorker(redis, server, ['--concurrency', '4']));
    for (let naps = 0; naps < 6 && run.child.exitCode === null; naps += 1) {
      const seen = server.seen.length;
      await until(() => server.seen.length > seen || run.child.exitCode !== null);
      const sleeper = sleepers[naps % 3];
      sleeper?.child.kill('SIGSTOP');
      await new Promise((resume) => setTimeout(resume, 1500));
      sleeper?.child.kill('SIGCONT');
    }
    const { status, stderr } = await run.ended;
    expect(status, stderr).toBe(3);
    expect(new Set(server.seen.map((seen) => JSON.stringify(seen))).size).toBeLessThan(server.seen.length);
    expect(spentAt(server)).toBeLessThanOrEqual(0.04);
    for (const sleeper of sleepers) await end(sleeper);
  });

  test('an emptied Redis gets back what was spent and owed, and nobody calls before it has', async () => {
    const LOST = 4;
    const [server, redis] = [await startHanging(LOST), await startRedis()];
    const folder = runFolder(SETTINGS);
    const run = startRolellm(runWith(redis, 0.08), folder);
    const killed = startWorker(redis, server, ['--concurrency', '2']);
    await until(() => server.seen.length === MEASURE + 2);
    await end(killed);
    const worker = startImpatient(redis, server, 2);
    await until(() => server.seen.length > MEASURE + LOST + 2);
    await redis.client.flushall();
    const { status, stderr } = await run.ended;
    expect(status, stderr).toBe(3);
    expect(stderr).toMatch(IS_REACHED);
    expect(spentAt(server, hung(LOST))).toBeLessThanOrEqual(0.08);
    await end(worker);
  });

  test('a Redis that lost its last second is not believed before all have said what they owe', async () => {
    const [server, redis] = [await startChatServer(undefined, 40), await startRedis()];
    const folder = runFolder(SETTINGS);
    const run = startRolellm(runWith(redis, 0.045), folder);
    const worker = startWorker(redis, server, ['--concurrency', '2']);
    await until(() => server.seen.length > MEASURE + 3);
    await redis.kill('SIGKILL');
    await redis.restart();
    const [seen, began] = [server.seen.length, Date.now()];
    await until(() => server.seen.length > seen + 2 || run.child.exitCode !== null);
    expect(Date.now() - began).toBeGreaterThan(2500);
    const { status, stderr } = await run.ended;
    expect(status, stderr).toBe(3);
    expect(spentAt(server)).toBeLessThanOrEqual(0.045);
    await end(worker);
  });

  test('a coordinator that is killed and run again knows what may have been charged without a reply', async () => {
    const [server, redis] = [await startHanging(1000), await startRedis()];
    const folder = runFolder(SETTINGS);
    const worker = startImpatient(redis, server, 2);
    const first = startRolellm(runWith(redis, 0.06), folder);
    await until(() => server.seen.length >= MEASURE + 3);
    await end(first);
    const second = await rolellm(runWith(redis, 0.06), folder);
    expect(second.status, second.stderr).toBe(3);
    expect(second.stderr).toMatch(IS_REACHED);
    expect(spentAt(server, hung(1000))).toBeLessThanOrEqual(0.06);
    await end(worker);
  });

  test('what the journal holds is known without a worker', async () => {
    const redis = await startRedis();
    const folder = runFolder(SETTINGS);
    const run = await rolellm(runWith(redis, 0.001), folder);
    expect(run).toMatchObject({ status: 3, stderr: expect.stringMatching(IS_REACHED) });
  });
});
