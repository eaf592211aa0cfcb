import type { Redis } from 'ioredis';
import { messageOf, UserError } from '../../errors.js';
import { VERSION } from '../../version.js';
import { Defect } from '../call-fault.js';
import type { ChatModel, ChatReplies, ChatRequest } from '../chat-model.js';
import { NotBegun } from '../pool/index.js';
import type { QueueAddress } from './address.js';
import { type Connection, connectTo } from './connection.js';
import { type Engine, loadEngine } from './engine.js';
import { jobIdOf, keysOf, type QueueKeys } from './keys.js';
import { takeLease } from './lease.js';
import { openLedger, type QueuePricing } from './ledger.js';
import { ledgerKeysOf } from './ledger-scripts.js';
import { lookAtCalls, type QueueTraffic, trafficOf } from './look.js';
import { createOpenCalls, type OpenCalls } from './open-calls.js';
import { readReplies } from './read-replies.js';
import { type RunFacts, writeRun } from './run-record.js';
import type { SpentReplies } from './spent.js';
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
  pricing: QueuePricing | undefined;
  spent: SpentReplies;
  /** After this nothing that no worker has begun is asked. */
  stop: AbortSignal;
  warn(message: string): void;
  info(message: string): void;
  /** Told again and again what goes on in the queue; undefined where no call is open, or Redis does not answer. */
  onTraffic?(traffic: QueueTraffic | undefined): void;
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
/** What goes on in the queue is looked at this often: as often as workers tell it. */
const LOOK_EVERY_MS = 2000;
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
  const ledger = openLedger(redis, keys, folder, pricing, expireMs);
  const transport = openTransport(redis, queue, keys, { folder, expireMs, ledger, isOver, warn });
  const calls = createOpenCalls(transport, {
    ...spent,
    keep: (answer) => spent.keep(answer).then(() => ledger.keep(answer)),
  });
  onCalls(calls);
  // What another run left waiting is not of this plan; what workers have in hand comes back.
  await queue.drain();
  // One that was ended while it gave its queue back has left it paused.
  await queue.resume();
  let last = '0-0';
  const isKept = spent.lookUp();
  for await (const delivered of transport.all()) {
    last = delivered.entry;
    // The run before was ended between the disk and Redis.
    if (isKept(delivered.answer)) transport.forget(delivered);
    else calls.take(delivered);
  }
  await transport.flush();
  await ledger.open();
  await writeRun(redis, keys, options, 'running');
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
    await ledger.look();
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

  const looks = every(LOOK_EVERY_MS, async () => {
    // Stages that ask nothing have nothing to tell.
    if (calls.size() === 0 || redis.status !== 'ready') options.onTraffic?.(undefined);
    else
      await lookAtCalls(redis, keys).then(
        (seen) => options.onTraffic?.(trafficOf(seen)),
        () => {},
      );
  });

  async function completeSamples(
    stage: string,
    requests: readonly ChatRequest[],
    signal: AbortSignal | undefined,
  ): Promise<ChatReplies> {
    calls.throwIfOver();
    if (stop.aborted) throw new NotBegun('the run was stopped');
    const about = { version: VERSION, folder, stage, ...ledger.termsOf(requests) };
    const job = toJob(about, requests as [ChatRequest, ...ChatRequest[]]);
    const { answer, forget } = await calls.ask(jobIdOf(folder, requests), job, signal);
    const { replies, fault, defect, unaffordable } = answer;
    if (replies) {
      const settled = () => {
        ledger.keep(answer);
        forget();
      };
      return { ...repliesOf(replies), reply: answer.id, settled };
    }
    forget();
    if (unaffordable) throw await endOfBudget();
    throw fault ? faultOf(fault) : new Defect(new Error(defect?.message ?? 'a worker gave nothing'), defect?.reply);
  }

  /** No worker may make the next call: what is not begun is taken back, as in a run that makes its calls itself. */
  async function endOfBudget(): Promise<Error> {
    const reached = await ledger.reached();
    void withdraw().catch(() => {});
    return reached;
  }

  async function giveBack(isFinished: boolean): Promise<void> {
    await transport.flush();
    if (isFinished) {
      await calls.sweep();
      await queue.obliterate({ force: true });
      await redis.del(keys.replies(folder), keys.replied(folder), ...ledgerKeysOf(keys, folder), ...keys.lists);
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
      looks.end();
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

/** Tells the user how many workers serve a queue, each time that it changes, and of one that nobody serves. */
function createTeller(redis: Redis, keys: QueueKeys, { address, model, info }: QueueOptions): () => Promise<void> {
  let toldAt = Date.now() + TELL_NO_WORKERS_MS - TELL_AGAIN_MS;
  let known = 0;
  return async () => {
    const workers = await readWorkers(redis, keys);
    if (workers.length !== known) {
      known = workers.length;
      const atOnce = workers.reduce((sum, { concurrency }) => sum + concurrency, 0);
      info(`${known} ${known === 1 ? 'worker serves' : 'workers serve'} the queue, ${atOnce} calls at once`);
    }
    if (known > 0 || Date.now() - toldAt < TELL_AGAIN_MS) return;
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
    const own = [keys.run, keys.models, keys.workers, keys.replies(folder), keys.replied(folder)];
    for (const key of [...keys.lists, ...own, ...ledgerKeysOf(keys, folder), ...jobs.map(keys.job)])
      pipeline.pexpire(key, ms);
    await pipeline.exec();
  };
}

const isTakenOver = ({ shown }: QueueAddress) =>
  new UserError(`another run has taken over the queue at ${shown}`, {
    advice: 'Look which runs are going on. What was made is kept.',
  });
