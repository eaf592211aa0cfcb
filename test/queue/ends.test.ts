import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { makeFolder, PROJECT, rolellm, rowsOf, startRolellm } from '../harness/cli.js';
import { coordinate, coordinating, GENERATE, runFolder, startWorker, until, WITHOUT_LONG } from '../harness/queue.js';
import { freePort, startRedis } from '../harness/redis.js';

describe.skipIf(WITHOUT_LONG)('how the two sides of a queue end', () => {
  test('Ctrl-C waits for what workers have begun, keeps it, and the next run asks only for the rest', async () => {
    const [server, redis] = [await startChatServer(undefined, 150), await startRedis()];
    const folder = runFolder();
    const worker = startWorker(redis, server, ['--until-done', '--concurrency', '3']);
    const { child, ended } = startRolellm(coordinating(redis), folder);
    await until(() => server.seen.length > 4);
    child.kill('SIGINT');
    const stopped = await ended;
    expect(stopped.status, stopped.stderr).toBe(130);
    const finished = await coordinate(redis, folder);
    expect(finished.status, finished.stderr).toBe(0);
    expect((await worker.ended).status).toBe(0);
    expect(new Set(server.seen.map((seen) => JSON.stringify(seen))).size).toBe(server.seen.length);
  });

  test('the budget counts all workers, and ends the run with 3 before it has cost more', async () => {
    const [server, redis] = [await startChatServer(), await startRedis()];
    // Each call takes 100 and 20 tokens: a fifth of a cent.
    const folder = runFolder('price: { prompt: 10, completion: 50 }\nrolegpt: { sampling: { max_tokens: 100 } }\n');
    const workers = [1, 2].map(() => startWorker(redis, server, ['--until-done']));
    const short = await coordinate(redis, folder, ['--budget', '0.18', '--recipes', 'rolegpt']);
    expect(short).toMatchObject({ status: 3, stderr: expect.stringContaining('the budget of $0.18 is reached') });
    const asked = server.seen.length;
    expect(asked).toBeGreaterThan(10);
    expect(asked * 0.002).toBeLessThanOrEqual(0.18);
    const whole = await coordinate(redis, folder, ['--budget', '50', '--recipes', 'rolegpt']);
    expect(whole.status, whole.stderr).toBe(0);
    for (const { ended } of workers) expect((await ended).status).toBe(0);
    // What was paid for is not asked again.
    expect(new Set(server.seen.map((seen) => JSON.stringify(seen))).size).toBe(server.seen.length);
  });

  test('with a password, which is never printed', async () => {
    const redis = await startRedis(['--requirepass', 'hunter22']);
    const wrong = await coordinate({ ...redis, url: redis.url.replace('//', '//:wrong22@') }, runFolder());
    expect(wrong).toMatchObject({ status: 2, stderr: expect.stringContaining('WRONGPASS') });
    const server = await startChatServer();
    const url = redis.url.replace('//', '//:hunter22@');
    const [worker, folder] = [startWorker({ url }, server, ['--until-done', '--log-level', 'debug']), runFolder()];
    const run = await rolellm([...GENERATE, '--executor', 'queue', '--log-level', 'trace'], folder, {
      ROLELLM_QUEUE: url,
    });
    expect(run.status, run.stderr).toBe(0);
    const worked = await worker.ended;
    for (const text of [run.stderr, run.stdout, worked.stderr, wrong.stderr])
      expect(text).not.toMatch(/hunter22|wrong22/);
    expect(rowsOf(join(folder, 'data/calls/rolegpt.jsonl')).length).toBeGreaterThan(0);
  });

  test('over TLS, with a certificate that is known, and not with another', async () => {
    const tls = join(PROJECT, 'test/fixtures/tls');
    const port = await freePort();
    const files = ['--tls-cert-file', join(tls, 'certificate.pem'), '--tls-key-file', join(tls, 'key.pem')];
    const redis = await startRedis(['--tls-port', String(port), '--tls-auth-clients', 'no', ...files]);
    const url = `rediss://localhost:${port}/0`;
    const stranger = await coordinate({ ...redis, url }, runFolder());
    expect(stranger).toMatchObject({ status: 2, stderr: expect.stringMatching(/does not answer: .*self-signed/) });
    const server = await startChatServer();
    const env = { NODE_EXTRA_CA_CERTS: join(tls, 'certificate.pem') };
    const worker = startWorker({ url }, server, ['--until-done'], env);
    const run = await startRolellm(coordinating({ url }), runFolder(), env).ended;
    expect(run.status, run.stderr).toBe(0);
    expect((await worker.ended).status).toBe(0);
  });

  test('with a wrong key it puts the call back and exits with 2; another worker makes it', async () => {
    const server = await startChatServer((_seen, _number, { authorization }) =>
      authorization === 'Bearer wrong-key-1'
        ? { status: 401, body: { error: { message: 'Incorrect API key' } } }
        : undefined,
    );
    const redis = await startRedis();
    const wrong = startWorker(redis, server, [], { OPENAI_API_KEY: 'wrong-key-1' });
    const folder = runFolder();
    const run = startRolellm(coordinating(redis), folder);
    const refused = await wrong.ended;
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('401') });
    expect(refused.stderr).not.toContain('wrong-key-1');
    const right = startWorker(redis, server, ['--until-done'], { OPENAI_API_KEY: 'right-key-1' });
    expect((await run.ended).status).toBe(0);
    expect((await right.ended).status).toBe(0);
  });

  test('Ctrl-C ends its calls, puts back what it has not begun and exits with 130; --max-minutes exits with 0', async () => {
    const [server, redis] = [await startChatServer(undefined, 200), await startRedis()];
    const first = startWorker(redis, server, ['--concurrency', '2', '--json']);
    const timed = startWorker(redis, server, ['--concurrency', '1', '--json', '--max-minutes', '0.05']);
    const run = startRolellm(coordinating(redis), runFolder());
    await until(() => server.seen.length > 3);
    const shown = (await rolellm(['status', '--queue'], makeFolder(), { ROLELLM_QUEUE: redis.url })).stdout;
    expect(shown).toMatch(/^m: running, coordinated by process \d+ on .+ \(rolellm .+\)$/m);
    expect(shown).toMatch(/^ {2}\d+ calls waiting, \d+ taken by workers, \d+ of them stalled$/m);
    expect(shown).toMatch(new RegExp(`${first.child.pid}\\D+2\\D`));
    first.child.kill('SIGINT');
    const [stopped, over] = [await first.ended, await timed.ended];
    expect(stopped, stopped.stderr).toMatchObject({ status: 130 });
    expect(over, over.stderr).toMatchObject({ status: 0 });
    const last = startWorker(redis, server, ['--until-done', '--json', '--concurrency', '8']);
    expect((await run.ended).status).toBe(0);
    const ended = [stopped, over, await last.ended].map(
      ({ stdout }) => (JSON.parse(stdout) as { calls: number }).calls,
    );
    // No call was made twice.
    expect(ended.reduce((sum, one) => sum + one, 0)).toBe(server.seen.length);
    expect(new Set(server.seen.map((seen) => JSON.stringify(seen))).size).toBe(server.seen.length);
  });
});
