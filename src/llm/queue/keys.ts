import { createHash } from 'node:crypto';
import type { ChatRequest } from '../chat-model.js';

const hash = (value: string, length: number) => createHash('sha256').update(value).digest('hex').slice(0, length);

/** The keys of one model's queue in Redis. BullMQ has its own beside them. */
export interface QueueKeys {
  /** BullMQ's name of the queue: a model's name may hold what BullMQ does not take. */
  name: string;
  /** Names of the models that have a queue under this prefix. */
  models: string;
  /** Who coordinates. */
  lease: string;
  /** What workers must know of the run. */
  run: string;
  /** Replies that are not in the journal yet, of a data folder. */
  replies(folder: string): string;
  /** The jobs that have one. */
  replied(folder: string): string;
  /** What a data folder's run may spend, what calls cost that are not in its journal, and which of them are under way. */
  budget(folder: string): string;
  costs(folder: string): string;
  begun(folder: string): string;
  /** The ids of the workers, and what one of them last said. */
  workers: string;
  worker(id: string): string;
  /** BullMQ's own. */
  job(id: string): string;
  lists: readonly string[];
  list(name: 'wait' | 'active'): string;
}

/** The models that have a queue under a prefix. */
export const modelsKeyOf = (prefix: string): string => `${prefix}:models`;

/** BullMQ's keys of a queue that outlive its jobs, but `stalled-check`: with more time to live it keeps dead workers' jobs from being found. */
const LISTS = ['active', 'wait', 'id', 'stalled', 'meta', 'events', 'marker', 'completed', 'failed'];

/** The keys under a prefix, a queue for each model. */
export function keysOf(prefix: string, model: string): QueueKeys {
  const name = `q${hash(model, 16)}`;
  const base = `${prefix}:${name}`;
  return {
    name,
    lease: `${base}:coordinator`,
    run: `${base}:run`,
    replies: (folder) => `${base}:replies-${folder}`,
    replied: (folder) => `${base}:replied-${folder}`,
    budget: (folder) => `${base}:budget-${folder}`,
    costs: (folder) => `${base}:costs-${folder}`,
    begun: (folder) => `${base}:begun-${folder}`,
    workers: `${base}:workers`,
    worker: (id) => `${base}:worker-${id}`,
    job: (id) => `${base}:${id}`,
    lists: LISTS.map((list) => `${base}:${list}`),
    list: (name) => `${base}:${name}`,
    models: modelsKeyOf(prefix),
  };
}

/**
 * The id of the job that asks for these requests: the same in every run of a data folder, so that what an earlier run began is found again.
 * BullMQ takes no ids of digits alone.
 */
export function jobIdOf(folder: string, requests: readonly ChatRequest[]): string {
  const [first] = requests as readonly [ChatRequest];
  const asked = [folder, requests.map(({ id }) => id), first.seed, first.sampling.max_tokens];
  return `j${hash(JSON.stringify(asked), 31)}`;
}
