import { UserError } from '../errors.js';
import { lookAtQueues, type QueueAddress, trafficOf } from '../llm/queue/index.js';
import type { QueueLook } from './api.js';

/** Looks at the queues of workers under an address. Where Redis cannot be asked, says so in a line instead. */
async function look(address: QueueAddress): Promise<QueueLook> {
  const at = address.shown;
  try {
    const states = await lookAtQueues(address);
    return {
      at,
      error: null,
      queues: states.map((one) => ({ model: one.model, state: one.state, ...trafficOf(one) })),
    };
  } catch (thrown) {
    if (thrown instanceof UserError) return { at, error: thrown.toLine(), queues: [] };
    throw thrown;
  }
}

/** Looks at them for all pages that ask meanwhile: a Redis that does not answer takes seconds. */
export function createQueueLook(address: QueueAddress | undefined): () => Promise<QueueLook | null> {
  if (!address) return async () => null;
  let looking: Promise<QueueLook> | undefined;
  return () => {
    looking ??= look(address).finally(() => {
      looking = undefined;
    });
    return looking;
  };
}
