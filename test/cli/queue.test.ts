import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, rolellm, startRolellm } from '../harness/cli.js';
import { coordinate, coordinating, GENERATE, runFolder, startWorker, until } from '../harness/queue.js';
import { startRedis, WITHOUT_REDIS } from '../harness/redis.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const isLine = (text: string) => expect.stringMatching(new RegExp(`^error: ${text}[^\n]*\n$`));

describe.skipIf(WITHOUT_REDIS)('generate --executor queue', () => {
  test('writes byte for byte what a direct run writes; workers share the calls and leave when it is done', async () => {
    const [server, redis] = [await startChatServer(), await startRedis()];
    const direct = runFolder();
    const whole = await rolellm([...GENERATE, '--base-url', server.url], direct);
    expect(whole.status, whole.stderr).toBe(0);
    const asked = server.seen.length;

    const workers = [1, 2].map(() => startWorker(redis, server, ['--until-done', '--json', '--concurrency', '2']));
    await until(async () => (await redis.client.keys('*')).length === 0);
    const queued = runFolder();
    const run = await coordinate(redis, queued);
    expect(run.status, run.stderr).toBe(0);
    const worked = await Promise.all(workers.map(({ ended }) => ended));
    for (const { status, stderr } of worked) expect(status, stderr).toBe(0);
    const calls = worked.map(({ stdout }) => JSON.parse(stdout) as { calls: number; finished: boolean });
    expect(calls.map(({ finished }) => finished)).toEqual([true, true]);
    expect(calls.reduce((sum, one) => sum + one.calls, 0)).toBe(asked);
    expect(server.seen.length).toBe(2 * asked);
    // A server is asked for the same in the same form, whoever asks it.
    const words = server.seen.map(({ messages, response_format }) => JSON.stringify([messages, response_format]));
    expect(new Set(words.slice(asked))).toEqual(new Set(words.slice(0, asked)));
    const made = (folder: string) =>
      Object.entries(fingerprint(join(folder, 'data'))).filter(
        ([file]) => !/^(?:calls|manifest|hashes|queue|opencompass|written)/.test(file),
      );
    expect(made(queued).length).toBeGreaterThan(10);
    expect(made(queued)).toEqual(made(direct));
    // Neither prompts nor replies are left, and what is left expires.
    const left = await redis.client.keys('*');
    for (const key of left) expect(key).toMatch(/:(?:run|models|workers|meta|events|id|stalled-check)$/);
    for (const key of left) expect(await redis.client.pttl(key), key).toBeGreaterThan(0);

    // A finished run has nothing to do: no worker is needed.
    const again = await coordinate(redis, queued);
    expect(again.status, again.stderr).toBe(0);
    expect(server.seen.length).toBe(2 * asked);
  });

  test('a second coordinator is refused in one line; Ctrl-C without workers ends the first at once', async () => {
    const redis = await startRedis();
    const first = startRolellm(coordinating(redis), runFolder());
    await until(async () => (await redis.client.keys('*:j*')).length > 0);
    const second = await coordinate(redis, runFolder());
    const { status: seen, stdout } = await rolellm(['status', '--queue', redis.url, '--json'], makeFolder());
    expect(seen).toBe(0);
    const [queue] = (JSON.parse(stdout) as { queues: { waiting: number }[] }).queues;
    expect(queue).toMatchObject({ model: 'm', state: 'running', coordinator: { pid: first.child.pid }, workers: [] });
    expect(queue?.waiting).toBeGreaterThan(0);
    expect(second).toMatchObject({ status: 2, stderr: isLine(`another run \\(process ${first.child.pid} on `) });
    first.child.kill('SIGINT');
    const { status, stderr } = await first.ended;
    expect(status).toBe(130);
    expect(stderr).toContain('To go on: rolellm generate');
    // What no worker has begun is taken back.
    expect(await redis.client.keys('*:j*')).toEqual([]);
  });

  test('the model and the context window must be set, and Redis must be there', async () => {
    const folder = makeFolder(TINY_FILES);
    const run = (...words: string[]) =>
      rolellm(['generate', '--roles', 'roles', '--executor', 'queue', ...words], folder);
    const address = ['--queue', 'redis://:hunter22@127.0.0.1:1/0'];
    expect(await run(...address)).toMatchObject({ status: 2, stderr: isLine('--executor queue: the model that') });
    expect(await run(...address, '--model', 'm')).toMatchObject({
      status: 2,
      stderr: isLine('--executor queue: contextWindow is not set'),
    });
    const named = ['--model', 'm', '--context-window', '8000'];
    expect(await run(...named)).toMatchObject({ status: 2, stderr: isLine('a queue of workers needs a Redis') });
    const { status, stderr, stdout } = await run(...address, ...named);
    expect(status).toBe(2);
    expect(stderr).toMatch(/error: Redis at redis:\/\/127\.0\.0\.1:1\/0 does not answer/);
    expect(stderr + stdout).not.toContain('hunter22');
    for (const wrong of [
      'http://h/0',
      'redis://h:x/0',
      'redis://h/name',
      'redis://h/0?db=1',
      'redis://h/0?prefix=a:b',
    ]) {
      expect(await run(...named, '--queue', wrong)).toMatchObject({ status: 2, stderr: isLine('--queue') });
    }
  });
});

describe.skipIf(WITHOUT_REDIS)('rolellm work', () => {
  test('is refused where its version or its context window does not fit the run', async () => {
    const [server, redis] = [await startChatServer(), await startRedis()];
    const run = startRolellm(coordinating(redis), runFolder());
    await until(async () => (await redis.client.keys('*:run')).length > 0);
    const [key] = (await redis.client.keys('*:run')) as [string];
    const work = (...more: string[]) =>
      rolellm(['work', '--queue', redis.url, '--base-url', server.url, '--model', 'm', ...more], makeFolder());
    expect(await work('--context-window', '4096')).toMatchObject({
      status: 2,
      stderr: isLine('m has a context window of 4,096 tokens here \\(contextWindow\\), and the run needs 8,000'),
    });
    await redis.client.hset(key, 'version', '9.9.9');
    expect(await work()).toMatchObject({
      status: 2,
      stderr: isLine('this worker is rolellm \\d[\\w.-]*, and the run that uses this queue is rolellm 9\\.9\\.9'),
    });
    expect(server.seen).toEqual([]);
    run.child.kill('SIGINT');
    await run.ended;
  });

  test('without a run it waits, and without a server of its own it cannot work', async () => {
    const redis = await startRedis();
    expect(await rolellm(['work', '--queue', redis.url], makeFolder())).toMatchObject({
      status: 2,
      stderr: isLine('a worker needs a server or a key'),
    });
    const server = await startChatServer();
    const waiting = await startWorker(redis, server, ['--max-minutes', '0.03']).ended;
    expect(waiting).toMatchObject({ status: 0, stderr: expect.stringContaining('No run of m uses the queue') });
  });
});
