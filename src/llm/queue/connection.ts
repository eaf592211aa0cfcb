import type { Redis } from 'ioredis';
import { messageOf, UserError } from '../../errors.js';
import type { QueueAddress } from './address.js';
import type { Engine } from './engine.js';

/** A connection that comes back by itself. */
export interface Connection {
  redis: Redis;
  /** Another one, for commands that wait. */
  another(): Redis;
  /** Closes all of them, whatever is under way. */
  end(): void;
}

/** What is told of a connection. */
export interface ConnectionEvents {
  warn(message: string): void;
  info(message: string): void;
  /** Redis has been away for longer than anybody wants to wait. */
  onLost(reason: UserError): void;
}

/** The first answer is waited for as long as a person does; later ones are worth more patience. Our choice. */
const CONNECT_MS = 5000;
const LONGEST_PAUSE_MS = 2000;
/** A connection on which nothing comes for so long is dead, whatever the system says: waiting commands end sooner. */
const SILENCE_MS = 30_000;

/** BullMQ wants 6.2 (papers.md 14). */
const OLDEST = [6, 2] as const;

/** Connects to Redis. Rejects with UserError where it is not there, or too old; no message holds the password. */
export async function connectTo(
  { Redis: Client }: Pick<Engine, 'Redis'>,
  { url, shown }: QueueAddress,
  patienceSeconds: number,
  { warn, info, onLost }: ConnectionEvents,
): Promise<Connection> {
  const options = {
    lazyConnect: true,
    // Commands wait until the connection is back.
    maxRetriesPerRequest: null,
    connectTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    // A command that waits would keep the process for two seconds.
    disconnectTimeout: 100,
    retryStrategy: (times: number) => Math.min(50 * 2 ** Math.min(times, 10), LONGEST_PAUSE_MS),
  };
  const redis = new Client(url, options);
  // Told as 'close', once; without a listener ioredis prints each.
  let lastError = '';
  redis.on('error', (error: Error) => {
    lastError = messageOf(error);
  });
  const others: Redis[] = [];
  let isEnding = false;
  const end = () => {
    isEnding = true;
    clearTimeout(patience);
    for (const one of [redis, ...others]) one.disconnect();
  };
  let patience: NodeJS.Timeout | undefined;
  try {
    await within(
      CONNECT_MS,
      connectFirst(redis, () => lastError),
    );
    checkVersion(await within(CONNECT_MS, redis.info('server')), shown);
  } catch (thrown) {
    end();
    if (thrown instanceof UserError) throw thrown;
    const said = lastError || messageOf(thrown);
    throw new UserError(`Redis at ${shown} does not answer: ${said}`, {
      advice: 'Check that redis-server is running, and the host, port and password in --queue.',
    });
  }
  redis.on('close', () => {
    if (isEnding || patience !== undefined) return;
    warn(`Redis at ${shown} does not answer. Waiting for it`);
    patience = setTimeout(() => {
      onLost(
        new UserError(`Redis at ${shown} has not answered for ${Math.round(patienceSeconds)} seconds`, {
          advice: 'Start it, then run the same command again. What was made is kept.',
        }),
      );
    }, patienceSeconds * 1000);
    patience.unref();
  });
  redis.on('ready', () => {
    if (patience === undefined) return;
    clearTimeout(patience);
    patience = undefined;
    info(`Redis at ${shown} answers again`);
  });
  return {
    redis,
    another() {
      const one = redis.duplicate({ lazyConnect: false });
      one.on('error', () => {});
      others.push(one);
      return one;
    },
    end,
  };
}

/** What a Redis answers that is just being started. */
const NOT_YET = /ECONNREFUSED|ECONNRESET|Connection is closed/;

/** Resolves when Redis answers, which it may only do at a later try. Rejects where trying again is of no use. */
async function connectFirst(redis: Redis, lastError: () => string): Promise<void> {
  const isReady = new Promise<void>((resume) => redis.once('ready', resume));
  await redis.connect().catch((thrown: unknown) => {
    if (!NOT_YET.test(lastError() || messageOf(thrown))) throw thrown;
  });
  await isReady;
}

function within<Value>(ms: number, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} seconds`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function checkVersion(told: string, shown: string): void {
  const [, major, minor] = /redis_version:(\d+)\.(\d+)/.exec(told)?.map(Number) ?? [];
  if (major === undefined || minor === undefined) return;
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new UserError(`Redis at ${shown} is version ${major}.${minor}; a queue of workers needs ${OLDEST.join('.')}`, {
    advice: 'Install a newer one: https://redis.io/docs/latest/operate/oss_and_stack/install/.',
  });
}

/** Whether a connection was given up here and comes back no more: what waits for it would keep the process for ever. */
export const hasLeft = (redis: Redis | undefined): boolean => redis?.status === 'end';

/** Errors of Redis after which the same command may succeed: it has no room, is still loading, or is a replica that takes over. */
const FOR_NOW =
  /^(?:ERR Error running script.*-)?(?:OOM|LOADING|BUSY|READONLY|MASTERDOWN|MISCONF|TRYAGAIN|CLUSTERDOWN|EXECABORT)\b|Command timed out|Connection is closed|Socket timeout/;

/** Does something in Redis, again and again where it only fails for now: what it is about was paid for. */
export async function persist<Value>(
  work: () => Promise<Value>,
  { isOver, onTrouble }: { isOver(): boolean; onTrouble?(message: string): void },
): Promise<Value> {
  for (let pause = 100; ; pause = Math.min(2 * pause, 5000)) {
    try {
      return await work();
    } catch (thrown) {
      if (isOver() || !FOR_NOW.test(messageOf(thrown))) throw thrown;
      onTrouble?.(messageOf(thrown));
      await new Promise((resume) => setTimeout(resume, pause));
    }
  }
}
