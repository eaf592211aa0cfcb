import type { UserError } from '../../errors.js';
import { readBatchCalls, removeBatch, type StoredBatch } from '../../store/batches.js';
import type { BatchStatus } from './batch-api.js';
import { type CollectOptions, collect } from './collect.js';
import { type FollowOptions, follow, isQueueFull, refusedBatch, submit } from './follow.js';

type FinishOptions = CollectOptions & FollowOptions;

/** Submits and collects all batches; false where the run was stopped before. Rejects with UserError where one is refused. */
export async function finishBatches(
  batches: readonly StoredBatch[],
  areNew: boolean,
  options: FinishOptions,
): Promise<boolean> {
  const submitted: StoredBatch[] = [];
  for (const batch of batches) submitted.push(await submit(batch, areNew, options));
  let refused: UserError | undefined;
  for (const batch of submitted) {
    const status = await follow(batch, options);
    if (!status) return false;
    if (status.status !== 'failed') await collect(batch, status, options);
    else refused ??= discard(batch, status, submitted.length > 1, options);
  }
  if (refused) throw refused;
  return true;
}

/** A batch that was not taken at all is forgotten: its requests go into the next one, where there is a point in that. */
function discard(
  { key }: StoredBatch,
  status: BatchStatus,
  wereOthers: boolean,
  { folder, budget }: FinishOptions,
): UserError | undefined {
  for (const { worst } of readBatchCalls(folder, key).values()) budget?.settle(worst, 0);
  removeBatch(folder, key);
  // Others were in the queue: with those done there may be room.
  return wereOthers && isQueueFull(status) ? undefined : refusedBatch(status);
}
