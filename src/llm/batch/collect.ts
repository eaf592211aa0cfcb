import { type BatchCall, readBatchCalls, removeBatch, type StoredBatch } from '../../store/batches.js';
import type { Journal } from '../../store/journal.js';
import type { Budget } from '../budget.js';
import { CallFault } from '../call-fault.js';
import type { ChatReplies } from '../chat-model.js';
import { costOf, type Price } from '../prices.js';
import type { BatchApi, BatchStatus } from './batch-api.js';
import { type Waiting, withPatience } from './patience.js';

export interface CollectOptions {
  api: BatchApi;
  journal: Journal;
  folder: string;
  model: string;
  price: Price | null;
  budget: Budget | undefined;
  waiting: Waiting;
  abort: AbortSignal;
  /** A call is over: it was answered, or why not; `isFinal` where the server will never answer it. */
  onOver(call: BatchCall, fault: { reason: string; isFinal: boolean } | undefined): void;
}

/** Replies on their way to the disk at once: enough for one group commit after the other, few enough for memory. */
const APPENDING = 512;

/** Journals what a batch brought, and forgets the batch. A run that died in between does no reply twice. */
export async function collect(batch: StoredBatch, status: BatchStatus, options: CollectOptions): Promise<void> {
  const { api, folder, waiting, abort } = options;
  await withPatience(waiting, async () => {
    const calls = readBatchCalls(folder, batch.key);
    for (const file of status.files) await collectFile(api.fetch(file, abort), calls, options);
    for (const call of calls.values()) end(call, `the batch is ${status.status}, without a reply to it`, options);
  });
  removeBatch(folder, batch.key);
}

async function collectFile(
  items: ReturnType<BatchApi['fetch']>,
  calls: Map<string, BatchCall>,
  options: CollectOptions,
): Promise<void> {
  let appending: Promise<void>[] = [];
  for await (const { custom_id, read } of items) {
    const call = calls.get(custom_id);
    if (!call) continue;
    const result = read({ samples: call.ids.length, features: call.features });
    calls.delete(custom_id);
    if (result === 'again') end(call, undefined, options);
    else if (result instanceof CallFault) end(call, result, options);
    else appending.push(enter(call, result, options));
    if (appending.length >= APPENDING) {
      await Promise.all(appending);
      appending = [];
    }
  }
  await Promise.all(appending);
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
function end(call: BatchCall, why: CallFault | string | undefined, { budget, onOver }: CollectOptions): void {
  budget?.settle(call.worst, 0);
  if (why === undefined) return;
  const isFinal = why instanceof CallFault && (why.kind === 'refused' || why.kind === 'too-long');
  onOver(call, { reason: why instanceof CallFault ? why.message : why, isFinal });
}
