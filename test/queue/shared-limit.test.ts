import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CallFault } from '../../src/llm/call-fault.js';
import type { ChatModel, ChatReplies, ChatRequest } from '../../src/llm/chat-model.js';
import { createAdaptiveLimit } from '../../src/llm/pool/adaptive-limit.js';
import { accountKeysOf, givePlace, takePlace } from '../../src/llm/queue/account-scripts.js';
import { createGate } from '../../src/llm/queue/index.js';
import { startChatServer } from '../harness/chat-server.js';
import { makeFolder, startRolellm } from '../harness/cli.js';
import { coordinating, runFolder, until } from '../harness/queue.js';
import { startRedis, type TestRedis, WITHOUT_REDIS } from '../harness/redis.js';

const never = new AbortController().signal;
const REPLIES: ChatReplies = {
  choices: [{ content: 'x', finish_reason: 'stop' }],
  usage: { prompt_tokens: 30, completion_tokens: 10 },
};
const LEASE_MS = 600;
const KEYS = accountKeysOf('p', 'a');

/** A call that is in flight until the test says what becomes of it. */
interface Flight {
  worker: number;
  answer(): void;
  refuse(): void;
}

/** Workers of one account that offer so many calls at once each; all calls are in `flights` as long as they are in flight. */
function startWorkers({ client }: TestRedis, offers: readonly number[]) {
  const flights = new Set<Flight>();
  const faults: unknown[] = [];
  let isDead = false;
  const gates = offers.map(() =>
    createGate({
      redis: () => (isDead ? undefined : client),
      prefix: 'p',
      mostTokens: () => 1,
      stop: never,
      leaseMs: LEASE_MS,
    }),
  );
  for (const gate of gates) onTestFinished(gate.leave);
  const models = gates.map((gate, worker) => {
    const completeSamples = () =>
      new Promise<ChatReplies>((resolve, reject) => {
        const end = (how: () => void) => () => {
          flights.delete(flight);
          how();
        };
        const flight: Flight = {
          worker,
          answer: end(() => resolve(REPLIES)),
          refuse: end(() => reject(new CallFault('rate-limited', '429', { retryAfterMs: 1 }))),
        };
        flights.add(flight);
      });
    const model = { name: 'm', revision: '', complete: () => Promise.reject(new Error('unused')), completeSamples };
    const limits = { account: 'a', concurrency: offers[worker] as number, rpm: undefined, tpm: undefined };
    return gate.guard(model as ChatModel, limits);
  });
  /** Begins calls, as many for each worker as it offers. */
  const fill = () => {
    for (const [worker, offered] of offers.entries())
      for (let k = 0; k < offered; k += 1)
        models[worker]?.completeSamples?.([{}] as ChatRequest[]).catch((thrown) => faults.push(thrown));
  };
  /** As if their processes were gone. */
  const die = () => {
    isDead = true;
  };
  return { flights, faults, fill, die };
}

const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms));

describe.skipIf(WITHOUT_REDIS)('a 429', () => {
  test('costs no attempt, and all workers of the account wait', async () => {
    let refusals = 2;
    const tooMany = { status: 429, body: { error: { message: 'slow down' } }, headers: { 'retry-after': '1' } };
    const [server, redis] = [await startChatServer(() => (refusals-- > 0 ? tooMany : undefined)), await startRedis()];
    const folder = runFolder();
    const run = startRolellm([...coordinating(redis), '--only', 'Keeper'], folder);
    const workers = [1, 2].map(() =>
      startRolellm(
        ['work', '--queue', redis.url, '--base-url', server.url, '--model', 'm', '--until-done'],
        makeFolder({ 'rolellm.config.yaml': 'retries: 0\n' }),
      ),
    );
    const { status, stderr } = await run.ended;
    expect(status, stderr).toBe(0);
    for (const { ended } of workers) expect((await ended).status).toBe(0);
    expect(refusals).toBeLessThan(0);
    // While all wait nobody asks: a 429 and what comes after it are a second apart.
    const gaps = server.times.slice(1, 4).map((time, k) => time - (server.times[k] as number));
    expect(Math.max(...gaps)).toBeGreaterThan(0.9);
  });
});

describe.skipIf(WITHOUT_REDIS)('calls in flight of all workers that share an account', () => {
  test('are as many as these offer, half as many after a 429 that all of them see, and grow back by successes', async () => {
    const redis = await startRedis();
    const { flights, faults, fill } = startWorkers(redis, [6, 2]);
    fill();
    await until(() => flights.size === 8);
    // One burst, seen by both: halved once.
    for (const flight of [...flights]) flight.refuse();
    await until(() => faults.length === 8);
    expect(await redis.client.hget(KEYS.limit, 'limit')).toBe('4');
    fill();
    await until(() => flights.size === 4);
    await pause(300);
    expect(flights.size).toBe(4);
    // A round of successes: one more.
    for (const flight of [...flights]) flight.answer();
    await until(() => flights.size === 4);
    expect(Number(await redis.client.hget(KEYS.limit, 'limit'))).toBeCloseTo(4.9, 0);
    for (let ended = 4; ended < 8; ended += 1)
      await until(() => flights.size > 0).then(() => [...flights][0]?.answer());
    // Nobody was left out.
    while (flights.size > 0) {
      [...flights][0]?.answer();
      await pause(20);
    }
    await until(async () => (await redis.client.zcard(KEYS.flight)) === 0);
  });

  test('of a worker that dies are free again when its lease has run out, and its offer is gone', async () => {
    const redis = await startRedis();
    const [dead, living] = [startWorkers(redis, [3]), startWorkers(redis, [3])];
    dead.fill();
    await until(() => dead.flights.size === 3);
    living.fill();
    await until(() => living.flights.size === 3);
    expect(await redis.client.get(KEYS.highest)).toBe('6');
    // It says no more that it lives.
    dead.die();
    await until(async () => (await redis.client.get(KEYS.highest)) === '3', 5000);
    await until(async () => (await redis.client.zcard(KEYS.flight)) === 3, 5000);
    for (const flight of [...living.flights]) flight.answer();
  });

  test('never pass what living workers offer, whatever comes when, and follow the rule of a pool', async () => {
    const { client } = await startRedis();
    const event = fc.oneof(
      { weight: 4, arbitrary: fc.constant('take' as const) },
      { weight: 3, arbitrary: fc.constant('answered' as const) },
      { weight: 1, arbitrary: fc.constant('busy' as const) },
    );
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 12 }),
      fc.array(event, { maxLength: 60 }),
      async (...some) => {
        await client.flushall();
        await compareWithRule(client, ...some);
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });
});

/** Has calls begin and end, and compares what the scripts allow with the rule of a pool that offers as much. */
async function compareWithRule(
  client: Redis,
  offered: number,
  events: readonly ('take' | 'answered' | 'busy')[],
): Promise<void> {
  const keys = Object.values(KEYS);
  const rule = createAdaptiveLimit(offered);
  const open: { id: string; began: number }[] = [];

  async function take(id: string): Promise<void> {
    const [outcome, began] = (await takePlace(client, keys, [id, -1, -1, 1, `${offered}:w`, 60_000, -1])) as [
      string,
      number,
    ];
    expect(outcome).toBe(open.length < rule.value() ? 'go' : 'wait');
    if (outcome === 'go') open.push({ id, began });
  }

  async function end(how: 'answered' | 'busy'): Promise<void> {
    const call = open.shift();
    if (!call) return;
    const halvedAt = Number((await client.hget(KEYS.limit, 'halvedAt')) ?? 0);
    await givePlace(client, keys, [call.id, how, call.began, -1, 0, -1]);
    if (how === 'answered') rule.grow();
    // Which calls saw the same burst is for the clock of Redis to say.
    else if (call.began >= halvedAt) rule.halve(0, 0);
  }

  for (const [k, one] of events.entries()) {
    await (one === 'take' ? take(`call-${k}`) : end(one));
    expect(await client.zcard(KEYS.flight)).toBe(open.length);
    expect(open.length).toBeLessThanOrEqual(offered);
  }
}
