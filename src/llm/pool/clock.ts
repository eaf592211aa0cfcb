/** Time as the pool sees it; tests put a simulated one in its place. */
export interface Clock {
  /** Milliseconds since any fixed moment; never goes back. */
  now(): number;
  /** Calls once, after so many milliseconds; returns how to call it off. */
  after(ms: number, call: () => void): () => void;
}

/** setTimeout takes no longer wait than this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, Math.min(ms, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
};
