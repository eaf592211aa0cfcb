import { type Ended, makeFolder, type Running, rolellm, startRolellm } from './cli.js';
import type { Within } from './machines.js';
import { type TestRedis, WITHOUT_REDIS } from './redis.js';
import { TINY_FILES } from './tiny-role.js';

/** Whether the longer tests of queues are run too. */
export const isLong = process.env.QUEUE_TESTS === 'all';

/** Why they are skipped: they belong to `npm run test:queue`. */
export const WITHOUT_LONG = WITHOUT_REDIS ?? (isLong ? undefined : 'only in npm run test:queue');

/** Settings with which a worker that died is missed soon. */
export const QUICK = 'queue: { lockSeconds: 1.5 }\n';

/** What makes a small dataset with a model. */
export const GENERATE = [
  ...['generate', '--roles', 'roles', '--per-role', '4', '--instructions', 'instructions.txt'],
  ...['--recipes', 'context-instruct', 'rolegpt', '--model', 'm', '--context-window', '8000', '--quiet'],
];

/** The folder of a run, with roles. */
export const runFolder = (settings = QUICK) => makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': settings });

export const coordinating = ({ url }: Pick<TestRedis, 'url'>, more: readonly string[] = []) => [
  ...GENERATE,
  ...['--executor', 'queue', '--queue', url],
  ...more,
];

/** A coordinator within the tests' own process. */
export const coordinate = (
  redis: Pick<TestRedis, 'url'>,
  folder: string,
  more: readonly string[] = [],
): Promise<Ended> => rolellm(coordinating(redis, more), folder);

/** A worker in a process of its own. */
export const startWorker = (
  redis: Pick<TestRedis, 'url'>,
  server: { url: string },
  more: readonly string[] = [],
  env: Record<string, string> = {},
  within: Within = [],
): Running =>
  startRolellm(
    ['work', '--queue', redis.url, '--base-url', server.url, '--model', 'm', ...more],
    makeFolder(),
    env,
    within,
  );

/** Waits until something holds. */
export async function until(holds: () => boolean | Promise<boolean>, ms = 60_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it never came to that');
    await new Promise((resume) => setTimeout(resume, 20));
  }
}
