import type { UserError } from '../../errors.js';
import { readBatchCalls, removeBatch, type StoredBatch } from '../../store/batches.js';
import { CallFault } from '../call-fault.js';
import type { BatchStatus } from './batch-api.js';
import { type CollectOptions, collect } from './collect.js';
import { type FollowOptions, follow, isQueueFull, recover, refusedBatch, submit } from './follow.js';
import { BatchRefused, BatchTrouble } from './trouble.js';

type FinishOptions = CollectOptions & FollowOptions;

/**
 * Submits and collects all batches; false where the run was stopped before. One that cannot go on holds no other up: rejects with
 * the first trouble when all others are collected.
 */
export async function finishBatches(
  batches: readonly StoredBatch[],
  areNew: boolean,
  options: FinishOptions,
): Promise<boolean> {
  let trouble: UserError | undefined;

  /** Undefined where the batch is in trouble. */
  async function attempt<Value>(action: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await action();
    } catch (thrown) {
      if (!(thrown instanceof BatchTrouble)) throw thrown;
      trouble ??= thrown;
      return undefined;
    }
  }

  try {
    const submitted: StoredBatch[] = [];
    for (const batch of batches) {
      const begun = await attempt(() => (areNew ? handIn(batch, options) : pickUp(batch, options)));
      if (begun) submitted.push(begun);
    }
    for (const batch of submitted) {
      const isOver = await attempt(() => finish(batch, submitted.length > 1, options));
      if (isOver === false) return false;
    }
  } catch (thrown) {
    // What fails because the run was stopped is picked up by the next one.
    if (thrown instanceof CallFault && options.waiting.isStopped()) return false;
    throw thrown;
  }
  if (trouble) throw trouble;
  return true;
}

/** Hands a new batch in. One that the server does not take is forgotten: a smaller one may pass. */
async function handIn(batch: StoredBatch, options: FinishOptions): Promise<StoredBatch> {
  try {
    return await submit(batch, options);
  } catch (thrown) {
    if (thrown instanceof BatchRefused) forget(batch, options);
    throw thrown;
  }
}

/** A batch that an earlier run left. One that never reached the server is forgotten: its requests are planned anew. */
async function pickUp(batch: StoredBatch, options: FinishOptions): Promise<StoredBatch | undefined> {
  const found = await recover(batch, options);
  if (!found) forget(batch, options);
  return found;
}

/** False where the run was stopped before the batch was over. */
async function finish(batch: StoredBatch, wereOthers: boolean, options: FinishOptions): Promise<boolean> {
  const status = await follow(batch, options);
  if (!status) return false;
  if (status.status === 'failed' && status.files.length === 0) discard(batch, status, wereOthers, options);
  else await collect(batch, status, options);
  return true;
}

/** A batch that was not taken at all is forgotten: its requests go into the next one, where there is a point in that. */
function discard(batch: StoredBatch, status: BatchStatus, wereOthers: boolean, options: FinishOptions): void {
  forget(batch, options);
  // Others were in the queue: with those done there may be room.
  if (wereOthers && isQueueFull(status)) return;
  throw refusedBatch(`batch ${status.id}: ${status.errors[0] ?? 'it does not say why'}`);
}

function forget({ key }: StoredBatch, { folder, budget }: FinishOptions): void {
  for (const { worst } of readBatchCalls(folder, key).values()) budget?.settle(worst, 0);
  removeBatch(folder, key);
}
