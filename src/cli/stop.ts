import { setMaxListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { Log } from '../log.js';
import { StoppedByUser } from '../stages/context.js';

/** Signals of the user's wish to stop. */
export interface Stop {
  stop: AbortSignal;
  abort: AbortSignal;
  /**
   * Does work that never waits, and so would not hear a signal before it is done: meanwhile a signal ends the process at once.
   * Files are written whole or not at all, so nothing is lost.
   */
  atOnce<Value>(work: () => Value | Promise<Value>): Promise<Value>;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Takes away all that listens for signals, that of libraries too, so that the system's own way of ending is left. Gives it back. */
function unlisten(): () => void {
  const known = SIGNALS.map((signal) => ({ signal, listeners: process.listeners(signal) }));
  for (const signal of SIGNALS) process.removeAllListeners(signal);
  return () => {
    for (const { signal, listeners } of known) for (const listener of listeners) process.on(signal, listener);
  };
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
    log.warn('stopping: waiting for open calls (press Ctrl-C again to stop at once)');
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    stop: stop.signal,
    abort: abort.signal,
    async atOnce(work) {
      // A signal that came just now is heard first. Signals are read before immediates run, so the first of these may come too early.
      await setImmediate();
      await setImmediate();
      if (stop.signal.aborted) throw new StoppedByUser('what was answered is kept');
      const restore = unlisten();
      try {
        return await work();
      } finally {
        restore();
      }
    },
  };
}
