import { randomUUID } from 'node:crypto';
import type { Job as BullJob } from 'bullmq';
import type { Redis } from 'ioredis';
import { messageOf, UserError } from '../../errors.js';
import { VERSION } from '../../version.js';
import { askModel } from '../ask-model.js';
import { CallFault, Defect } from '../call-fault.js';
import type { ChatModel } from '../chat-model.js';
import { NotBegun } from '../pool/index.js';
import { hasLeft, persist } from './connection.js';
import type { Engine } from './engine.js';
import { type Gate, Unaffordable } from './gate.js';
import type { QueueKeys } from './keys.js';
import { ledgerKeysOf } from './ledger-scripts.js';
import { isOtherVersion } from './run-record.js';
import { type Answer, Job, requestsOf, toFault } from './wire.js';

/** Jobs that take their worker down so often, and once more, count as failed. Our choice. */
export const MOST_STALLS = 5;

/** What a worker makes calls with. */
export interface CallerOptions {
  engine: Pick<Engine, 'WaitingError'>;
  redis: Redis;
  keys: QueueKeys;
  expireMs: number;
  worker: string;
  model: ChatModel;
  gate: Pick<Gate, 'charge'>;
  abort: AbortSignal;
  /** The worker leaves: it begins no call. */
  isLeaving(): boolean;
  leave(reason: UserError): void;
  warn(message: string): void;
}

/** Calls that were made here. */
export interface CallCounts {
  calls: number;
  tokens: number;
  inFlight: number;
}

/** Makes the calls of jobs, and hands back what came. */
export function createCaller(options: CallerOptions) {
  const { engine, redis, keys, expireMs, model, gate, abort, isLeaving, leave, warn } = options;
  const counts: CallCounts = { calls: 0, tokens: 0, inFlight: 0 };
  let hasWarned = false;

  function onTrouble(message: string): void {
    if (!hasWarned) warn(`Redis takes no replies for now: ${message}. Waiting`);
    hasWarned = true;
  }

  /** Writes what came of a job where the coordinator reads it: before the job itself is over. */
  async function handBack(folder: string, answer: Omit<Answer, 'worker'>): Promise<void> {
    const body = JSON.stringify({ ...answer, worker: options.worker });
    const [replies, replied] = [keys.replies(folder), keys.replied(folder)];
    const write = async () => {
      const both = redis.multi();
      both.xadd(replies, '*', 'answer', body).hset(replied, answer.job, '1');
      both.pexpire(replies, expireMs).pexpire(replied, expireMs);
      const failed = (await both.exec())?.find(([error]) => error !== null);
      if (failed?.[0]) throw failed[0];
    };
    await persist(write, { isOver: () => abort.aborted || hasLeft(redis), onTrouble });
  }

  /** Puts a job back for others. */
  async function putBack(job: BullJob, token: string | undefined): Promise<never> {
    await job.moveToWait(token);
    throw new engine.WaitingError();
  }

  const aboutOf = (job: BullJob, { stage, prompt, samples }: Job) => ({
    job: job.id as string,
    stage,
    prompt,
    ids: samples.map(({ id }) => id),
  });

  /** What is handed back of a call: its replies, or why there are none. Throws where another worker should make it. */
  async function makeCall(asked: Job): Promise<Pick<Answer, 'id' | 'replies' | 'fault' | 'defect' | 'unaffordable'>> {
    const requests = requestsOf(asked);
    const { terms, folder } = asked;
    if (terms) gate.charge(requests, { ...terms, keys: ledgerKeysOf(keys, folder), expireMs });
    try {
      if (asked.model !== model.name) throw new CallFault('refused', `this worker serves ${model.name}`);
      const { choices, usage, reply = randomUUID() } = await askModel(model, requests, abort);
      counts.calls += 1;
      counts.tokens += usage.prompt_tokens + usage.completion_tokens;
      return { id: reply, replies: { choices, usage } };
    } catch (thrown) {
      const id = randomUUID();
      if (thrown instanceof Unaffordable) return { id, unaffordable: true };
      if (thrown instanceof UserError || thrown instanceof NotBegun || abort.aborted) throw thrown;
      return thrown instanceof CallFault ? { id, fault: toFault(thrown) } : { id, defect: toDefect(thrown) };
    }
  }

  return {
    counts,
    /** What BullMQ has this worker do with a job. */
    async work(job: BullJob, token?: string): Promise<void> {
      const { data: asked } = Job.safeParse(job.data);
      if (!asked) {
        // It is gone now, and asked again where somebody misses it.
        warn('a call on the queue cannot be read and is dropped');
        return;
      }
      if (asked.version !== VERSION) leave(isOtherVersion(asked.version));
      if (isLeaving()) return putBack(job, token);
      // It was answered by a worker that died just then.
      if ((await redis.hexists(keys.replied(asked.folder), job.id as string)) === 1) return;
      counts.inFlight += 1;
      try {
        const answer = await makeCall(asked).catch((thrown: unknown) => {
          if (thrown instanceof UserError) leave(thrown);
        });
        if (!answer) return await putBack(job, token);
        await handBack(asked.folder, { ...aboutOf(job, asked), ...answer });
      } finally {
        counts.inFlight -= 1;
      }
    },
    /** A job that BullMQ gives up: its workers died of it again and again. */
    async giveUp(job: BullJob, reason: string): Promise<void> {
      const { data: asked } = Job.safeParse(job.data);
      if (!asked) return;
      const message = `its workers died, ${MOST_STALLS + 1} times (${reason})`;
      const fault = { kind: 'refused' as const, message, mayBeBilled: true, tokens: {} };
      await handBack(asked.folder, { ...aboutOf(job, asked), id: randomUUID(), fault });
    },
  };
}

function toDefect(thrown: unknown): Answer['defect'] {
  const reply = thrown instanceof Defect ? thrown.reply : undefined;
  return { message: messageOf(thrown), ...(reply === undefined ? {} : { reply }) };
}
