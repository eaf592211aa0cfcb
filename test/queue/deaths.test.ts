import { describe, expect, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { startRolellm } from '../harness/cli.js';
import { coordinate, coordinating, isLong, runFolder, startWorker } from '../harness/queue.js';
import { shareRedis, WITHOUT_REDIS } from '../harness/redis.js';

describe.skipIf(WITHOUT_REDIS)('calls that workers died of', () => {
  const redis = shareRedis();

  test.each([isLong ? 6 : 1])(
    'six deaths, of which %i are seen here, make a call fail, and the rest is made',
    async (deaths) => {
      let victim: ReturnType<typeof startWorker> | undefined;
      const server = await startChatServer(({ messages }) => {
        if (!messages.some(({ content }) => content.includes('Name three things that float.'))) return undefined;
        void killVictim();
        return 'hang!';
      });
      async function killVictim(): Promise<void> {
        const [active] = (await redis().client.keys('*:active')) as [string];
        const [id] = await redis().client.lrange(active, 0, 0);
        // BullMQ counts a job's deaths there: these came before.
        await redis().client.hsetnx(active.replace(/active$/, String(id)), 'stc', 6 - deaths);
        victim?.child.kill('SIGKILL');
      }
      const folder = runFolder('queue: { lockSeconds: 0.6 }\n');
      const run = startRolellm([...coordinating(redis()), '--only', 'Keeper'], folder);
      while (run.child.exitCode === null) {
        victim = startWorker(redis(), server, ['--concurrency', '1', '--until-done']);
        await victim.ended;
      }
      const { status, stdout } = await run.ended;
      expect(status).toBe(1);
      expect(stdout).toContain('its workers died, 6 times');
    },
  );

  test('count in the budget at their worst case: they may have been paid for', async () => {
    // A reply costs $0.001, a call for a profile $0.1 at worst: without a death $0.25 are enough for all.
    const settings = 'queue: { lockSeconds: 0.5 }\nprice: { prompt: 0, completion: 50 }\n';
    let victim: ReturnType<typeof startWorker> | undefined;
    const server = await startChatServer((_seen, number) => {
      if (number !== 5) return undefined;
      victim?.child.kill('SIGKILL');
      return 'hang!';
    });
    victim = startWorker(redis(), server, ['--concurrency', '1']);
    const run = coordinate(redis(), runFolder(settings), ['--only', 'Keeper', '--budget', '0.25']);
    await victim.ended;
    startWorker(redis(), server);
    expect(await run).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/the budget of \$0\.25 is reached: \$0\.10\d\d are spent/),
    });
  });
});
