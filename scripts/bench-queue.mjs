// Calls through a queue with 1, 2 and 4 workers, beside one direct process with as many calls at once as a worker:
// node scripts/bench-queue.mjs [calls] [concurrency] [milliseconds of the server]. Needs redis-server. Run `npm run build` before.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { costsOf, endAll, measure, pause, startRedis, startServer, startWorkers } from './bench-processes.mjs';

const [calls = 3000, concurrency = 8, delay = 100] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'rolellm-bench-'));
const server = await startServer('bench-server.mjs', delay);
const redis = await startRedis(folder);

async function withWorkers(count) {
  const workers = startWorkers(count, concurrency, { redis, url: server.url, folder });
  // All are there, waiting for a run, before the first call.
  await pause(4000);
  const before = workers.map(({ pid }) => costsOf(pid).processor);
  const run = await measure('queue', calls, count * concurrency, redis.url);
  const costs = workers.map(({ pid }) => costsOf(pid));
  await endAll(workers);
  const processor = costs.reduce((sum, one, k) => sum + one.processor - before[k], 0);
  return { ...run, worker: Math.max(...costs.map(({ peak }) => peak)), workers: processor };
}

const rate = ({ seconds }) => Math.round(calls / seconds);
const each = (processor) => `${((1000 * processor) / calls).toFixed(2)} ms`;
try {
  const direct = await measure('fill', calls, concurrency, server.url);
  console.log(
    `direct, ${concurrency} at once, server of ${delay} ms: ${rate(direct)} calls/s, ${direct.megabytes} MB, ${each(direct.processor)} of processor time a call`,
  );
  for (const count of [1, 2, 4]) {
    redis.cli('flushall');
    const began = costsOf(redis.process.pid).processor;
    const run = await withWorkers(count);
    const inRedis = costsOf(redis.process.pid).processor - began;
    console.log(
      `${count} workers: ${rate(run)} calls/s (ratio ${(direct.seconds / run.seconds).toFixed(2)}); processor time a call: coordinator ${each(run.processor)}, workers ${each(run.workers)}, Redis ${each(inRedis)}; peak MB: coordinator ${run.megabytes}, worker ${run.worker}, Redis ${redis.megabytes('used_memory_peak')}`,
    );
  }
} finally {
  server.child.kill();
  redis.process.kill();
  rmSync(folder, { recursive: true, force: true });
}
