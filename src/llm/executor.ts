import pLimit from 'p-limit';
import { messageOf, UserError } from '../errors.js';
import type { Journal } from '../store/journal.js';
import { askModel } from './ask-model.js';
import { CallFault, Defect } from './call-fault.js';
import type { ChatModel, ChatReplies, ChatRequest } from './chat-model.js';
import { NotBegun } from './pool/index.js';
import { costOf, type Price } from './prices.js';
import type { NoticeCut } from './room/silent-cut.js';
import { promptTooLong } from './too-long.js';
import { type Ask, type Reading, readAnswer, readChoice, type Unit } from './work.js';

/** Counts of a fill; planned = done + failed + waiting. */
export interface FillCounts {
  planned: number;
  done: number;
  failed: number;
  waiting: number;
  /** Of those done, the ones that an earlier run had answered. */
  known: number;
}

export interface FillSettings {
  /** Calls under way at once: in flight, or waiting for another try. */
  concurrency: number;
  /** How often a request is asked in one run before an unusable reply counts as a failure. */
  tries: number;
  /** Null where not known: then no cost is written down. */
  price: Price | null;
  /** Looks at each reply before it is kept. Throws UserError where the server cuts prompts. */
  noticeCut?: NoticeCut | undefined;
}

/** What happens while a fill goes on. */
export interface FillEvents {
  /** Soft stop: nothing more is asked, what is in flight is waited for. */
  stop: AbortSignal;
  /** Hard stop: what is in flight is given up. */
  abort: AbortSignal;
  onCounts(counts: Readonly<FillCounts>): void;
  onFailure(request: ChatRequest, reason: string): void;
  /** Requests of one prompt are about to be asked together: told before their reply can be in the journal. */
  onAsk?(requests: readonly ChatRequest[]): void;
  /** Every reply as it came; the only place where prompts and replies may be told. */
  onReply?(requests: readonly ChatRequest[], replies: ChatReplies): void;
}

export interface Filled {
  counts: FillCounts;
  /** Why each failed request failed, by its id. */
  reasons: Map<string, string>;
}

/** Gets a stage's requests answered: makes those that the journal lacks and appends each reply as it comes. */
export type Executor = <Row>(
  stage: string,
  units: () => Iterable<Unit<Row>>,
  journal: Journal,
  events: FillEvents,
) => Promise<Filled>;

/** The executor that calls the model for each request, many at once. */
export function directExecutor(model: ChatModel, settings: FillSettings): Executor {
  return (_stage, units, journal, events) => fill(units(), model, journal, settings, events);
}

/** Raised inside a unit when the run was stopped: its work is left where it is. */
class Stopped extends Error {}

/** Samples of one prompt in one call. Our choice: every server that gives several gives so many. */
const SAMPLES_PER_CALL = 8;

/** Replies that were cut off, in one run, after which more room is not tried again. */
const CUTS_PER_RUN = 2;
const MOST_ROOM = 8;

/** A request as it is sent when replies to it have come that were of no use. */
export function nextTry(request: ChatRequest, journal: Journal): ChatRequest {
  const cuts = journal.cuts(request.id);
  // A reply that was cut off was as good as any, unless it went round in circles: the same, with more room. Otherwise another
  // sample is drawn, also from a server that honours the seed.
  const seed = request.seed + 1_000_003 * (journal.tries(request.id) - cuts);
  const max_tokens = request.sampling.max_tokens * Math.min(2 ** cuts, MOST_ROOM);
  return { ...request, seed, sampling: { ...request.sampling, max_tokens } };
}

/** Asks that one call can answer: samples of the same prompt of which none was answered before. */
export function groupSamples(asks: readonly Ask[], journal: Journal, most = SAMPLES_PER_CALL): Ask[][] {
  const groups: Ask[][] = [];
  const open = new Map<string, Ask[]>();
  for (const ask of asks) {
    const isNew = journal.tries(ask.request.id) === 0;
    const group = isNew ? open.get(ask.request.group) : undefined;
    if (group && group.length < most) group.push(ask);
    else {
      const first = [ask];
      groups.push(first);
      if (isNew) open.set(ask.request.group, first);
    }
  }
  return groups;
}

/** Whether a request is too long as it is: where it is so only with more room than the first reply had, it fails alone. */
export const isTooLong = (thrown: unknown, { id }: ChatRequest, journal: Pick<Journal, 'cuts'>): thrown is CallFault =>
  thrown instanceof CallFault && thrown.kind === 'too-long' && journal.cuts(id) === 0;

/**
 * Makes every planned request that the journal lacks by calling the model, and appends each reply as it comes. Units run side
 * by side behind one sliding window: a finished call at once makes room for the next, whichever unit it belongs to.
 * Resolves when nothing more can be asked. Rejects with UserError where asking on is useless or a prompt is too long, and with
 * whatever a reader throws that is no InvalidReply, a defect of ours: what was answered is kept.
 */
export async function fill<Row>(
  units: Iterable<Unit<Row>>,
  model: ChatModel,
  journal: Journal,
  settings: FillSettings,
  events: FillEvents,
): Promise<Filled> {
  const counts: FillCounts = { planned: 0, done: 0, failed: 0, waiting: 0, known: 0 };
  const reasons = new Map<string, string>();
  const limited = pLimit(settings.concurrency);
  let calls = 0;
  let onEnd = () => {};
  let fatal: unknown;

  const isOver = () => fatal !== undefined || events.stop.aborted;

  /** Keeps the replies of one call and reads them. Fewer readings than asks: the server gave fewer samples. */
  async function keep(
    asks: readonly Ask[],
    requests: readonly ChatRequest[],
    replies: ChatReplies,
  ): Promise<Reading[]> {
    const { choices, usage, reply } = replies;
    settings.noticeCut?.(requests[0] as ChatRequest, usage);
    await journal.append({
      ids: choices.map((_, k) => (requests[k] as ChatRequest).id),
      contents: choices.map(({ content }) => content),
      finish_reasons: choices.map(({ finish_reason }) => finish_reason),
      usage: { cached_tokens: 0, ...usage },
      cost: settings.price && costOf(usage, settings.price),
      model: model.name,
      prompt: (requests[0] as ChatRequest).prompt,
      ...(reply === undefined ? {} : { reply }),
    });
    replies.settled?.();
    events.onReply?.(requests, replies);
    const tokens = choices.length === 1 ? { tokens: usage.completion_tokens } : {};
    return choices.map((choice, k) => readChoice((asks[k] as Ask).read, { ...choice, ...tokens }));
  }

  /** Makes a call when there is room for one. */
  function call<Value>(make: () => Promise<Value>): Promise<Value> {
    calls += 1;
    return limited(make).finally(() => {
      calls -= 1;
      onEnd();
    });
  }

  /** One call. One that failed is a reading that says why, and whether it is worth another try. */
  async function attempt(asks: readonly Ask[]): Promise<Attempted[]> {
    if (isOver()) throw new Stopped();
    const requests = asks.map(({ request }) => nextTry(request, journal));
    events.onAsk?.(requests);
    let replies: ChatReplies;
    try {
      replies = await askModel(model, requests, events.abort);
    } catch (thrown) {
      if (thrown instanceof UserError || thrown instanceof Defect) fatal ??= thrown;
      if (thrown instanceof NotBegun || thrown instanceof Stopped || isOver()) throw new Stopped();
      const [{ request }] = asks as [Ask];
      if (isTooLong(thrown, request, journal)) {
        fatal ??= promptTooLong(thrown, request);
        throw new Stopped();
      }
      return asks.map(() => ({ ok: false, reason: messageOf(thrown), isFinal: thrown instanceof CallFault }));
    }
    try {
      return await keep(asks, requests, replies);
    } catch (thrown) {
      // The reply came. What fails now is the disk or a defect of ours, and asking again would cost money for nothing.
      fatal ??= thrown;
      throw new Stopped();
    }
  }

  async function settleGroup(asks: readonly Ask[]): Promise<Reading[]> {
    const cutsBefore = asks.map(({ request }) => journal.cuts(request.id));
    const first = await call(() => attempt(asks));
    return allSettled(asks.map((ask, k) => askUntilUsable(ask, first[k], cutsBefore[k] as number)));
  }

  async function askUntilUsable(ask: Ask, first: Attempted | undefined, cutsBefore: number): Promise<Reading> {
    let reading = first;
    for (let tried = first ? 1 : 0; tried < settings.tries && !reading?.ok && !reading?.isFinal; tried += 1) {
      if (journal.cuts(ask.request.id) - cutsBefore >= CUTS_PER_RUN) break;
      [reading] = await call(() => attempt([ask]));
    }
    const end: Reading = reading?.ok ? reading : { ok: false, reason: reading?.reason ?? 'was not asked' };
    counts.waiting -= 1;
    if (end.ok) counts.done += 1;
    else {
      counts.failed += 1;
      reasons.set(ask.request.id, end.reason);
      events.onFailure(ask.request, end.reason);
    }
    events.onCounts(counts);
    return end;
  }

  /** What a unit asks at once: read from the journal where it is there, asked for where not. */
  async function settle(asks: readonly Ask[]): Promise<Reading[]> {
    const known = asks.map((ask) => readAnswer(ask, journal));
    const missing = asks.filter((_, k) => !known[k]?.ok);
    counts.planned += asks.length;
    counts.done += asks.length - missing.length;
    counts.known += asks.length - missing.length;
    counts.waiting += missing.length;
    events.onCounts(counts);
    const groups = groupSamples(missing, journal, model.completeSamples ? SAMPLES_PER_CALL : 1);
    const readings = new Map<Ask, Reading>();
    const settled = await allSettled(groups.map(settleGroup));
    for (const [k, group] of groups.entries()) {
      for (const [at, ask] of group.entries()) readings.set(ask, settled[k]?.[at] as Reading);
    }
    return asks.map((ask, k) => readings.get(ask) ?? (known[k] as Reading));
  }

  async function runUnit(unit: Unit<Row>): Promise<void> {
    const work = unit.work();
    try {
      for (let step = work.next(); !step.done; ) step = work.next(await settle(step.value));
    } catch (thrown) {
      if (!(thrown instanceof Stopped)) fatal ??= thrown;
    }
  }

  // Units are opened until the window is full: one that asks for much at once fills it alone, with all its prompts and its
  // role's script in memory.
  const running = new Set<Promise<void>>();
  const isFull = () => running.size >= settings.concurrency || calls >= settings.concurrency;
  for (const unit of units) {
    if (isOver()) break;
    const run = runUnit(unit).finally(() => {
      running.delete(run);
      onEnd();
    });
    running.add(run);
    while (isFull()) {
      await new Promise<void>((resume) => {
        onEnd = resume;
      });
    }
  }
  await Promise.all(running);
  if (fatal !== undefined) throw fatal;
  return { counts, reasons };
}

/** A reading, and whether asking again is useless. */
type Attempted = Reading & { isFinal?: boolean };

/** Waits for all, also when one was stopped: what is in flight was paid for and must reach the journal. */
async function allSettled<Value>(promises: readonly Promise<Value>[]): Promise<Value[]> {
  const settled = await Promise.allSettled(promises);
  const refused = settled.find((one) => one.status === 'rejected');
  if (refused) throw refused.reason;
  return settled.map((one) => (one as PromiseFulfilledResult<Value>).value);
}
