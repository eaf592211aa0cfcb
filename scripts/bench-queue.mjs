// Calls through a queue with 1, 2 and 4 workers, beside one direct process with as many calls at once as a worker:
// node scripts/bench-queue.mjs [calls] [concurrency] [milliseconds of the server]. Needs redis-server. Run `npm run build` before.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [calls = 3000, concurrency = 8, delay = 100] = process.argv.slice(2).map(Number);
const PORT = 16_399;
const REDIS = `redis://127.0.0.1:${PORT}/0`;
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rolellm-bench-'));

const server = spawn(process.execPath, [here('bench-server.mjs'), String(delay)], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const url = `http://127.0.0.1:${await new Promise((resume) => server.stdout.once('data', (text) => resume(Number(text))))}/v1`;
const redisFlags = [
  '--port',
  String(PORT),
  '--bind',
  '127.0.0.1',
  '--save',
  '',
  '--appendonly',
  'yes',
  '--dir',
  folder,
];
const redis = spawn('redis-server', redisFlags, { stdio: 'ignore' });

/** Runs one variant in a process of its own. */
function measure(variant, window, where) {
  const args = [here('bench-variants.mjs'), variant, String(calls), String(window), where];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resume, fail) => {
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
    });
    child.on('close', (status) => (status === 0 ? resume(JSON.parse(said)) : fail(new Error(`${variant} failed`))));
  });
}

const redisCli = (...words) => execFileSync('redis-cli', ['-p', String(PORT), ...words], { encoding: 'utf8' });
const redisMegabytes = () => Math.round(Number(/used_memory_peak:(\d+)/.exec(redisCli('info', 'memory'))[1]) / 1e6);

/** Peak memory in MB and processor seconds of a process. */
function costsOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
  return { megabytes: Math.round(peak), processor: (Number(fields[11]) + Number(fields[12])) / 100 };
}

async function withWorkers(count) {
  const flags = [
    'work',
    '--queue',
    REDIS,
    '--base-url',
    url,
    '--model',
    'bench',
    '--concurrency',
    String(concurrency),
    '--quiet',
  ];
  const workers = Array.from({ length: count }, () =>
    spawn(process.execPath, [here('../bin/rolellm.js'), ...flags], { cwd: folder, stdio: 'inherit' }),
  );
  // All are there, waiting for a run, before the first call.
  await new Promise((resume) => setTimeout(resume, 4000));
  const before = workers.map(({ pid }) => costsOf(pid).processor);
  const run = await measure('queue', count * concurrency, REDIS);
  const costs = workers.map(({ pid }) => costsOf(pid));
  for (const worker of workers) worker.kill('SIGTERM');
  await Promise.all(workers.map((worker) => new Promise((resume) => worker.on('close', resume))));
  const processor = costs.reduce((sum, one, k) => sum + one.processor - before[k], 0);
  return { ...run, worker: Math.max(...costs.map(({ megabytes }) => megabytes)), workers: processor };
}

const rate = ({ seconds }) => Math.round(calls / seconds);
const each = (processor) => `${((1000 * processor) / calls).toFixed(2)} ms`;
try {
  const direct = await measure('fill', concurrency, url);
  console.log(
    `direct, ${concurrency} at once, server of ${delay} ms: ${rate(direct)} calls/s, ${direct.megabytes} MB, ${each(direct.processor)} of processor time a call`,
  );
  for (const count of [1, 2, 4]) {
    redisCli('flushall');
    const began = costsOf(redis.pid).processor;
    const run = await withWorkers(count);
    const inRedis = costsOf(redis.pid).processor - began;
    console.log(
      `${count} workers: ${rate(run)} calls/s (ratio ${(direct.seconds / run.seconds).toFixed(2)}); processor time a call: coordinator ${each(run.processor)}, workers ${each(run.workers)}, Redis ${each(inRedis)}; peak MB: coordinator ${run.megabytes}, worker ${run.worker}, Redis ${redisMegabytes()}`,
    );
  }
} finally {
  server.kill();
  redis.kill();
  rmSync(folder, { recursive: true, force: true });
}
