import type { Redis } from 'ioredis';
import type { QueueAddress } from './address.js';
import { connectTo } from './connection.js';
import { loadEngine } from './engine.js';
import { keysOf, modelsKeyOf, type QueueKeys } from './keys.js';
import { readHolder } from './lease.js';
import { readRun } from './run-record.js';
import { readWorkers, type SeenWorker } from './workers.js';

/** A queue as it is now. */
export interface QueueState {
  model: string;
  /** `stopped`: nobody coordinates it, and its run is not finished. */
  state: 'running' | 'stopped' | 'finished';
  version: string;
  coordinator: { pid: number; host: string } | null;
  /** Calls that no worker has begun. */
  waiting: number;
  /** Calls that workers have taken. */
  taken: number;
  /** Of those taken, the ones that no living worker has in hand: they are made again when their lock has run out. */
  stalled: number;
  workers: SeenWorker[];
}

/** What goes on in a queue, in four numbers. */
export interface QueueTraffic extends Pick<QueueState, 'waiting' | 'stalled'> {
  workers: number;
  /** Calls that all of them made lately, as so many a minute. */
  perMinute: number;
}

/** Sums up what a queue's workers do. */
export function trafficOf({
  waiting,
  stalled,
  workers,
}: Pick<QueueState, 'waiting' | 'stalled' | 'workers'>): QueueTraffic {
  const perMinute = workers.reduce((sum, one) => sum + one.perMinute, 0);
  return { workers: workers.length, perMinute, waiting, stalled };
}

/** The calls on a queue, and who makes them. */
export async function lookAtCalls(
  redis: Redis,
  keys: QueueKeys,
): Promise<Pick<QueueState, 'waiting' | 'taken' | 'stalled' | 'workers'>> {
  const workers = await readWorkers(redis, keys);
  const [waiting, taken] = await Promise.all([redis.llen(keys.list('wait')), redis.llen(keys.list('active'))]);
  const inHand = workers.reduce((sum, { inFlight }) => sum + inFlight, 0);
  return { waiting, taken, stalled: Math.max(0, taken - inHand), workers };
}

const NEVER_MS = 1e6;

/** Looks at all queues under a prefix; changes nothing. Rejects with UserError where Redis is not there. */
export async function lookAtQueues(address: QueueAddress): Promise<QueueState[]> {
  const quiet = { warn() {}, info() {}, onLost() {} };
  const connection = await connectTo(await loadEngine(), address, NEVER_MS, quiet);
  try {
    const { redis } = connection;
    const models = (await redis.smembers(modelsKeyOf(address.prefix))).sort();
    const states: QueueState[] = [];
    for (const model of models) {
      const keys = keysOf(address.prefix, model);
      const run = await readRun(redis, keys);
      if (!run) continue;
      const held = await redis.get(keys.lease);
      const { pid, host } = (held ? readHolder(held) : undefined) ?? {};
      const coordinator = pid === undefined || host === undefined ? null : { pid, host };
      const state = run.state === 'running' && !coordinator ? 'stopped' : run.state;
      states.push({ model, state, version: run.version, coordinator, ...(await lookAtCalls(redis, keys)) });
    }
    return states;
  } finally {
    connection.end();
  }
}
