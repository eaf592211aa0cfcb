import { CallFault } from '../call-fault.js';
import { fullJitter } from '../pool/backoff.js';

/** How calls to the batch API wait. */
export interface Waiting {
  /** Waits so long, or until the run is stopped. */
  wait(ms: number): Promise<void>;
  isStopped(): boolean;
  patienceSeconds: number;
  random: () => number;
  warn(message: string): void;
}

const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/**
 * Does something that may fail for a while, such as looking at a batch over a network that comes and goes: again and again with
 * full jitter, until it has been waited for longer than the user wants to. Rejects with the last fault then, or where it is the
 * request's own.
 */
export async function withPatience<Value>(
  waiting: Waiting,
  action: (attempt: number) => Promise<Value>,
): Promise<Value> {
  let waited = 0;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await action(attempt);
    } catch (thrown) {
      const isPassing = thrown instanceof CallFault && thrown.kind !== 'refused' && thrown.kind !== 'too-long';
      if (!isPassing || waiting.isStopped() || waited > waiting.patienceSeconds * 1000) throw thrown;
      const ms = Math.max(thrown.retryAfterMs ?? 0, fullJitter(attempt, FIRST_MS, LONGEST_MS, waiting.random));
      waiting.warn(`the batch API: ${thrown.message}; trying again`);
      waited += ms;
      await waiting.wait(ms);
    }
  }
}
