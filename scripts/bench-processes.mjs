// What bench-calls, bench-queue, bench-queue-memory and bench-queue-kills have in common: the processes that they start and look at.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
export const PROGRAM = here('../bin/rolellm.js');

/** Starts a server of this folder that says its port. Returns its process and the address of its API. */
export async function startServer(file, delay = 0) {
  const child = spawn(process.execPath, [here(file), String(delay)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise((resume) => child.stdout.once('data', (text) => resume(Number(text))));
  return { child, url: `http://127.0.0.1:${port}/v1` };
}

/**
 * Runs one variant of bench-variants.mjs in a process of its own, so that its memory is its own too. Returns the process and what it
 * measured; `onDone` is told about once a second how many calls are done.
 */
export function startVariant(variant, calls, concurrency, where, onDone = () => {}) {
  const args = [here('bench-variants.mjs'), variant, String(calls), String(concurrency), where];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  child.on('message', ({ done }) => onDone(done));
  const measured = new Promise((resume, fail) => {
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
    });
    child.on('close', (status) => (status === 0 ? resume(JSON.parse(said)) : fail(new Error(`${variant} failed`))));
  });
  return { child, measured };
}

/** Runs one variant to its end. */
export const measure = (variant, calls, concurrency, where) =>
  startVariant(variant, calls, concurrency, where).measured;

/** A port that nobody uses now. */
const freePort = () =>
  new Promise((resume) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resume(port));
    });
  });

/** Starts a redis-server with an append-only file in a folder. */
export async function startRedis(folder) {
  const port = await freePort();
  const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const launch = () => spawn('redis-server', [...where, '--save', '', '--appendonly', 'yes'], { stdio: 'ignore' });
  const cli = (...words) =>
    execFileSync('redis-cli', ['-p', String(port), ...words], { encoding: 'utf8', stdio: 'pipe' });
  const isThere = () => {
    try {
      return cli('ping').startsWith('PONG');
    } catch {
      return false;
    }
  };
  const answers = async () => {
    while (!isThere()) await pause(20);
  };
  const redis = {
    url: `redis://127.0.0.1:${port}/0`,
    process: launch(),
    cli,
    /** A number of `INFO memory`, in MB. */
    megabytes: (name) => Math.round(Number(new RegExp(`${name}:(\\d+)`).exec(cli('info', 'memory'))[1]) / 1e6),
    async restart() {
      redis.process = launch();
      await answers();
    },
  };
  await answers();
  return redis;
}

/** Starts workers of a queue. */
export const startWorkers = (count, concurrency, { redis, url, folder }) =>
  Array.from({ length: count }, () => {
    const where = ['--queue', redis.url, '--base-url', url, '--model', 'bench'];
    const args = ['work', ...where, '--concurrency', String(concurrency), '--quiet'];
    return spawn(process.execPath, [PROGRAM, ...args], { cwd: folder, stdio: 'inherit' });
  });

/** Ends processes and waits for them. */
export async function endAll(processes, signal = 'SIGTERM') {
  await Promise.all(
    processes.map(async (child) => {
      const closed = ended(child);
      child.kill(signal);
      await closed;
    }),
  );
}

/** Resolves to a process's exit status. */
export const ended = (child) =>
  child.exitCode === null && child.signalCode === null
    ? new Promise((resume) => child.on('close', resume))
    : Promise.resolve(child.exitCode);

/** Memory in MB, now and at most, and processor seconds of a process. */
export function costsOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]) / 1024);
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  const processor = (Number(fields[11]) + Number(fields[12])) / 100;
  return { now: megabytes('VmRSS'), peak: megabytes('VmHWM'), processor };
}

export const pause = (ms) => new Promise((resume) => setTimeout(resume, ms));
