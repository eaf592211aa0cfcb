import type { Redis } from 'ioredis';
import type { QueueKeys } from './keys.js';
import { WorkerSign } from './wire.js';

/** A worker that has given a sign of life lately. */
export interface SeenWorker extends WorkerSign {
  id: string;
}

/** The workers of a queue. Those whose last sign has run out are forgotten. */
export async function readWorkers(redis: Redis, keys: QueueKeys): Promise<SeenWorker[]> {
  const ids = (await redis.smembers(keys.workers)).sort();
  if (ids.length === 0) return [];
  const signs = await redis.mget(ids.map((id) => keys.worker(id)));
  const gone = ids.filter((_, k) => signs[k] === null);
  if (gone.length > 0) await redis.srem(keys.workers, ...gone);
  return ids.flatMap((id, k) => {
    const sign = readSign(signs[k]);
    return sign ? [{ id, ...sign }] : [];
  });
}

function readSign(text: string | null | undefined): WorkerSign | undefined {
  try {
    return text ? WorkerSign.safeParse(JSON.parse(text)).data : undefined;
  } catch {
    return undefined;
  }
}
