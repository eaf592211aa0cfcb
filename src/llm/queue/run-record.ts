import type { Redis } from 'ioredis';
import { UserError } from '../../errors.js';
import { VERSION } from '../../version.js';
import type { FoundWindow } from '../model-server.js';
import type { QueueKeys } from './keys.js';
import { Run } from './wire.js';

/** What a run tells its workers. */
export interface RunFacts {
  model: string;
  window: number;
  lockSeconds: number;
  expireHours: number;
}

/** Tells workers of a run. */
export async function writeRun(
  redis: Redis,
  keys: QueueKeys,
  { model, window, lockSeconds, expireHours }: RunFacts,
  state: Run['state'],
): Promise<void> {
  const [lock_ms, expire_ms] = [Math.round(lockSeconds * 1000), Math.round(expireHours * 3_600_000)];
  const run: Run = { version: VERSION, model, window, lock_ms, expire_ms, state };
  await redis.hset(keys.run, run);
  await redis.pexpire(keys.run, expire_ms);
}

/** The run that uses a queue, as far as it can be read. */
export async function readRun(redis: Redis, keys: QueueKeys): Promise<Run | undefined> {
  return Run.safeParse(await redis.hgetall(keys.run)).data;
}

/** What a worker has for a run. */
export interface Fitness {
  model: { name: string };
  /** The smallest context window that its servers tell; undefined where none does. */
  found: FoundWindow | undefined;
}

/** Throws UserError where a worker must not serve a run. */
export function checkRun({ version, window, state }: Run, { found, model }: Fitness): void {
  if (version !== VERSION && state === 'running') throw isOtherVersion(version);
  if (found === undefined || found.window >= window) return;
  const [has, needs] = [found.window, window].map((tokens) => tokens.toLocaleString('en-US'));
  throw new UserError(
    `${model.name} has a context window of ${has} tokens here (${found.from}), and the run needs ${needs}`,
    {
      advice: `Start the server with ${needs} tokens for each request, or the run with a contextWindow of ${found.window}.`,
    },
  );
}

/** The run is of another version of the program. */
export const isOtherVersion = (version: string): UserError =>
  new UserError(`this worker is rolellm ${VERSION}, and the run that uses this queue is rolellm ${version}`, {
    advice: `Install rolellm ${version} here, or ${VERSION} there.`,
  });
