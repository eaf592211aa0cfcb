import { afterAll, describe, expect, test } from 'vitest';
import type { QueueLook } from '../../src/view/api.js';
import { startChatServer } from '../harness/chat-server.js';
import { CHROMIUM, closeBrowser, openPage } from '../harness/chromium.js';
import { rolellm, startRolellm } from '../harness/cli.js';
import { generatedFolder } from '../harness/generated.js';
import { coordinating, runFolder, startWorker, until } from '../harness/queue.js';
import { startRedis, WITHOUT_REDIS } from '../harness/redis.js';
import { startView } from '../harness/view.js';

afterAll(closeBrowser);

test('without a queue the page has no word of one', async () => {
  const { ask } = await startView(generatedFolder());
  expect(await ask('/api/queue')).toBeNull();
});

test('an address that is none is refused before anything is served', async () => {
  const refused = await rolellm(['view', '--queue', 'http://h/0'], generatedFolder());
  expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('error: --queue: does not begin with') });
});

describe.skipIf(WITHOUT_REDIS)('rolellm view --queue', () => {
  test('tells workers, calls a minute and what waits, as the run goes on', async () => {
    const server = await startChatServer((_seen, number) => (number > 3 ? 'hang!' : undefined), 100);
    const redis = await startRedis();
    const { ask } = await startView(generatedFolder(), ['--queue', redis.url]);
    const look = () => ask<QueueLook>('/api/queue');
    expect(await look()).toEqual({ at: redis.url, error: null, queues: [] });
    const run = startRolellm(coordinating(redis), runFolder());
    await until(async () => (await look()).queues.some(({ waiting }) => waiting > 0));
    expect(await look()).toMatchObject({ queues: [{ model: 'm', state: 'running', workers: 0, perMinute: 0 }] });
    const worker = startWorker(redis, server, ['--concurrency', '2']);
    await until(async () => (await look()).queues.some(({ workers, perMinute }) => workers === 1 && perMinute > 0));
    await until(() => server.seen.length > 3);
    worker.child.kill('SIGKILL');
    // The call that it had is in no living worker's hand.
    await until(async () => (await look()).queues.some(({ workers, stalled }) => workers === 0 && stalled > 0));
    run.child.kill('SIGKILL');
    for (const { ended } of [run, worker]) await ended;
  });

  test.skipIf(!CHROMIUM)('is a line of the page, and one that says why where Redis is gone', async () => {
    const redis = await startRedis();
    const { url } = await startView(generatedFolder(), ['--queue', redis.url]);
    const { page, errors } = await openPage(url);
    const line = page.locator('.queue');
    await line.filter({ hasText: `no run has used the queue at ${redis.url}` }).waitFor();
    await redis.kill('SIGKILL');
    await line.filter({ hasText: `Redis at ${redis.url} does not answer` }).waitFor();
    expect(await line.getAttribute('class')).toContain('error');
    await page.locator('.row .question').first().waitFor();
    await redis.restart();
    await line.filter({ hasText: 'no run has used' }).waitFor();
    expect(await line.getAttribute('class')).not.toContain('error');
    expect(errors).toEqual([]);
  });
});
