import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, onTestFinished } from 'vitest';

/** Why tests that need one are skipped; undefined where Debian's redis-server is there. */
export const WITHOUT_REDIS =
  spawnSync('redis-server', ['--version']).status === 0
    ? undefined
    : 'redis-server is not installed: the tests of queues are skipped (apt-get install redis-server)';
if (WITHOUT_REDIS) console.warn(WITHOUT_REDIS);

/** A redis-server of this machine, for one test. */
export interface TestRedis {
  url: string;
  port: number;
  /** A client for looking into it. */
  client: Redis;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts it again, with what it had on its disk. */
  restart(): Promise<void>;
}

/** A port that nobody uses now. */
export async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Starts a redis-server on loopback, with an append-only file; it goes when the test is over. */
export async function startRedis(more: readonly string[] = []): Promise<TestRedis> {
  const { end, ...redis } = await launchRedis(more);
  onTestFinished(end);
  return redis;
}

/** One redis-server for all tests of a file: each finds it empty and in health. */
export function shareRedis(): () => TestRedis {
  let shared: Awaited<ReturnType<typeof launchRedis>>;
  beforeAll(async () => {
    shared = await launchRedis(['--enable-debug-command', 'local']);
  });
  beforeEach(async () => {
    await shared.client.config('SET', 'maxmemory', '0');
    await shared.client.flushall();
  });
  afterAll(() => shared?.end());
  return () => shared;
}

async function launchRedis(more: readonly string[]): Promise<TestRedis & { end(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'rolellm-test-redis-'));
  const port = await freePort();
  let child: ChildProcess;
  const start = async () => {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes'];
    child = spawn('redis-server', [...args, '--appendfsync', 'always', ...more], { stdio: 'ignore' });
    for (let tries = 0; tries < 200; tries += 1) {
      const ping = spawnSync('redis-cli', ['-p', String(port), 'ping'], { encoding: 'utf8' });
      if (/PONG|NOAUTH/.test(ping.stdout)) return;
      await new Promise((resume) => setTimeout(resume, 20));
    }
    throw new Error('redis-server does not start');
  };
  await start();
  const client = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null });
  client.on('error', () => {});
  return {
    url: `redis://127.0.0.1:${port}/0`,
    port,
    client,
    kill: (signal) =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill(signal);
      }),
    restart: start,
    end() {
      client.disconnect();
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
