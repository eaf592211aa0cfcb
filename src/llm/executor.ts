import pLimit from 'p-limit';
import { messageOf, UserError } from '../errors.js';
import type { Journal } from '../store/journal.js';
import type { ChatModel, ChatRequest } from './chat-model.js';
import { type Ask, type Reading, readAnswer, type Unit } from './work.js';

/** Counts of a fill; planned = done + failed + waiting. */
export interface FillCounts {
  planned: number;
  done: number;
  failed: number;
  waiting: number;
}

export interface FillSettings {
  /** Calls in flight at once. */
  concurrency: number;
  /** How often a request is asked in one run before an unusable reply counts as a failure. */
  tries: number;
  /** US dollars for a million tokens; null where not known. */
  price: { prompt: number; completion: number } | null;
}

/** What happens while a fill goes on. */
export interface FillEvents {
  /** Soft stop: nothing more is asked, what is in flight is waited for. */
  stop: AbortSignal;
  /** Hard stop: what is in flight is given up. */
  abort: AbortSignal;
  onCounts(counts: Readonly<FillCounts>): void;
  onFailure(request: ChatRequest, reason: string): void;
}

/** Raised inside a unit when the run was stopped: its work is left where it is. */
class Stopped extends Error {}

/** An endpoint that answers nothing so many times in a row is down; asking on would only fail every request. */
const FAILURES_IN_A_ROW = 10;

/**
 * Makes every planned request that the journal lacks by calling the model, and appends each reply as it comes. Units run side
 * by side behind one sliding window: a finished call at once makes room for the next, whichever unit it belongs to.
 * Resolves when nothing more can be asked; returns why each failed request failed. Rejects with UserError where asking on is
 * useless: what was answered until then is kept.
 */
export async function fill<Row>(
  units: Iterable<Unit<Row>>,
  model: ChatModel,
  journal: Journal,
  settings: FillSettings,
  events: FillEvents,
): Promise<{ counts: FillCounts; reasons: Map<string, string> }> {
  const counts: FillCounts = { planned: 0, done: 0, failed: 0, waiting: 0 };
  const reasons = new Map<string, string>();
  const call = pLimit(settings.concurrency);
  let fatal: unknown;
  let failuresInARow = 0;

  const isOver = () => fatal !== undefined || events.stop.aborted;

  async function askOnce(ask: Ask): Promise<Reading> {
    const { request } = ask;
    // Another try draws another sample, also from a server that honours the seed.
    const seed = request.seed + 1_000_003 * journal.tries(request.id);
    const reply = await model.complete({ ...request, seed }, events.abort);
    failuresInARow = 0;
    await journal.append({
      ids: [request.id],
      contents: [reply.content],
      finish_reason: reply.finish_reason,
      usage: reply.usage,
      cost: costOf(reply.usage, settings.price),
      model: request.model,
      prompt: request.prompt,
    });
    return readAnswer(ask, { get: () => reply.content }) as Reading;
  }

  async function askUntilUsable(ask: Ask): Promise<Reading> {
    let reading: Reading = { ok: false, reason: 'was not asked' };
    for (let tried = 0; tried < settings.tries && !reading.ok; tried += 1) {
      if (isOver()) throw new Stopped();
      reading = await askOnce(ask).catch((thrown) => {
        if (thrown instanceof UserError) fatal ??= thrown;
        if (isOver()) throw new Stopped();
        failuresInARow += 1;
        if (failuresInARow >= FAILURES_IN_A_ROW) fatal ??= endpointDown(thrown);
        return { ok: false, reason: messageOf(thrown) };
      });
    }
    return reading;
  }

  async function settle(ask: Ask): Promise<Reading> {
    const known = readAnswer(ask, journal);
    counts.planned += 1;
    if (known?.ok) {
      counts.done += 1;
      events.onCounts(counts);
      return known;
    }
    counts.waiting += 1;
    const reading = await call(() => askUntilUsable(ask));
    counts.waiting -= 1;
    if (reading.ok) counts.done += 1;
    else {
      counts.failed += 1;
      reasons.set(ask.request.id, reading.reason);
      events.onFailure(ask.request, reading.reason);
    }
    events.onCounts(counts);
    return reading;
  }

  async function runUnit(unit: Unit<Row>): Promise<void> {
    const work = unit.work();
    try {
      for (let step = work.next(); !step.done; ) {
        // All of them, also when one was stopped: what is in flight was paid for and must reach the journal.
        const settled = await Promise.allSettled(step.value.map(settle));
        const refused = settled.find((one) => one.status === 'rejected');
        if (refused) throw refused.reason;
        step = work.next(settled.map((one) => (one as PromiseFulfilledResult<Reading>).value));
      }
    } catch (thrown) {
      if (!(thrown instanceof Stopped)) fatal ??= thrown;
    }
  }

  // As many units are open at once as calls may be in flight: enough to fill the window, few enough to keep memory flat.
  const running = new Set<Promise<void>>();
  for (const unit of units) {
    if (isOver()) break;
    const run = runUnit(unit).finally(() => running.delete(run));
    running.add(run);
    if (running.size >= settings.concurrency) await Promise.race(running);
  }
  await Promise.all(running);
  if (fatal !== undefined) throw fatal;
  return { counts, reasons };
}

function endpointDown(thrown: unknown): UserError {
  return new UserError(`the endpoint failed ${FAILURES_IN_A_ROW} times in a row, at last with: ${messageOf(thrown)}`, {
    advice: 'Check that it is up and that --base-url is right, then run the same command again; what was made is kept.',
    cause: thrown,
  });
}

function costOf(
  usage: { prompt_tokens: number; completion_tokens: number },
  price: FillSettings['price'],
): number | null {
  if (!price) return null;
  return (usage.prompt_tokens * price.prompt + usage.completion_tokens * price.completion) / 1e6;
}
