import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Redis } from 'ioredis';
import { messageOf, type UserError } from '../../errors.js';
import type { ChatModel } from '../chat-model.js';
import type { QueueAddress } from './address.js';
import { connectTo } from './connection.js';
import { type Engine, loadEngine } from './engine.js';
import type { Gate } from './gate.js';
import { keysOf, type QueueKeys } from './keys.js';
import { createCaller, MOST_STALLS } from './make-call.js';
import { createPerMinute } from './per-minute.js';
import { checkRun, type Fitness, readRun } from './run-record.js';
import type { Run, WorkerSign } from './wire.js';

/** What a worker is told. */
export interface WorkerOptions extends Fitness {
  address: QueueAddress;
  /** What answers: one's own servers. */
  model: ChatModel;
  /** What the model's calls wait for. */
  gate: Gate;
  /** Calls at once, over all servers. */
  concurrency: number;
  patienceSeconds: number;
  /** Leaves when the coordinator says that the run is finished. */
  untilDone: boolean;
  /** Told when Redis is there. */
  onConnected?(redis: Redis): void;
  /** After this no call is begun; what is in flight is waited for. */
  stop: AbortSignal;
  /** What is in flight is given up too. */
  abort: AbortSignal;
  warn(message: string): void;
  info(message: string): void;
}

/** What a worker has done. */
export interface Worked {
  calls: number;
  tokens: number;
  /** The run is finished. */
  isFinished: boolean;
}

const LONGEST_BEAT_MS = 2000;
const LOOK_FOR_RUN_MS = 300;
/** What is given up has so long to put its jobs back. */
const GIVING_UP_MS = 1000;
/** BullMQ may wait for ever for a connection that went while it closed: without a call in flight it has so long. */
const CLOSING_MS = 5000;

/**
 * Serves a model's queue: takes calls, makes them, hands back what came. Resolves when it is stopped or the run is finished. Rejects with
 * UserError where Redis or every server of its own is gone, its version is another than the run's, or its server has less context.
 */
export async function serveQueue(options: WorkerOptions): Promise<Worked> {
  const engine = await loadEngine();
  const { address, patienceSeconds, warn, info } = options;
  let leave = (_reason: UserError) => {};
  let giveUp = () => {};
  const onLost = (reason: UserError) => {
    leave(reason);
    // What it still has in hand cannot be handed over.
    giveUp();
  };
  const connection = await connectTo(engine, address, patienceSeconds, { warn, info, onLost });
  try {
    options.onConnected?.(connection.redis);
    const keys = keysOf(address.prefix, options.model.name);
    const run = await waitForRun(connection.redis, keys, options);
    if (run?.state !== 'running') return { calls: 0, tokens: 0, isFinished: run?.state === 'finished' };
    const serving = serve(engine, connection.redis, keys, run, options);
    leave = serving.leave;
    giveUp = serving.giveUp;
    return await serving.ended;
  } finally {
    connection.end();
  }
}

/** The run that is to be served; undefined where the worker was stopped before there was one. */
async function waitForRun(redis: Redis, keys: QueueKeys, options: WorkerOptions): Promise<Run | undefined> {
  const { model, address, stop, untilDone, info } = options;
  let isTold = false;
  while (!stop.aborted) {
    const run = await readRun(redis, keys);
    if (run) checkRun(run, options);
    if (run && (run.state === 'running' || untilDone)) return run;
    if (!isTold) info(`No run of ${model.name} uses the queue at ${address.shown} yet. Waiting for one`);
    isTold = true;
    await pause(LOOK_FOR_RUN_MS);
  }
  return undefined;
}

function serve(engine: Engine, redis: Redis, keys: QueueKeys, run: Run, options: WorkerOptions) {
  const { address, model, gate, concurrency, stop, abort, untilDone, info, warn } = options;
  const id = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  let over: { reason: UserError | undefined } | undefined;
  let isFinished = false;
  const began = performance.now();
  const perMinute = createPerMinute(began);
  const [isEnd, end] = signal();
  const [isGivenUp, giveUp] = signal();

  const caller = createCaller({
    ...options,
    engine,
    redis,
    keys,
    expireMs: run.expire_ms,
    worker: id,
    isLeaving: () => over !== undefined || stop.aborted,
    leave,
    warn,
  });

  const worker = new engine.Worker(keys.name, caller.work, {
    connection: redis,
    prefix: address.prefix,
    skipVersionCheck: true,
    concurrency,
    lockDuration: run.lock_ms,
    stalledInterval: run.lock_ms,
    maxStalledCount: MOST_STALLS,
    drainDelay: 1,
    runRetryDelay: 1000,
  });
  // A lock that was lost, a job that was removed meanwhile: whatever came of the call lies with the replies.
  worker.on('error', () => {});
  worker.on('failed', (job, error) => {
    // What fails in any other way is missed by the coordinator, and asked again.
    if (job && /stalled/i.test(messageOf(error))) void caller.giveUp(job, messageOf(error)).catch(() => {});
  });

  function leave(reason: UserError | undefined): void {
    over ??= { reason };
    // Takes no more jobs; those that it has are put back or ended.
    void worker.pause(true).catch(() => {});
    gate.letGo();
    end();
  }

  async function sayHello(): Promise<void> {
    const now = performance.now();
    const { counts } = caller;
    const lately = { perMinute: perMinute(now, counts.calls), seconds: Math.round((now - began) / 1000) };
    const sign: WorkerSign = { host: hostname(), pid: process.pid, concurrency, ...counts, ...lately };
    const pipeline = redis.pipeline();
    pipeline.set(keys.worker(id), JSON.stringify(sign), 'PX', 5 * LONGEST_BEAT_MS);
    pipeline.sadd(keys.workers, id).pexpire(keys.workers, run.expire_ms);
    await pipeline.exec();
  }

  async function beat(): Promise<void> {
    if (redis.status !== 'ready') return;
    await sayHello();
    const now = await readRun(redis, keys);
    if (!now) return;
    try {
      checkRun(now, options);
    } catch (thrown) {
      leave(thrown as UserError);
    }
    if (now.state !== 'finished') return;
    // Whatever waits for a budget waits for nothing: a call that was made twice.
    gate.letGo();
    if (!untilDone) return;
    isFinished = true;
    leave(undefined);
  }

  /** Waits for calls in flight, as long as nobody gives them up. */
  async function close(): Promise<void> {
    let isClosed = false;
    const closing = worker.close().finally(() => {
      isClosed = true;
    });
    for (let idle = 0; !isClosed && idle < CLOSING_MS; idle = caller.counts.inFlight > 0 ? 0 : idle + LOOK_FOR_RUN_MS) {
      const isOver = await Promise.race([isGivenUp.then(() => true), closing, pause(LOOK_FOR_RUN_MS)]);
      if (isOver === true) break;
    }
    if (!isClosed) stopRenewing(worker);
  }

  async function serveOn(): Promise<Worked> {
    stop.addEventListener('abort', () => leave(undefined));
    if (stop.aborted) leave(undefined);
    while (!over) {
      await Promise.race([beat().catch(() => {}), isEnd]);
      if (!over) await Promise.race([pause(Math.min(LONGEST_BEAT_MS, run.lock_ms / 3)), isEnd]);
    }
    const later = () => setTimeout(giveUp, GIVING_UP_MS);
    abort.addEventListener('abort', later);
    if (abort.aborted) later();
    await close();
    if (redis.status === 'ready') await Promise.race([forget(), isGivenUp]);
    if (over.reason) throw over.reason;
    const { calls, tokens } = caller.counts;
    return { calls, tokens, isFinished };
  }

  async function forget(): Promise<void> {
    await gate.leave();
    const pipeline = redis.pipeline().srem(keys.workers, id).del(keys.worker(id));
    // The last job may be over only when the run has deleted all: what BullMQ wrote then must not stay for ever.
    for (const key of keys.lists) pipeline.pexpire(key, run.expire_ms);
    await pipeline.exec();
  }

  info(`Serving ${model.name} from the queue at ${address.shown}, ${concurrency} calls at once`);
  return { leave, giveUp, ended: serveOn() };
}

/** BullMQ's timer for locks, which closing would have ended, keeps the process for ever. */
function stopRenewing(worker: object): void {
  const { lockManager } = worker as { lockManager?: { close(): Promise<void> } };
  void lockManager?.close();
}

/** Something to wait for, and what makes it happen. */
function signal(): [promise: Promise<void>, happen: () => void] {
  let happen = () => {};
  const promise = new Promise<void>((resume) => {
    happen = resume;
  });
  return [promise, happen];
}

const pause = (ms: number) => new Promise<void>((resume) => setTimeout(resume, ms));
