import { UserError } from '../../errors.js';
import { nameBatch, openBatchInput, type StoredBatch } from '../../store/batches.js';
import type { BatchApi, BatchStatus } from './batch-api.js';
import { type Waiting, withPatience } from './patience.js';

export interface FollowOptions {
  api: BatchApi;
  folder: string;
  waiting: Waiting;
  abort: AbortSignal;
  pollSeconds: number;
  info(message: string): void;
}

/**
 * Hands a batch in, unless it was: one that an earlier run handed in and died before it knew the name is found by its key, so
 * that nothing is submitted twice.
 */
export async function submit(batch: StoredBatch, isNew: boolean, options: FollowOptions): Promise<StoredBatch> {
  const { api, folder, waiting, abort, info } = options;
  if (batch.batch_id !== null) return batch;
  const id = await withPatience(waiting, async (attempt) => {
    const isFirst = isNew && attempt === 0;
    const found = isFirst ? undefined : await api.find(batch.key, abort);
    return found ?? (await api.submit(batch.key, await openBatchInput(folder, batch.key), abort));
  });
  info(`batch ${id} is submitted`);
  return nameBatch(folder, batch.key, id);
}

/** Looks at a batch now and then until it is over; undefined where the run was stopped before. */
export async function follow(batch: StoredBatch, options: FollowOptions): Promise<BatchStatus | undefined> {
  const { api, waiting, abort, pollSeconds, info } = options;
  let said = '';
  for (;;) {
    const status = await withPatience(waiting, () => api.look(batch.batch_id ?? '', abort));
    if (status.isOver) return status;
    const line = `batch ${status.id}: ${status.status}, ${status.completed} of ${status.total} calls answered`;
    if (line !== said) info(line);
    said = line;
    if (waiting.isStopped()) return undefined;
    await waiting.wait(pollSeconds * 1000);
    if (waiting.isStopped()) return undefined;
  }
}

/** The server has taken no call of the batch, since too many wait in its queue already: it may take them later. */
export function isQueueFull({ status, errors }: BatchStatus): boolean {
  return status === 'failed' && errors.some((error) => /token_limit|enqueued/i.test(error));
}

/** The server refused the whole batch. */
export function refusedBatch({ id, errors }: BatchStatus): UserError {
  return new UserError(`the server refuses batch ${id}: ${errors[0] ?? 'it does not say why'}`, {
    advice: 'Lower batch.maxRequests in rolellm.config.yaml where it is too large, or run with --executor direct.',
  });
}
