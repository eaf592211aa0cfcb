import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { fingerprint, type Running, rolellm, startRolellm } from '../harness/cli.js';
import { coordinating, GENERATE, runFolder, startWorker, WITHOUT_LONG } from '../harness/queue.js';
import { startRedis } from '../harness/redis.js';

/** `STORMS=50 npm run test:queue` takes a quarter of an hour or more. */
const STORMS = Number(process.env.STORMS ?? 3);

const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms));

/** Starts a process again each time that it was killed, until one ends by itself. */
function keepAlive(start: () => Running) {
  let running = start();
  const ended = (async () => {
    for (;;) {
      const ended = await running.ended;
      if (ended.signal !== 'SIGKILL') return ended;
      running = start();
    }
  })();
  const signal = (name: NodeJS.Signals) => void running.child.kill(name);
  return { kill: () => signal('SIGKILL'), stop: () => signal('SIGTERM'), ended };
}

test.skipIf(WITHOUT_LONG)(
  `${STORMS} storms of kills and floods give the same files as a calm direct run`,
  async () => {
    const server = await startChatServer(undefined, 20);
    const calm = runFolder();
    await rolellm([...GENERATE, '--base-url', server.url], calm);
    const expected = fingerprint(join(calm, 'data/export'));
    for (let storm = 0; storm < STORMS; storm += 1) {
      const redis = await startRedis();
      const folder = runFolder('queue: { lockSeconds: 1 }\n');
      const workers = [1, 2].map(() =>
        keepAlive(() => startWorker(redis, server, ['--until-done', '--concurrency', '2'])),
      );
      const run = keepAlive(() => startRolellm(coordinating(redis), folder));
      let isOver = false;
      run.ended.finally(() => {
        isOver = true;
      });
      const blows: (() => unknown)[] = [
        () => workers[0]?.kill(),
        () => workers[1]?.kill(),
        () => run.kill(),
        () => redis.client.flushall(),
        async () => {
          await redis.kill('SIGKILL');
          await redis.restart();
        },
      ];
      // So many blows, then calm: a storm without an end would let nothing be done.
      for (let blow = 0; blow < 8 && !isOver; blow += 1) {
        await pause(300 + Math.random() * 1200);
        await blows[Math.floor(Math.random() * blows.length)]?.();
      }
      const { status, stderr } = await run.ended;
      expect(status, stderr).toBe(0);
      // Where Redis was emptied at the very end, nobody tells them that the run is finished.
      for (const { stop } of workers) stop();
      for (const { ended } of workers) await ended;
      expect(fingerprint(join(folder, 'data/export'))).toEqual(expected);
    }
  },
  STORMS * 120_000,
);
