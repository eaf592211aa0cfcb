import { setMaxListeners } from 'node:events';
import type { Log } from '../stages/context.js';

/** Signals of the user's wish to stop. */
export interface Stop {
  stop: AbortSignal;
  abort: AbortSignal;
}

/** The first SIGINT or SIGTERM stops asking and waits for what is in flight; the second gives that up too. */
export function listenForStop(log: Log): Stop {
  const stop = new AbortController();
  const abort = new AbortController();
  // Every call in flight listens to it.
  setMaxListeners(0, stop.signal, abort.signal);
  const onSignal = () => {
    if (stop.signal.aborted) {
      abort.abort();
      return;
    }
    stop.abort();
    log.warn('stopping: waiting for the calls in flight (once more to give them up)');
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return { stop: stop.signal, abort: abort.signal };
}
