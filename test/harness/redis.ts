import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { connect, createServer, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { makeFolder } from './cli.js';

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
  const folder = makeFolder();
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
  onTestFinished(() => {
    client.disconnect();
    child.kill('SIGKILL');
  });
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
  };
}

/** A way to Redis that can be cut: nothing passes, and nobody is told. */
export async function startWay({ port }: Pick<TestRedis, 'port'>) {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('data', (bytes) => other.write(bytes));
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      if (isCut) one.pause();
    }
  });
  await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    url: `redis://127.0.0.1:${(server.address() as { port: number }).port}/0`,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.pause();
    },
    mend() {
      isCut = false;
      for (const socket of sockets) socket.resume();
    },
  };
}
