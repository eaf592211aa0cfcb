import type { JobsOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { persist } from './connection.js';
import type { QueueKeys } from './keys.js';
import type { Ledger } from './ledger.js';
import { Answer, type Job } from './wire.js';

/** A reply as it lies in Redis. */
export interface Delivered {
  /** Where: the id of its entry. */
  entry: string;
  answer: Answer;
}

/** What a coordinator does in Redis. What is asked for in one turn of the event loop goes together. */
export interface Transport {
  /** Puts a job on the queue. Rejects where Redis refuses it for good. */
  add(id: string, job: Job): Promise<void>;
  /** Takes a job off the queue; false where a worker has it, or its reply is there. */
  withdraw(id: string): Promise<boolean>;
  /** Of these jobs, those that are nowhere: Redis has lost them. */
  findLost(ids: readonly string[]): Promise<string[]>;
  /** Forgets a reply, which is on disk now or of no use, and what it cost, which is counted with those on the disk. */
  forget(delivered: Delivered): void;
  /** Waits until what was to be forgotten is. */
  flush(): Promise<void>;
  /** All replies that lie there. */
  all(): AsyncGenerator<Delivered>;
}

/** A job is over when its reply is in the list of replies: BullMQ need not keep it. */
const JOB: JobsOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true, stackTraceLimit: 0 };

const PAGE = 200;

/** The entries of a stream, as far as they are replies of ours. What is none is left to expire. */
export function readEntries(entries: readonly [string, string[]][]): Delivered[] {
  return entries.flatMap(([entry, fields]): Delivered[] => {
    try {
      const parsed = Answer.safeParse(JSON.parse(fields[1] ?? ''));
      return parsed.success ? [{ entry, answer: parsed.data }] : [];
    } catch {
      return [];
    }
  });
}

/** Opens the coordinator's side of a queue. */
export function openTransport(
  redis: Redis,
  queue: Queue,
  keys: QueueKeys,
  {
    folder,
    expireMs,
    ledger,
    isOver,
    warn,
  }: {
    folder: string;
    expireMs: number;
    ledger: Pick<Ledger, 'forget'>;
    isOver(): boolean;
    warn(message: string): void;
  },
): Transport {
  const [replies, replied] = [keys.replies(folder), keys.replied(folder)];
  let adding: { id: string; job: Job; added: () => void; failed: (reason: unknown) => void }[] = [];
  let forgetting: Delivered[] = [];
  let flushing: Promise<void> = Promise.resolve();
  let hasWarned = false;

  function onTrouble(message: string): void {
    if (!hasWarned) warn(`Redis takes nothing more for now: ${message}`);
    hasWarned = true;
  }

  async function addAll(): Promise<void> {
    const group = adding;
    adding = [];
    const jobs = group.map(({ id, job }) => ({ name: 'call', data: job, opts: { ...JOB, jobId: id } }));
    try {
      await persist(() => queue.addBulk(jobs), { isOver, onTrouble });
      hasWarned = false;
      const expiry = redis.pipeline();
      for (const { id } of group) expiry.pexpire(keys.job(id), expireMs);
      await expiry.exec();
      for (const { added } of group) added();
    } catch (thrown) {
      for (const { failed } of group) failed(thrown);
    }
  }

  /** A worker that has lost its lock hands over its reply and cannot end its job, which would be made once more. */
  async function removeLeft(jobs: readonly string[]): Promise<void> {
    const pipeline = redis.pipeline();
    for (const id of jobs) pipeline.exists(keys.job(id));
    const found = (await pipeline.exec()) ?? [];
    const left = jobs.filter((_, k) => found[k]?.[1] === 1);
    // One that a worker has in hand is not removed: it is about to be over, or its reply comes as a second one.
    await Promise.all(left.map((id) => queue.remove(id).catch(() => 0)));
  }

  async function forgetAll(): Promise<void> {
    const group = forgetting;
    forgetting = [];
    if (group.length === 0) return;
    await removeLeft(group.flatMap(({ answer }) => (answer.replies ? [answer.job] : [])));
    const pipeline = redis.pipeline();
    pipeline.xdel(replies, ...group.map(({ entry }) => entry));
    pipeline.hdel(replied, ...group.map(({ answer }) => answer.job));
    const ids = group.map(({ answer }) => answer.id);
    await Promise.all([persist(() => ledger.forget(ids), { isOver }), pipeline.exec()]);
  }

  return {
    add: (id, job) =>
      new Promise<void>((added, failed) => {
        if (adding.length === 0) setImmediate(() => void addAll());
        adding.push({ id, job, added, failed });
      }),
    async withdraw(id) {
      if ((await redis.hexists(replied, id)) === 1) return false;
      return (await queue.remove(id).catch(() => 0)) === 1;
    },
    async findLost(ids) {
      if (ids.length === 0) return [];
      const pipeline = redis.pipeline();
      // In this order: a reply is written before its job is removed.
      for (const id of ids) pipeline.exists(keys.job(id)).hexists(replied, id);
      const found = (await pipeline.exec()) ?? [];
      return ids.filter((_, k) => found[2 * k]?.[1] === 0 && found[2 * k + 1]?.[1] === 0);
    },
    forget(delivered) {
      // What is not forgotten now is found at the end, and known by its id.
      if (forgetting.length === 0) setImmediate(() => (flushing = flushing.then(forgetAll).catch(() => {})));
      forgetting.push(delivered);
    },
    async flush() {
      await flushing;
      await forgetAll();
    },
    async *all() {
      for (let from = '-'; ; ) {
        const page = await redis.xrange(replies, from, '+', 'COUNT', PAGE);
        yield* readEntries(page);
        if (page.length < PAGE) return;
        from = `(${page.at(-1)?.[0]}`;
      }
    },
  };
}
