import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { fingerprint, rolellm, startRolellm } from '../harness/cli.js';
import { coordinate, coordinating, GENERATE, runFolder, startWorker, until, WITHOUT_LONG } from '../harness/queue.js';
import { startRedis, startWay, type TestRedis } from '../harness/redis.js';

const DELAY_MS = 40;

/** A calm direct run and what it made, to compare with. */
async function calmRun(server: { url: string }) {
  const folder = runFolder();
  const { status, stderr } = await rolellm([...GENERATE, '--base-url', server.url], folder);
  expect(status, stderr).toBe(0);
  return fingerprint(join(folder, 'data/export'));
}

const exported = (folder: string) => fingerprint(join(folder, 'data/export'));

/** A server, a Redis, a folder, and what a calm run makes of them. */
async function setUp(redisFlags: readonly string[] = []) {
  const [server, redis] = [await startChatServer(undefined, DELAY_MS), await startRedis(redisFlags)];
  const calm = await calmRun(server);
  const asked = server.seen.length;
  return { server, redis, calm, asked, folder: runFolder() };
}

const start = (redis: TestRedis, folder: string) => startRolellm(coordinating(redis), folder);

describe.skipIf(WITHOUT_LONG)('a run with a queue makes the same files', () => {
  test('when ten workers are killed one after the other', async () => {
    const { server, redis, calm, asked, folder } = await setUp();
    const run = start(redis, folder);
    for (let kills = 0; kills < 10; kills += 1) {
      const before = server.seen.length;
      const worker = startWorker(redis, server, ['--concurrency', '2']);
      await until(() => server.seen.length > before || run.child.exitCode !== null);
      worker.child.kill('SIGKILL');
      await worker.ended;
    }
    const last = startWorker(redis, server, ['--until-done']);
    const { status, stderr } = await run.ended;
    expect(status, stderr).toBe(0);
    expect((await last.ended).status).toBe(0);
    expect(exported(folder)).toEqual(calm);
    // Only what was in flight is asked again.
    expect(server.seen.length - 2 * asked).toBeLessThanOrEqual(20);
  });

  test('when the coordinator is killed and run again', async () => {
    const { server, redis, calm, asked, folder } = await setUp();
    const worker = startWorker(redis, server, ['--until-done', '--concurrency', '2']);
    for (let kills = 0; kills < 3; kills += 1) {
      const before = server.seen.length;
      const run = start(redis, folder);
      await until(() => server.seen.length > before + 3 || run.child.exitCode !== null);
      run.child.kill('SIGKILL');
      await run.ended;
    }
    const { status, stderr } = await coordinate(redis, folder);
    expect(status, stderr).toBe(0);
    expect((await worker.ended).status).toBe(0);
    expect(exported(folder)).toEqual(calm);
    // What came while nobody coordinated lay in Redis: nothing is asked twice.
    expect(server.seen.length).toBe(2 * asked);
  });

  test('when Redis is killed and comes back with its append-only file', async () => {
    const { server, redis, calm, folder } = await setUp();
    const worker = startWorker(redis, server, ['--until-done', '--concurrency', '2']);
    const run = start(redis, folder);
    const before = server.seen.length;
    await until(() => server.seen.length > before + 6);
    await redis.kill('SIGKILL');
    await new Promise((resume) => setTimeout(resume, 2000));
    await redis.restart();
    const { status, stderr } = await run.ended;
    expect(status, stderr).toBe(0);
    expect((await worker.ended).status).toBe(0);
    expect(exported(folder)).toEqual(calm);
  });

  test('when Redis is emptied', async () => {
    const { server, redis, calm, folder } = await setUp();
    const worker = startWorker(redis, server, ['--until-done', '--concurrency', '2']);
    const run = start(redis, folder);
    for (let times = 0; times < 2; times += 1) {
      const before = server.seen.length;
      await until(() => server.seen.length > before + 6 || run.child.exitCode !== null);
      await redis.client.flushall();
    }
    const { status, stderr } = await run.ended;
    expect(status, stderr).toBe(0);
    expect((await worker.ended).status).toBe(0);
    expect(exported(folder)).toEqual(calm);
  });

  test('when the way between a worker and Redis is cut for longer than a lock, and comes back', async () => {
    const { server, redis, calm, folder } = await setUp();
    const way = await startWay(redis);
    const far = startWorker(way, server, ['--until-done', '--concurrency', '2']);
    const near = startWorker(redis, server, ['--until-done', '--concurrency', '1']);
    const run = start(redis, folder);
    const before = server.seen.length;
    await until(() => server.seen.length > before + 6);
    way.cut();
    await new Promise((resume) => setTimeout(resume, 5000));
    way.mend();
    const { status, stderr } = await run.ended;
    expect(status, stderr).toBe(0);
    for (const { ended } of [far, near]) expect((await ended).status).toBe(0);
    expect(exported(folder)).toEqual(calm);
  });

  test('when Redis is full for a while', async () => {
    const { server, redis, calm, folder } = await setUp();
    const worker = startWorker(redis, server, ['--until-done', '--concurrency', '2']);
    const run = start(redis, folder);
    const before = server.seen.length;
    await until(() => server.seen.length > before + 4);
    await redis.client.config('SET', 'maxmemory', '1');
    await new Promise((resume) => setTimeout(resume, 1000));
    await redis.client.config('SET', 'maxmemory', '0');
    const { status, stderr } = await run.ended;
    expect(status, stderr).toBe(0);
    expect((await worker.ended).status).toBe(0);
    expect(exported(folder)).toEqual(calm);
  });
});

describe.skipIf(WITHOUT_LONG)('a poisoned call', () => {
  test('that kills its workers counts as failed after six deaths, and the rest is made', async () => {
    const redis = await startRedis();
    let victim: ReturnType<typeof startWorker> | undefined;
    const server = await startChatServer(({ messages }) => {
      if (!messages.some(({ content }) => content.includes('Name three things that float.'))) return undefined;
      victim?.child.kill('SIGKILL');
      return 'hang!';
    });
    const folder = runFolder('queue: { lockSeconds: 0.6 }\n');
    const run = startRolellm([...coordinating(redis), '--only', 'Keeper'], folder);
    while (run.child.exitCode === null) {
      victim = startWorker(redis, server, ['--concurrency', '1', '--until-done']);
      await victim.ended;
    }
    const { status, stdout } = await run.ended;
    expect(status).toBe(1);
    expect(stdout).toContain('its workers died, 6 times');
  });

  test('that nobody can read is dropped, and asked again as it was', async () => {
    const { server, redis, calm, folder } = await setUp();
    const run = start(redis, folder);
    await until(async () => (await redis.client.keys('*:j*')).length > 0);
    const [key] = (await redis.client.keys('*:j*')) as [string];
    await redis.client.hset(key, 'data', '{"not":"a job"}');
    const worker = startWorker(redis, server, ['--until-done']);
    const { status, stderr } = await run.ended;
    expect(status, stderr).toBe(0);
    expect((await worker.ended).stderr).toContain('cannot be read and is dropped');
    expect(exported(folder)).toEqual(calm);
  });
});
