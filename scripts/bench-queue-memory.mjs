// Memory of the coordinator, the workers and Redis over a long run, whose server answers at once:
// node scripts/bench-queue-memory.mjs [calls] [workers] [calls at once for each] [minutes]. A run that takes more minutes is stopped.
// Needs redis-server. Run `npm run build` before.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { costsOf, endAll, pause, startRedis, startServer, startVariant, startWorkers } from './bench-processes.mjs';

const [calls = 150_000, count = 2, concurrency = 16, minutes = 10] = process.argv.slice(2).map(Number);
/** The memory is told each time that so many more calls are done. */
const STEP = Math.ceil(calls / 15);
const folder = mkdtempSync(join(tmpdir(), 'rolellm-bench-'));
const server = await startServer('bench-server.mjs');
const redis = await startRedis(folder);
const workers = startWorkers(count, concurrency, { redis, url: server.url, folder });
await pause(4000);
const began = performance.now();
const seconds = () => (performance.now() - began) / 1000;

let told = 0;
let reached = 0;
const run = startVariant('queue', calls, count * concurrency, redis.url, (done) => {
  reached = done;
  if (done - told < STEP) return;
  told = done;
  tell();
});

function tell() {
  const coordinator = costsOf(run.child.pid).now;
  const each = workers.map(({ pid }) => costsOf(pid).now).join(', ');
  const held = `${redis.megabytes('used_memory')} MB held, ${costsOf(redis.process.pid).now} MB in all`;
  console.log(
    `${reached} calls after ${Math.round(seconds())} s: coordinator ${coordinator} MB, workers ${each} MB, Redis ${held}`,
  );
}

try {
  const timeIsUp = new Promise((resume) => setTimeout(resume, minutes * 60_000).unref());
  const isOver = await Promise.race([run.measured.then(() => true), timeIsUp]);
  const rate = Math.round((isOver ? calls : reached) / seconds());
  console.log(
    isOver ? `done: ${rate} calls/s` : `stopped after ${minutes} minutes at ${reached} calls: ${rate} calls/s`,
  );
  const peaks = workers.map(({ pid }) => costsOf(pid).peak).join(', ');
  const coordinator = isOver ? (await run.measured).megabytes : costsOf(run.child.pid).peak;
  console.log(`peak MB: coordinator ${coordinator}, workers ${peaks}, Redis ${redis.megabytes('used_memory_peak')}`);
} finally {
  run.measured.catch(() => {});
  run.child.kill('SIGKILL');
  await endAll(workers);
  server.child.kill();
  redis.process.kill();
  rmSync(folder, { recursive: true, force: true });
}
