import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { machineNamed, startFarMachine, WITHOUT_HOSTS, WITHOUT_NETWORKS } from '../harness/machines.js';
import { isLong, startWorker, until } from '../harness/queue.js';
import { compareRuns, expectCounted, pause, type RunSize, SAFE_LOCK } from '../harness/queue-runs.js';
import { shareRedis, startRedis, WITHOUT_REDIS } from '../harness/redis.js';
import { startWay } from '../harness/way.js';

/** How bad the faults are: the small ones are in every run of the tests, the others in `npm run test:queue`. */
interface Size extends RunSize {
  name: string;
  /** How often it comes. */
  workersKilled: number;
  coordinatorsKilled: number;
  timesEmptied: number;
  /** How long it stays. */
  awayMs: number;
  fullMs: number;
  /** Longer than a lock; in the long case longer than a silent connection is believed in. */
  stillMs: number;
  blockedSeconds: number;
  cutMs: number;
  slowness: { delayMs: number; bytesPerSecond: number };
}

const SMALL: Size = {
  name: 'a small run',
  roles: ['--only', 'Keeper'],
  lockSeconds: 0.5,
  delayMs: 20,
  workersKilled: 2,
  coordinatorsKilled: 1,
  timesEmptied: 1,
  awayMs: 500,
  fullMs: 500,
  stillMs: 1000,
  blockedSeconds: 0.3,
  cutMs: 1500,
  slowness: { delayMs: 15, bytesPerSecond: 400_000 },
};

const LONG: Size = {
  name: 'a longer run',
  roles: [],
  lockSeconds: 1.5,
  delayMs: 40,
  workersKilled: 10,
  coordinatorsKilled: 3,
  timesEmptied: 2,
  awayMs: 2000,
  fullMs: 1000,
  stillMs: 35_000,
  blockedSeconds: 5,
  cutMs: 60_000,
  slowness: { delayMs: 150, bytesPerSecond: 60_000 },
};

const UNTIL_DONE = ['--until-done', '--concurrency', '2'];

describe.skipIf(WITHOUT_REDIS).each(isLong ? [SMALL, LONG] : [SMALL])('$name makes the same files', (size) => {
  const redis = shareRedis();
  const { start, setUp, begin, expectSame } = compareRuns(size, redis);

  test('when workers are killed one after the other', async () => {
    const { server, folder } = await setUp();
    const run = start(folder);
    for (let kills = 0; kills < size.workersKilled; kills += 1) {
      const before = server.seen.length;
      const worker = startWorker(redis(), server, ['--concurrency', '2']);
      await until(() => server.seen.length > before || run.child.exitCode !== null);
      worker.child.kill('SIGKILL');
      await worker.ended;
    }
    await expectSame(run, [startWorker(redis(), server, UNTIL_DONE)], folder);
    // Only what was in flight is lost.
    expectCounted(server, folder, 2 * size.workersKilled + 2);
  });

  test('when the coordinator is killed and run again', async () => {
    const { server, folder, calls } = await setUp({ lock: SAFE_LOCK });
    const worker = startWorker(redis(), server, UNTIL_DONE);
    for (let kills = 0; kills < size.coordinatorsKilled; kills += 1) {
      const before = server.seen.length;
      const run = start(folder);
      await until(() => server.seen.length > before + 3 || run.child.exitCode !== null);
      run.child.kill('SIGKILL');
      await run.ended;
    }
    await expectSame(start(folder), [worker], folder);
    // What came while nobody coordinated lay in Redis: nothing is asked twice.
    expect(server.seen.length).toBe(calls);
  });

  test.skipIf(WITHOUT_HOSTS)('when the coordinator is killed and run again on another machine', async () => {
    const { server, folder } = await setUp({ lock: 3 });
    const worker = startWorker(redis(), server, UNTIL_DONE);
    const first = start(folder, redis(), machineNamed('first'));
    await until(() => server.seen.length > 3);
    first.child.kill('SIGKILL');
    await first.ended;
    // Nobody can tell from here whether the first is alive.
    const refused = await start(folder, redis(), machineNamed('second')).ended;
    expect(refused).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(
        /another run \(process \d+ on first\) is using this folder\..* remove data\/lock\.$/m,
      ),
    });
    rmSync(join(folder, 'data/lock'));
    // It waits until the first one's lease on the queue has run out.
    await expectSame(start(folder, redis(), machineNamed('second')), [worker], folder);
    expectCounted(server, folder);
  });

  test('when Redis is killed and comes back with its append-only file', async () => {
    const { server, folder } = await setUp();
    const worker = startWorker(redis(), server, UNTIL_DONE);
    const run = await begin(server, folder);
    await redis().kill('SIGKILL');
    await pause(size.awayMs);
    await redis().restart();
    await expectSame(run, [worker], folder);
    expectCounted(server, folder);
  });

  test('when Redis is emptied', async () => {
    const { server, folder } = await setUp();
    const worker = startWorker(redis(), server, UNTIL_DONE);
    const run = start(folder);
    for (let times = 0; times < size.timesEmptied; times += 1) {
      const before = server.seen.length;
      await until(() => server.seen.length > before + 6 || run.child.exitCode !== null);
      await redis().client.flushall();
    }
    await expectSame(run, [worker], folder);
  });

  test('when Redis is full for a while', async () => {
    const { server, folder, calls } = await setUp({ lock: SAFE_LOCK });
    const worker = startWorker(redis(), server, UNTIL_DONE);
    const run = await begin(server, folder);
    await redis().client.config('SET', 'maxmemory', '1');
    await pause(size.fullMs);
    await redis().client.config('SET', 'maxmemory', '0');
    await expectSame(run, [worker], folder);
    expect(server.seen.length).toBe(calls);
  });

  test('when Redis is far away on a thin line, answers nobody for a while and then stands still', async () => {
    const { server, folder } = await setUp();
    const way = await startWay(redis(), size.slowness);
    const worker = startWorker(way, server, UNTIL_DONE);
    const run = await begin(server, folder, way);
    await redis().client.client('PAUSE', size.stillMs, 'ALL');
    await pause(size.stillMs + 300);
    await redis().client.call('DEBUG', 'SLEEP', size.blockedSeconds);
    await expectSame(run, [worker], folder);
    expectCounted(server, folder);
  });

  test.skipIf(WITHOUT_NETWORKS)(
    'when the network between the only worker and Redis is cut, and comes back',
    async () => {
      const machine = startFarMachine();
      const far = await startRedis(['--bind', '127.0.0.1', machine.redisHost, '--protected-mode', 'no']);
      const { server, folder } = await setUp({ host: machine.serverHost });
      const seen = { url: far.url.replace('127.0.0.1', machine.redisHost) };
      const worker = startWorker(seen, server, UNTIL_DONE, {}, machine.within);
      const run = await begin(server, folder, far);
      machine.pullCable();
      await pause(size.cutMs);
      machine.plugInCable();
      await expectSame(run, [worker], folder);
      expectCounted(server, folder);
    },
  );
});
