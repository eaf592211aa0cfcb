import { nameBatch, openBatchInput, type StoredBatch } from '../../store/batches.js';
import { CallFault } from '../call-fault.js';
import { type BatchApi, type BatchStatus, NotThere } from './batch-api.js';
import { isPassing, type Patience, withPatience } from './patience.js';
import { BatchRefused, type BatchTrouble, stuck } from './trouble.js';

export interface FollowOptions {
  api: BatchApi;
  folder: string;
  waiting: Patience;
  abort: AbortSignal;
  pollSeconds: number;
  info(message: string): void;
}

/** Hands a new batch in. One whose handing in failed on the way may be there all the same: it is looked for by its key. */
export async function submit(batch: StoredBatch, options: FollowOptions): Promise<StoredBatch> {
  const { api, folder, waiting, abort } = options;
  const id = await withPatience(waiting, async (attempt) => {
    const found = attempt === 0 ? undefined : await lookFor(batch, options);
    return found ?? (await submitOnce(api, batch.key, await openBatchInput(folder, batch.key), abort));
  });
  return named(batch, id, options);
}

async function submitOnce(api: BatchApi, ...asked: Parameters<BatchApi['submit']>): Promise<string> {
  try {
    return await api.submit(...asked);
  } catch (thrown) {
    if (!(thrown instanceof CallFault) || isPassing(thrown)) throw thrown;
    throw refusedBatch(`a batch: ${thrown.message}`);
  }
}

/**
 * A batch that an earlier run left. Where that run died before it knew the batch's name it is found by its key, so that nothing
 * is paid twice; undefined where it was never handed in.
 */
export async function recover(batch: StoredBatch, options: FollowOptions): Promise<StoredBatch | undefined> {
  if (batch.batch_id !== null) return batch;
  const id = await withPatience(options.waiting, () => lookFor(batch, options));
  return id === undefined ? undefined : named(batch, id, options);
}

function named({ key }: StoredBatch, id: string, { folder, info }: FollowOptions): StoredBatch {
  info(`batch ${id} is submitted`);
  return nameBatch(folder, key, id);
}

async function lookFor(batch: StoredBatch, { api, folder, abort }: FollowOptions): Promise<string | undefined> {
  try {
    return await api.find(batch.key, abort);
  } catch (thrown) {
    if (!(thrown instanceof NotThere)) throw thrown;
    const what = 'the server lists no batches, so nobody knows whether this one was handed in';
    throw stuck(folder, batch, what, 'Check --base-url.');
  }
}

/** Looks at a batch now and then until it is over; undefined where the run was stopped before. */
export async function follow(batch: StoredBatch, options: FollowOptions): Promise<BatchStatus | undefined> {
  const { waiting, pollSeconds, info } = options;
  let said = '';
  let unknownSeconds = 0;
  for (;;) {
    const status = await look(batch, options);
    if (status.state === 'over') return status;
    const line = `batch ${status.id}: ${status.status}, ${status.completed} of ${status.total} calls answered`;
    if (line !== said) info(line);
    said = line;
    if (status.state === 'unknown') {
      if (unknownSeconds === 0)
        waiting.warn(`batch ${status.id} is "${status.status}", which is no state that we know`);
      if (unknownSeconds > waiting.patienceSeconds) throw isStrange(batch, status, options);
      unknownSeconds += pollSeconds;
    } else unknownSeconds = 0;
    if (waiting.isStopped()) return undefined;
    await waiting.wait(pollSeconds * 1000);
    if (waiting.isStopped()) return undefined;
  }
}

async function look(batch: StoredBatch, { api, waiting, abort, folder }: FollowOptions): Promise<BatchStatus> {
  try {
    return await withPatience(waiting, () => api.look(batch.batch_id ?? '', abort));
  } catch (thrown) {
    if (!(thrown instanceof NotThere)) throw thrown;
    const what = `the server does not know batch ${batch.batch_id}`;
    throw stuck(folder, batch, what, 'Check that --base-url and the key are those that it was handed in with.');
  }
}

function isStrange(batch: StoredBatch, { id, status }: BatchStatus, { folder, waiting }: FollowOptions): BatchTrouble {
  const what = `batch ${id} has been "${status}" for ${waiting.patienceSeconds} seconds, which is no state that we know`;
  return stuck(folder, batch, what, 'Run the same command again later.');
}

/** The server has taken no call of the batch, since too many wait in its queue already: it may take them later. */
export function isQueueFull({ status, errors }: BatchStatus): boolean {
  return status === 'failed' && errors.some((error) => /token_limit|enqueued/i.test(error));
}

/** The server refused the whole batch. */
export function refusedBatch(reason: string): BatchRefused {
  return new BatchRefused(`the server refuses ${reason}`, {
    advice: 'If the batch is too large, lower batch.maxRequests in rolellm.config.yaml. Or run with --executor direct.',
  });
}
