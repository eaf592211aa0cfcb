import { describe, expect, test } from 'vitest';
import { machineNamed, WITHOUT_HOSTS } from '../harness/machines.js';
import { coordinate, runFolder, startWorker, until, WITHOUT_LONG } from '../harness/queue.js';
import { compareRuns, expectCounted, pause, SAFE_LOCK } from '../harness/queue-runs.js';
import { shareRedis } from '../harness/redis.js';
import { startWay } from '../harness/way.js';

const LOCK_SECONDS = 1.5;
const UNTIL_DONE = ['--until-done', '--concurrency', '2'];

describe.skipIf(WITHOUT_LONG)('a run makes the same files', () => {
  const redis = shareRedis();
  const { start, setUp, begin, expectSame } = compareRuns({ roles: [], lockSeconds: LOCK_SECONDS, delayMs: 40 }, redis);

  test('when the way between one of two workers and Redis is cut for longer than a lock, and comes back', async () => {
    const { server, folder } = await setUp();
    const way = await startWay(redis());
    const far = startWorker(way, server, UNTIL_DONE);
    const near = startWorker(redis(), server, ['--until-done', '--concurrency', '1']);
    const run = await begin(server, folder);
    way.cut();
    await pause(4000 * LOCK_SECONDS);
    way.mend();
    await expectSame(run, [far, near], folder);
    expectCounted(server, folder, 3);
  });

  test('when the way between the coordinator and Redis is cut for longer than a lock, and comes back', async () => {
    const { server, folder } = await setUp();
    const way = await startWay(redis());
    const worker = startWorker(redis(), server, UNTIL_DONE);
    const run = await begin(server, folder, way);
    way.cut();
    await pause(4000 * LOCK_SECONDS);
    way.mend();
    await expectSame(run, [worker], folder);
    expectCounted(server, folder);
  });

  test('when it is started while Redis is being started', async () => {
    const { server, folder, calls } = await setUp({ lock: SAFE_LOCK });
    const worker = startWorker(redis(), server, UNTIL_DONE);
    await redis().kill('SIGKILL');
    const run = { ended: coordinate(redis(), folder) };
    await pause(2000);
    await redis().restart();
    await expectSame(run, [worker], folder);
    expect(server.seen.length).toBe(calls);
  });

  test('when a run of another version takes the queue: its workers leave with both versions, and lose no call', async () => {
    const { server, folder, calls } = await setUp({ lock: SAFE_LOCK });
    const old = startWorker(redis(), server, ['--concurrency', '2']);
    const run = await begin(server, folder);
    const [key] = (await redis().client.keys('*:run')) as [string];
    const version = (await redis().client.hget(key, 'version')) as string;
    await redis().client.hset(key, 'version', '9.9.9');
    const left = await old.ended;
    expect(left).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(
        `this worker is rolellm ${version}, and the run that uses this queue is rolellm 9.9.9`,
      ),
    });
    await redis().client.hset(key, 'version', version);
    await expectSame(run, [startWorker(redis(), server, UNTIL_DONE)], folder);
    expect(server.seen.length).toBe(calls);
  });

  test.skipIf(WITHOUT_HOSTS)('when a second coordinator is refused on another machine', async () => {
    const { server, folder, calls } = await setUp({ lock: SAFE_LOCK });
    const first = start(folder, redis(), machineNamed('first'));
    await until(async () => (await redis().client.keys('*:j*')).length > 0);
    const second = await start(runFolder(), redis(), machineNamed('second')).ended;
    expect(second).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(`another run (process ${first.child.pid} on first) is using the queue`),
    });
    await expectSame(first, [startWorker(redis(), server, UNTIL_DONE)], folder);
    expect(server.seen.length).toBe(calls);
  });

  test('when a call on the queue cannot be read: it is dropped, and asked again as it was', async () => {
    const { server, folder } = await setUp({ lock: SAFE_LOCK });
    const run = start(folder);
    await until(async () => (await redis().client.keys('*:j*')).length > 0);
    const [key] = (await redis().client.keys('*:j*')) as [string];
    await redis().client.hset(key, 'data', '{"not":"a job"}');
    const worker = startWorker(redis(), server, UNTIL_DONE);
    await expectSame(run, [worker], folder);
    expect((await worker.ended).stderr).toContain('cannot be read and is dropped');
  });
});
