import { UserError } from '../../errors.js';
import { CallFault } from '../call-fault.js';
import { fullJitter } from '../pool/backoff.js';
import { asksToWait } from '../pool/endings.js';

/** How calls to an API that works in the background wait. */
export interface Patience {
  /** Which API it is, for messages. */
  name: string;
  /** Waits so long, or until the run is stopped. */
  wait(ms: number): Promise<void>;
  isStopped(): boolean;
  patienceSeconds: number;
  random: () => number;
  warn(message: string): void;
}

const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/** Whether it may go better the next time. */
export const isPassing = ({ kind }: CallFault) => kind !== 'refused' && kind !== 'too-long';

/**
 * Does something that may fail for a while, such as looking at a batch over a network that comes and goes: again and again with
 * full jitter, until it has been waited for longer than the user wants to. Rejects with a UserError then, or where the fault is
 * the request's own; with the CallFault itself where the run was stopped meanwhile.
 */
export async function withPatience<Value>(
  waiting: Patience,
  action: (attempt: number) => Promise<Value>,
): Promise<Value> {
  const patienceMs = waiting.patienceSeconds * 1000;
  let waited = 0;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await action(attempt);
    } catch (thrown) {
      if (!(thrown instanceof CallFault) || waiting.isStopped()) throw thrown;
      if (!isPassing(thrown) || waited > patienceMs) throw toUserError(thrown, waiting);
      const asked = thrown.retryAfterMs ?? 0;
      if (asked > patienceMs) throw asksToWait([waiting], asked);
      const ms = Math.max(asked, fullJitter(attempt, FIRST_MS, LONGEST_MS, waiting.random));
      waiting.warn(`${waiting.name}: ${thrown.message}; trying again`);
      waited += ms;
      await waiting.wait(ms);
    }
  }
}

/** A fault that nothing more is done about, as the user is told of it. */
export function toUserError(fault: CallFault, { name }: { name: string }): UserError {
  if (!isPassing(fault)) return new UserError(`${name} refuses the request: ${fault.message}`);
  return new UserError(`${name} does not answer; last error: ${fault.message}`, {
    advice: 'Check the network, then run the same command again. What was made is kept.',
  });
}
