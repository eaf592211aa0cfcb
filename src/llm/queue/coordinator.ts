import type { Redis } from 'ioredis';
import { messageOf, UserError } from '../../errors.js';
import { VERSION } from '../../version.js';
import { Defect } from '../call-fault.js';
import type { ChatModel, ChatReplies, ChatRequest } from '../chat-model.js';
import { NotBegun, type Pricing } from '../pool/index.js';
import type { QueueAddress } from './address.js';
import { type Connection, connectTo } from './connection.js';
import { type Engine, loadEngine } from './engine.js';
import { jobIdOf, keysOf, type QueueKeys } from './keys.js';
import { takeLease } from './lease.js';
import { createOpenCalls, type OpenCalls } from './open-calls.js';
import { readReplies } from './read-replies.js';
import { type RunFacts, writeRun } from './run-record.js';
import type { SpentReplies } from './spent.js';
import { createTill } from './till.js';
import { openTransport } from './transport.js';
import { faultOf, repliesOf, toJob } from './wire.js';
import { readWorkers } from './workers.js';

/** What a coordinator is told. */
export interface QueueOptions extends RunFacts {
  address: QueueAddress;
  /** The model that workers must serve. */
  model: string;
  /** What tells the data folder from others, wherever it lies. */
  folder: string;
  /** The context window that prompts are cut for. */
  window: number;
  /** So long a worker, or a coordinator, may be silent before others take over. */
  lockSeconds: number;
  /** What is left in Redis by a run that nobody ends is deleted after so long. */
  expireHours: number;
  patienceSeconds: number;
  pricing: Pricing | undefined;
  spent: SpentReplies;
  /** After this nothing that no worker has begun is asked. */
  stop: AbortSignal;
  warn(message: string): void;
  info(message: string): void;
}

/** A queue that this run coordinates. */
export interface OpenQueue {
  /** The model behind the queue, as a stage asks it. */
  modelFor(stage: string): Required<ChatModel>;
  /** Gives the queue back. Of a run that is finished nothing is left, and workers are told. */
  close(isFinished: boolean): Promise<void>;
}

/** A run is told that it has no workers after this, and again after a while. Our choice. */
const TELL_NO_WORKERS_MS = 3000;
const TELL_AGAIN_MS = 600_000;
/** Keys are given more time to live this often. */
const EXPIRE_EVERY_MS = 60_000;
/** Longest time that giving back a queue may take. */
const CLOSING_MS = 5000;

/**
 * Takes a queue: this run alone puts calls on it and takes their replies off. The journal is truth and the queue transport: a reply lies
 * in Redis until it is on disk here, and what Redis loses is asked again. Rejects with UserError where Redis is not there, or another run
 * has the queue.
 */
export async function openQueue(options: QueueOptions): Promise<OpenQueue> {
  const engine = await loadEngine();
  const { address, patienceSeconds, warn, info } = options;
  let calls: OpenCalls | undefined;
  const onLost = (reason: UserError) => calls?.end(reason);
  const connection = await connectTo(engine, address, patienceSeconds, { warn, info, onLost });
  try {
    const opened = await coordinate(engine, connection, options, (made) => {
      calls = made;
    });
    return opened;
  } catch (thrown) {
    connection.end();
    throw thrown;
  }
}

async function coordinate(
  engine: Engine,
  connection: Connection,
  options: QueueOptions,
  onCalls: (calls: OpenCalls) => void,
): Promise<OpenQueue> {
  const { redis } = connection;
  const { address, model, folder, lockSeconds, pricing, spent, stop, warn } = options;
  const keys = keysOf(address.prefix, model);
  const lease = await takeLease(redis, keys.lease, Math.round(lockSeconds * 1000), address.shown);
  const queue = new engine.Queue(keys.name, {
    connection: redis,
    prefix: address.prefix,
    skipVersionCheck: true,
    // Nobody listens to BullMQ's events.
    streams: { events: { maxLen: 100 } },
  });
  queue.on('error', () => {});
  const expireMs = Math.round(options.expireHours * 3_600_000);
  const isOver = () => calls.isOver();
  const transport = openTransport(redis, queue, keys, { folder, expireMs, isOver, warn });
  const calls = createOpenCalls(transport, spent);
  onCalls(calls);
  const till = createTill(pricing);
  // What another run left waiting is not of this plan; what workers have in hand comes back.
  await queue.drain();
  // One that was ended while it gave its queue back has left it paused.
  await queue.resume();
  await writeRun(redis, keys, options, 'running');
  let last = '0-0';
  for await (const delivered of transport.all()) {
    last = delivered.entry;
    calls.take(delivered);
  }
  const reader = readReplies(connection.another(), keys.replies(folder), last, calls.take);
  const withdraw = () => calls.withdraw(redis.status === 'ready');
  stop.addEventListener('abort', () => void withdraw().catch(() => {}));
  const tellWorkers = createTeller(redis, keys, options);
  const expireLater = createExpiry(redis, keys, folder, expireMs);

  async function beat(): Promise<void> {
    if (stop.aborted) await withdraw();
    if (redis.status !== 'ready') return;
    const outcome = await lease.renew();
    if (outcome === 'taken') throw isTakenOver(address);
    if (outcome === 'anew') {
      reader.rewind();
      await writeRun(redis, keys, options, 'running');
    }
    await calls.requeueLost();
    if (calls.size() > 0) await tellWorkers();
    await expireLater(calls.ids());
  }

  const beats = every(Math.max(200, Math.min(5000, (lockSeconds * 1000) / 6)), async () => {
    await beat().catch((thrown) => {
      // Redis may be away; where it stays so, its connection ends the run.
      if (thrown instanceof UserError) calls.end(thrown);
    });
  });

  async function completeSamples(
    stage: string,
    requests: readonly ChatRequest[],
    signal: AbortSignal | undefined,
  ): Promise<ChatReplies> {
    const pay = await till.reserve(requests);
    try {
      calls.throwIfOver();
      if (stop.aborted) throw new NotBegun('the run was stopped');
      const job = toJob({ version: VERSION, folder, stage }, requests as [ChatRequest, ...ChatRequest[]]);
      const { answer, forget } = await calls.ask(jobIdOf(folder, requests), job, signal);
      const { replies, fault, defect, maybeBilled } = answer;
      if (replies) {
        const told = repliesOf(replies);
        pay(told.usage, maybeBilled);
        return { ...told, reply: answer.id, settled: forget };
      }
      forget();
      pay(undefined, maybeBilled + (fault?.mayBeBilled ? 1 : 0));
      throw fault ? faultOf(fault) : new Defect(new Error(defect?.message ?? 'a worker gave nothing'), defect?.reply);
    } finally {
      pay(undefined, 0);
    }
  }

  async function giveBack(isFinished: boolean): Promise<void> {
    await transport.flush();
    if (isFinished) {
      await calls.sweep();
      await queue.obliterate({ force: true });
      await redis.del(keys.replies(folder), keys.replied(folder), ...keys.lists);
      await writeRun(redis, keys, options, 'finished');
    }
    await lease.release();
  }

  return {
    modelFor: (stage) => ({
      name: model,
      revision: '',
      completeSamples: (requests, signal) => completeSamples(stage, requests, signal),
      async complete(request, signal) {
        const { choices, ...told } = await completeSamples(stage, [request], signal);
        return { content: '', finish_reason: 'none', ...choices[0], ...told };
      },
    }),
    async close(isFinished) {
      beats.end();
      calls.end(new NotBegun('the queue is closed'));
      reader.end();
      if (redis.status === 'ready') {
        const closing = giveBack(isFinished).catch((thrown) =>
          warn(`the queue could not be given back: ${messageOf(thrown)}`),
        );
        await Promise.race([closing, new Promise((resume) => setTimeout(resume, CLOSING_MS).unref())]);
      }
      connection.end();
    },
  };
}

/** Does something again and again, each time when it is done. */
function every(ms: number, work: () => Promise<void>): { end(): void } {
  let isOver = false;
  let timer: NodeJS.Timeout;
  const again = () => {
    timer = setTimeout(() => void work().finally(() => isOver || again()), ms);
  };
  again();
  return {
    end() {
      isOver = true;
      clearTimeout(timer);
    },
  };
}

/** Tells the user of a queue that nobody serves. */
function createTeller(redis: Redis, keys: QueueKeys, { address, model, info }: QueueOptions): () => Promise<void> {
  let toldAt = Date.now() + TELL_NO_WORKERS_MS - TELL_AGAIN_MS;
  return async () => {
    if (Date.now() - toldAt < TELL_AGAIN_MS || (await readWorkers(redis, keys)).length > 0) return;
    toldAt = Date.now();
    info(`No worker serves this queue yet. Start some: rolellm work --queue ${address.shown} --model ${model} …`);
  };
}

/** Gives all keys of a queue more time to live, as long as the run goes on. */
function createExpiry(redis: Redis, keys: QueueKeys, folder: string, ms: number) {
  let doneAt = 0;
  return async (jobs: readonly string[]): Promise<void> => {
    if (Date.now() - doneAt < EXPIRE_EVERY_MS) return;
    doneAt = Date.now();
    const pipeline = redis.pipeline();
    const own = [keys.run, keys.workers, keys.replies(folder), keys.replied(folder)];
    for (const key of [...keys.lists, ...own, ...jobs.map(keys.job)]) pipeline.pexpire(key, ms);
    await pipeline.exec();
  };
}

const isTakenOver = ({ shown }: QueueAddress) =>
  new UserError(`another run has taken over the queue at ${shown}`, {
    advice: 'Look which runs are going on. What was made is kept.',
  });
