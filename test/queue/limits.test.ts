import { describe, expect, onTestFinished, test } from 'vitest';
import { CallFault } from '../../src/llm/call-fault.js';
import type { ChatModel, ChatRequest } from '../../src/llm/chat-model.js';
import { accountOf, createGate } from '../../src/llm/queue/index.js';
import { startChatServer } from '../harness/chat-server.js';
import { startRolellm } from '../harness/cli.js';
import { coordinating, runFolder, startWorker, until, WITHOUT_LONG } from '../harness/queue.js';
import { startRedis, type TestRedis, WITHOUT_REDIS } from '../harness/redis.js';

const never = new AbortController().signal;
const REQUESTS = [{}] as ChatRequest[];
const USAGE = { prompt_tokens: 30, completion_tokens: 10 };

/** What two workers of one account ask, by a model that counts its calls. */
function twoWorkers(
  { client }: TestRedis,
  limits: { rpm?: number; tpm?: number },
  answer?: ChatModel['completeSamples'],
) {
  const begun: number[] = [];
  const model: ChatModel = {
    name: 'm',
    revision: '',
    complete: () => Promise.reject(new Error('is asked for samples')),
    async completeSamples(requests, signal) {
      begun.push(Date.now());
      return answer ? answer(requests, signal) : { choices: [{ content: 'x', finish_reason: 'stop' }], usage: USAGE };
    },
  };
  const guarded = [1, 2].map(() => {
    const gate = createGate({ redis: () => client, prefix: 'p', mostTokens: () => 100, stop: never });
    onTestFinished(gate.leave);
    return gate.guard(model, { account: 'a', concurrency: 8, rpm: limits.rpm, tpm: limits.tpm });
  });
  const call = (k: number) => guarded[k % 2]?.completeSamples?.(REQUESTS);
  return { begun, call };
}

const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms));

/** As if a minute had passed for the calls that were made. */
async function passMinute({ client }: TestRedis): Promise<void> {
  for (const id of await client.zrange('p:account-a:calls', 0, '-1'))
    await client.zincrby('p:account-a:calls', '-60000', id);
}

describe.skipIf(WITHOUT_REDIS)('limits of all workers together', () => {
  test.skipIf(WITHOUT_LONG)('requests a minute are a window that slides over all workers', async () => {
    const redis = await startRedis();
    const { begun, call } = twoWorkers(redis, { rpm: 5 });
    for (let k = 0; k < 8; k += 1) void call(k);
    await pause(400);
    expect(begun.length).toBe(5);
    await passMinute(redis);
    await until(() => begun.length === 8);
  });

  test.skipIf(WITHOUT_LONG)('tokens a minute count at most before a call, and what it took after it', async () => {
    const redis = await startRedis();
    const { begun, call } = twoWorkers(redis, { tpm: 250 });
    await Promise.all([call(0), call(1)]);
    await pause(50);
    // 2 x 40 tokens were taken: one more of at most 100 has room, and then another.
    await call(2);
    await pause(50);
    await call(3);
    void call(4);
    await pause(300);
    expect(begun.length).toBe(4);
    await passMinute(redis);
    await until(() => begun.length === 5);
  });

  test('a 429 that one worker sees sets the account aside for all', async () => {
    const redis = await startRedis();
    let refusals = 1;
    const { begun, call } = twoWorkers(redis, {}, async () => {
      if (refusals-- > 0) throw new CallFault('rate-limited', '429', { retryAfterMs: 1500 });
      return { choices: [{ content: 'x', finish_reason: 'stop' }], usage: USAGE };
    });
    await expect(call(0)).rejects.toThrow('429');
    await call(1);
    const [refused, next] = begun as [number, number];
    expect(next - refused).toBeGreaterThanOrEqual(1400);
  });

  test('an account is a key at a server, or a name; nothing of the key can be read from it', () => {
    const [one, other] = [accountOf('http://a/v1', 'key-1', undefined), accountOf('http://a/v1', 'key-2', undefined)];
    expect(one).not.toBe(other);
    expect(accountOf('http://b/v1', 'key-1', undefined)).not.toBe(one);
    expect(accountOf('http://a/v1', 'key-1', 'team')).toBe(accountOf('http://a/v1', 'key-2', 'team'));
    expect(one).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe.skipIf(WITHOUT_LONG)('rolellm work --rpm', () => {
  test('is a limit of two workers together', async () => {
    const [server, redis] = [await startChatServer(), await startRedis()];
    const workers = [1, 2].map(() => startWorker(redis, server, ['--rpm', '9']));
    const run = startRolellm(coordinating(redis), runFolder());
    await until(() => server.seen.length >= 9);
    await pause(1500);
    expect(server.seen.length).toBe(9);
    for (const { child } of workers) child.kill('SIGINT');
    for (const { ended } of workers) expect((await ended).status).toBe(130);
    run.child.kill('SIGINT');
    expect((await run.ended).status).toBe(130);
  });
});
