import { type BatchCall, readBatchCalls, readBatches } from '../../store/batches.js';
import type { Journal } from '../../store/journal.js';
import type { Budget } from '../budget.js';
import type { CallFault } from '../call-fault.js';
import { type Executor, type FillCounts, type FillEvents, type Filled, isTooLong } from '../executor.js';
import type { Price } from '../prices.js';
import { promptTooLong } from '../too-long.js';
import { type Ask, missingAsks, type Unit } from '../work.js';
import type { BatchApi } from './batch-api.js';
import type { BatchFault } from './collect.js';
import { finishBatches } from './finish.js';
import type { Patience } from './patience.js';
import { type BatchLimits, writeRound } from './round.js';

export interface BatchOptions extends BatchLimits {
  api: BatchApi;
  /** Whose name the journal carries. */
  model: string;
  /** How often a request is handed in, in one run, before it counts as failed. */
  tries: number;
  /** What a million tokens cost in a batch. */
  price: Price | null;
  budget: Budget | undefined;
  pollSeconds: number;
  patienceSeconds: number;
  /** Finishes what a batch left, with direct calls; without it that goes into the next batch. */
  stragglers: Executor | undefined;
  /** Where a stage's batches are kept until they are collected. */
  folderOf(stage: string): string;
  newKey(): string;
  /** From 0 to 1; spreads waiting times, never touches a row. */
  random?: () => number;
  info(message: string): void;
  warn(message: string): void;
}

/** What is known in this run of the requests that were in a batch. */
interface Asked {
  /** How often each was handed in. */
  rounds: Map<string, number>;
  /** Why it has no reply. */
  faults: Map<string, string>;
  /** Those whose prompt is too long: they end the run as soon as all batches are collected. */
  tooLong: Map<string, CallFault>;
}

/**
 * The executor that hands requests in as batches: half the price, an answer within a day. Everything that can be known now goes
 * out at once; what depends on the replies (the next round of a role) goes out with the next batches. A batch that is on its way
 * when the run ends, however it ends, is picked up by the next run.
 */
export function batchExecutor(options: BatchOptions): Executor {
  return (stage, units, journal, events) => runStage(options, options.folderOf(stage), units, journal, events);
}

async function runStage<Row>(
  options: BatchOptions,
  folder: string,
  units: () => Iterable<Unit<Row>>,
  journal: Journal,
  events: FillEvents,
): Promise<Filled> {
  const { budget, tries, stragglers } = options;
  const asked: Asked = { rounds: new Map(), faults: new Map(), tooLong: new Map() };
  const waiting = waitingOf(options, events);
  const counts: FillCounts = { planned: 0, done: 0, failed: 0, waiting: 0, known: 0 };
  let hasLooked = false;

  const whyGivenUp = (id: string) =>
    (asked.rounds.get(id) ?? 0) >= tries && !asked.tooLong.has(id)
      ? (asked.faults.get(id) ?? 'no reply could be used')
      : undefined;

  /** What is missing now; counts along the way. */
  function* missing(): Generator<Ask[]> {
    const tally = { planned: 0, done: 0, failed: 0 };
    for (const asks of missingAsks(units(), journal, whyGivenUp, tally)) {
      for (const { request } of asks) {
        const fault = asked.tooLong.get(request.id);
        if (isTooLong(fault, request, journal)) throw promptTooLong(fault, request);
      }
      yield asks;
    }
    if (!hasLooked) counts.known = tally.done;
    hasLooked = true;
    Object.assign(counts, tally, { waiting: tally.planned - tally.done - tally.failed });
    events.onCounts(counts);
  }

  /** Goes through what is missing for its counts alone. */
  function countMissing(): void {
    const asks = missing();
    while (!asks.next().done);
  }

  function onOver({ ids }: BatchCall, fault: BatchFault | undefined): void {
    for (const id of ids) {
      asked.rounds.set(id, fault?.isFinal && !stragglers ? tries : (asked.rounds.get(id) ?? 0) + 1);
      if (fault) asked.faults.set(id, fault.reason);
      if (fault?.tooLong && journal.cuts(id) === 0) asked.tooLong.set(id, fault.tooLong);
    }
  }

  const shared = {
    ...options,
    folder,
    journal,
    waiting,
    abort: events.abort,
    limits: options,
    onOver,
    onAsk: events.onAsk,
  };

  /** What was in a batch and has no usable reply, a unit for each step, asked with direct calls. */
  async function finishStragglers(executor: Executor): Promise<void> {
    const wasAsked = ({ request }: Ask) => asked.rounds.has(request.id);
    function* strays(): Generator<Unit<never>> {
      for (const asks of missing()) {
        const left = asks.filter(wasAsked);
        if (left.length === 0) continue;
        yield {
          name: 'stragglers',
          *work() {
            yield left;
            return [];
          },
        };
      }
    }
    const { reasons } = await executor('stragglers', strays, journal, { ...events, onCounts: () => {} });
    for (const [id, reason] of reasons) {
      asked.rounds.set(id, tries);
      asked.faults.set(id, reason);
    }
  }

  const before = readBatches(folder);
  for (const { key } of before) {
    for (const { worst } of readBatchCalls(folder, key).values()) budget?.owe(worst);
  }
  let goesOn = await finishBatches(before, false, shared);
  while (goesOn && !events.stop.aborted) {
    if (asked.tooLong.size > 0) countMissing();
    if (stragglers) await finishStragglers(stragglers);
    const written = writeRound(missing(), shared);
    if (written === 0) break;
    goesOn = await finishBatches(readBatches(folder), true, shared);
  }
  countMissing();
  if (counts.waiting > 0 && !events.stop.aborted && budget) throw budget.reached();
  return { counts, reasons: asked.faults };
}

function waitingOf({ patienceSeconds, warn, random = Math.random }: BatchOptions, { stop }: FillEvents): Patience {
  return {
    name: 'the batch API',
    patienceSeconds,
    warn,
    random,
    isStopped: () => stop.aborted,
    wait: (ms) =>
      new Promise((resume) => {
        const timer = setTimeout(end, ms);
        function end() {
          clearTimeout(timer);
          stop.removeEventListener('abort', end);
          resume();
        }
        stop.addEventListener('abort', end);
      }),
  };
}
