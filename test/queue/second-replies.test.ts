import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../src/store/journal.js';
import { startChatServer } from '../harness/chat-server.js';
import { fingerprint, rolellm, rowsOf, startRolellm } from '../harness/cli.js';
import { coordinating, GENERATE, runFolder, startWorker, until, WITHOUT_LONG } from '../harness/queue.js';
import { startRedis } from '../harness/redis.js';

const FEW = ['--only', 'Keeper'];
const SETTINGS = 'queue: { lockSeconds: 0.6 }\nprice: { prompt: 100, completion: 100 }\n';

describe.skipIf(WITHOUT_LONG)('two replies to one call', () => {
  test('the first is data; the second is kept as money, counted in the cost and shown by status', async () => {
    const [server, redis] = [await startChatServer(undefined, 400), await startRedis()];
    const calm = runFolder(SETTINGS);
    const whole = await rolellm([...GENERATE, ...FEW, '--base-url', server.url, '--json'], calm);
    const asked = server.seen.length;

    const folder = runFolder(SETTINGS);
    const slow = startWorker(redis, server, ['--concurrency', '1']);
    const run = startRolellm([...coordinating(redis), ...FEW, '--json'], folder);
    // In the middle of its sixth call, behind those that measure, the worker falls asleep.
    await until(() => server.seen.length > asked + 4);
    await new Promise((resume) => setTimeout(resume, 150));
    slow.child.kill('SIGSTOP');
    const before = server.seen.length;
    await until(() => server.seen.length > before);
    const stuck = JSON.stringify(server.seen[before]);
    const other = startWorker(redis, server, ['--concurrency', '1', '--until-done']);
    await until(() => server.seen.filter((seen) => JSON.stringify(seen) === stuck).length > 2);
    await until(async () => (await redis.client.keys('*:j*')).length > 0);
    slow.child.kill('SIGCONT');
    const ended = await run.ended;
    expect(ended.status, ended.stderr).toBe(0);
    await other.ended;

    expect(fingerprint(join(folder, 'data/export'))).toEqual(fingerprint(join(calm, 'data/export')));
    expect(server.seen.length).toBe(2 * asked + 1);
    const stages = ['profile-build', 'context-instruct', 'rolegpt'];
    const of = (stage: string, kind: string) => {
      const file = join(folder, `data/calls/${stage}${kind}.jsonl`);
      return Object.keys(fingerprint(join(folder, 'data/calls'))).includes(`${stage}${kind}.jsonl`)
        ? rowsOf<JournalEntry>(file)
        : [];
    };
    const spent = stages.flatMap((stage) => of(stage, '.spent'));
    expect(spent).toHaveLength(1);
    // Another reply, to a request that the journal has.
    const first = stages.flatMap((stage) => of(stage, '')).find(({ ids }) => ids[0] === spent[0]?.ids[0]);
    expect(first?.reply).not.toBe(spent[0]?.reply);
    const costOf = (stdout: string) =>
      Object.values((JSON.parse(stdout) as { stages: Record<string, { cost: number | null }> }).stages).reduce(
        (sum, { cost }) => sum + (cost ?? 0),
        0,
      );
    const status = await rolellm(['status', '--json'], folder);
    expect(JSON.parse(status.stdout)).toMatchObject({ spent: { replies: 1, cost: 0.012 } });
    expect(costOf(status.stdout)).toBeCloseTo(costOf(whole.stdout) + 0.012);
    expect((await rolellm(['status'], folder)).stdout).toContain('1 call was answered twice, which cost $0.0120');
    slow.child.kill('SIGKILL');
  });
});
