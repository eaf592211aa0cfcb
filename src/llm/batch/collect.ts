import { UserError } from '../../errors.js';
import { type BatchCall, readBatchCalls, removeBatch, type StoredBatch } from '../../store/batches.js';
import type { Journal } from '../../store/journal.js';
import type { Budget } from '../budget.js';
import { CallFault } from '../call-fault.js';
import type { ChatReplies } from '../chat-model.js';
import { costOf, type Price } from '../prices.js';
import { type BatchApi, type BatchItem, type BatchStatus, NotThere } from './batch-api.js';
import { type Patience, withPatience } from './patience.js';
import { BatchTrouble, stuck } from './trouble.js';

export interface CollectOptions {
  api: BatchApi;
  journal: Journal;
  folder: string;
  model: string;
  price: Price | null;
  budget: Budget | undefined;
  waiting: Patience;
  abort: AbortSignal;
  /** A call is over: it was answered, or why not. */
  onOver(call: BatchCall, fault: BatchFault | undefined): void;
}

/** Why a call of a batch has no reply. */
export interface BatchFault {
  reason: string;
  /** Whether the server will never answer it. */
  isFinal: boolean;
  /** Present where its prompt is too long. */
  tooLong?: CallFault;
}

/** Replies on their way to the disk at once: enough for one group commit after the other, few enough for memory. */
const APPENDING = 512;

/** Lines of results that nobody asked for, after which a file is no longer read: it might never end. Our choice. */
const MOST_STRANGE_LINES = 10_000;

/** What is still expected of a batch, and what came. */
interface Expected {
  /** Calls that nothing was heard of yet, by their names. */
  calls: Map<string, BatchCall>;
  answered: number;
  /** Lines that could not be read. */
  unreadable: number;
  /** What the first call that was not allowed was told. */
  notAllowed: UserError | undefined;
}

/**
 * Journals what a batch brought, and forgets the batch. What cannot be read is asked again; a download that breaks off is tried
 * again, and what came before is kept. A run that died in between does no reply twice.
 */
export async function collect(batch: StoredBatch, status: BatchStatus, options: CollectOptions): Promise<void> {
  const { folder, waiting } = options;
  const calls = readBatchCalls(folder, batch.key);
  const expected: Expected = { calls, answered: 0, unreadable: 0, notAllowed: undefined };
  for (const file of status.files) {
    if (calls.size > 0) await collectFile(file, batch, expected, options);
  }
  const { unreadable, answered, notAllowed } = expected;
  if (unreadable > 0) {
    waiting.warn(
      `batch ${status.id}: ${unreadable} lines of its results cannot be read; what is missing is asked again`,
    );
  }
  for (const call of calls.values()) endWithout(call, `the batch is ${status.status}, without a reply to it`, options);
  removeBatch(folder, batch.key);
  // Nothing was ever answered: it is the key or the model, not the request.
  if (notAllowed && answered === 0 && options.journal.totals().replies === 0) {
    throw new BatchTrouble(notAllowed.message, { advice: notAllowed.advice ?? '' });
  }
}

async function collectFile(
  file: string,
  batch: StoredBatch,
  expected: Expected,
  options: CollectOptions,
): Promise<void> {
  const { api, abort, waiting, folder } = options;
  const before = expected.unreadable;
  try {
    await withPatience(waiting, () => {
      expected.unreadable = before;
      return enterAll(api.fetch(file, abort), expected, options);
    });
  } catch (thrown) {
    const trouble = (what: string, first: string) => stuck(folder, batch, what, first);
    if (thrown instanceof NotThere) {
      throw trouble(`the server no longer has the results of batch ${batch.batch_id}`, 'Check --base-url and the key.');
    }
    // The batch API was there a moment ago: it is these results that do not come, and others may.
    if (thrown instanceof UserError && !(thrown instanceof BatchTrouble) && !waiting.isStopped()) {
      throw trouble(`the results of batch ${batch.batch_id} do not come: ${thrown.message}`, thrown.advice ?? '');
    }
    throw thrown;
  }
}

async function enterAll(
  items: ReturnType<BatchApi['fetch']>,
  expected: Expected,
  options: CollectOptions,
): Promise<void> {
  const appending: Promise<void>[] = [];
  let strange = 0;
  try {
    for await (const item of items) {
      const call = item === 'unreadable' ? undefined : expected.calls.get(item.custom_id);
      if (item === 'unreadable') expected.unreadable += 1;
      else if (call) {
        const heard = hear(call, item, expected, options);
        // Waited for below; until then nobody may call it unhandled.
        heard.catch(() => {});
        appending.push(heard);
      }
      if (!call) strange += 1;
      if (expected.calls.size === 0 || strange > MOST_STRANGE_LINES) return;
      if (appending.length >= APPENDING) await Promise.all(appending.splice(0));
    }
  } finally {
    await Promise.all(appending);
  }
}

/** What became of one call. It is heard of once: its name in another line means nothing. */
async function hear(
  call: BatchCall,
  { custom_id, read }: BatchItem,
  expected: Expected,
  options: CollectOptions,
): Promise<void> {
  expected.calls.delete(custom_id);
  const result = read({ samples: call.ids.length, features: call.features });
  if (result === 'again') options.budget?.settle(call.worst, 0);
  else if (result instanceof Error) {
    if (result instanceof UserError) expected.notAllowed ??= result;
    endWithout(call, result, options);
  } else {
    expected.answered += 1;
    await enter(call, result, options);
  }
}

async function enter(call: BatchCall, { choices, usage }: ChatReplies, options: CollectOptions): Promise<void> {
  const { journal, model, price, budget } = options;
  const [first] = call.ids as [string];
  const cost = price && costOf(usage, price);
  if (journal.tries(first) === call.tries) {
    await journal.append({
      ids: call.ids.slice(0, choices.length),
      contents: choices.map(({ content }) => content),
      finish_reasons: choices.map(({ finish_reason }) => finish_reason),
      usage: { cached_tokens: 0, ...usage },
      cost,
      model,
      prompt: call.prompt,
    });
    budget?.settle(call.worst, cost ?? 0);
  } else budget?.settle(call.worst, 0);
  options.onOver(call, undefined);
}

/** A call without a reply costs nothing (platform.openai.com/docs/guides/batch). */
function endWithout(call: BatchCall, why: Error | string, { budget, onOver }: CollectOptions): void {
  budget?.settle(call.worst, 0);
  const kind = why instanceof CallFault ? why.kind : undefined;
  onOver(call, {
    reason: typeof why === 'string' ? why : why.message,
    isFinal: kind === 'refused' || kind === 'too-long' || why instanceof UserError,
    ...(kind === 'too-long' ? { tooLong: why as CallFault } : {}),
  });
}
