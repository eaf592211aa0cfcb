import { join } from 'node:path';
import { expect } from 'vitest';
import { type ChatServer, type ChatServerOptions, startChatServer } from './chat-server.js';
import { fingerprint, type Running, rolellm, rowsOf, startRolellm } from './cli.js';
import type { Within } from './machines.js';
import { coordinating, GENERATE, runFolder, until } from './queue.js';
import type { TestRedis } from './redis.js';

/** What runs over a queue make, and how slowly. */
export interface RunSize {
  roles: readonly string[];
  lockSeconds: number;
  /** Until the model server answers. */
  delayMs: number;
}

/** Runs over a queue that are to make the files of a calm direct run. */
export function compareRuns({ roles, lockSeconds, delayMs }: RunSize, redis: () => TestRedis) {
  let calm: Promise<{ files: Record<string, string>; calls: number }> | undefined;

  async function runDirectly() {
    const [server, folder] = [await startChatServer(), runFolder()];
    const { status, stderr } = await rolellm([...GENERATE, ...roles, '--base-url', server.url], folder);
    expect(status, stderr).toBe(0);
    return { files: exported(folder), calls: server.seen.length };
  }

  /** Starts a coordinator in a process of its own. */
  const start = (folder: string, at: Pick<TestRedis, 'url'> = redis(), within: Within = []) =>
    startRolellm(coordinating(at, roles), folder, {}, within);

  return {
    start,
    /** A model server, an empty folder for a run, and how many calls a run is when nothing happens to it. */
    async setUp({ lock = lockSeconds, ...options }: ChatServerOptions & { lock?: number } = {}) {
      calm ??= runDirectly();
      const { calls } = await calm;
      const folder = runFolder(`queue: { lockSeconds: ${lock} }\n`);
      return { calls, folder, server: await startChatServer(undefined, delayMs, options) };
    },
    /** Starts a coordinator, and waits until its workers have asked for something: now a fault may come. */
    async begin(server: ChatServer, folder: string, at?: Pick<TestRedis, 'url'>) {
      const run = start(folder, at);
      await until(() => server.seen.length > 5);
      return run;
    },
    /** The run comes to its end, its workers leave, and the files are those of a calm direct run. */
    async expectSame(run: Pick<Running, 'ended'>, workers: readonly Running[], folder: string) {
      const { status, stderr } = await run.ended;
      expect(status, stderr).toBe(0);
      for (const { ended } of workers) expect((await ended).status).toBe(0);
      expect(exported(folder)).toEqual((await calm)?.files);
    },
  };
}

const exported = (folder: string) => fingerprint(join(folder, 'data/export'));

/** The reply of each call is on disk, as data or as money only, but for so many that were in hand when their worker or the run ended. */
export function expectCounted(server: ChatServer, folder: string, inHand = 2): void {
  const kept = Object.keys(fingerprint(join(folder, 'data/calls')))
    .filter((file) => !file.endsWith('.prompts.jsonl'))
    .reduce((sum, file) => sum + rowsOf(join(folder, 'data/calls', file)).length, 0);
  const uncounted = server.seen.length - kept;
  expect(uncounted).toBeGreaterThanOrEqual(0);
  expect(uncounted).toBeLessThanOrEqual(inHand);
}

/** A lock that nobody loses, however busy this machine is. */
export const SAFE_LOCK = 20;

export const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms));
