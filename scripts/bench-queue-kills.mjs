// How long a run over a queue takes to recover when one of its processes is killed in the middle, beside a run in which none is:
// node scripts/bench-queue-kills.mjs [instructions] [calls at once for each worker] [milliseconds of the server] [seconds of a lock].
// Two workers; what was killed is started again at once. Needs redis-server. Run `npm run build` before.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeInputs } from './bench-inputs.mjs';
import { endAll, ended, PROGRAM, pause, startRedis, startServer, startWorkers } from './bench-processes.mjs';

const [instructions = 400, concurrency = 8, delay = 100, lockSeconds = 30] = process.argv.slice(2).map(Number);
const ROLES = 4;
const home = mkdtempSync(join(tmpdir(), 'rolellm-bench-'));

/** What is killed, and what is started again. */
const KILLS = {
  nothing() {},
  async 'the coordinator'(run) {
    await endAll([run.coordinator], 'SIGKILL');
    run.coordinator = startCoordinator(run);
  },
  async 'one of two workers'(run) {
    await endAll(run.workers.splice(0, 1), 'SIGKILL');
    run.workers.push(...startWorkers(1, concurrency, run));
  },
  async Redis({ redis }) {
    await endAll([redis.process], 'SIGKILL');
    await redis.restart();
  },
};

function startCoordinator({ redis, folder }) {
  const args = ['generate', '--quiet', '--executor', 'queue', '--queue', redis.url];
  return spawn(process.execPath, [PROGRAM, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

const journalOf = (folder) => statSync(join(folder, 'data/calls/rolegpt.jsonl'), { throwIfNoEntry: false })?.size ?? 0;

/** Milliseconds since 1970 at which the first reply that is not in the journal yet is there. */
async function nextReply(folder) {
  const before = journalOf(folder);
  while (journalOf(folder) === before) await pause(10);
  return Date.now();
}

/** Runs to the end, with one process killed when half of the calls are made. */
async function measureKill(what, run, server) {
  const seen = async () => await (await fetch(`${server.url}/seen`)).json();
  run.workers = startWorkers(2, concurrency, run);
  // Both are there, waiting for a run, before the first call.
  await pause(4000);
  const began = Date.now();
  run.coordinator = startCoordinator(run);
  while ((await seen()).length < (ROLES * instructions) / 2) await pause(50);
  const killed = Date.now();
  await KILLS[what](run);
  const replied = await nextReply(run.folder);
  const status = await ended(run.coordinator);
  const over = Date.now();
  if (status !== 0) throw new Error(`${what}: the run ended with ${status}`);
  tell(what, { began, killed, replied, over, calls: await seen() });
}

async function measure(what, redis) {
  const folder = join(home, what.replaceAll(' ', '-'));
  mkdirSync(folder);
  const settings = { contextWindow: 32_768, queue: { lockSeconds } };
  writeInputs(folder, { roles: ROLES, instructions, questions: 20, settings });
  redis.cli('flushall');
  const server = await startServer('bench-size-server.mjs', delay);
  const run = { redis, folder, url: server.url, workers: [] };
  try {
    await measureKill(what, run, server);
  } finally {
    run.coordinator?.kill('SIGKILL');
    await endAll(run.workers);
    server.child.kill();
  }
}

function tell(what, { began, killed, replied, over, calls }) {
  const times = calls.map(([time]) => time).filter((time) => time >= killed);
  const again = calls.filter(([, isAgain]) => isAgain).map(([time]) => time);
  const after = (time) => (time === undefined ? '-' : `${((time - killed) / 1000).toFixed(1)} s`);
  const longest = Math.max(...times.map((time, k) => time - (times[k - 1] ?? killed)));
  console.log(
    `${what}: killed after ${((killed - began) / 1000).toFixed(1)} s; the next call after ${after(times[0])}, the next reply on disk after ${after(replied)}, the longest time without a call ${(longest / 1000).toFixed(1)} s; ${again.length} calls made again (${after(again[0])} to ${after(again.at(-1))}); the end after ${after(over)}, of ${calls.length} calls in ${((over - began) / 1000).toFixed(1)} s`,
  );
}

const redis = await startRedis(home);
try {
  for (const what of Object.keys(KILLS)) await measure(what, redis);
} finally {
  redis.process.kill();
  rmSync(home, { recursive: true, force: true });
}
