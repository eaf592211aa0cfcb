/** So long back a pace is measured. */
const WINDOW_MS = 15_000;

/** How fast something goes that is counted now and then. */
export interface Pace {
  /** Notes what is done by now. Returns how many a second, over the last seconds; null before anything can be said. */
  at(now: number, done: number): number | null;
}

/** Measures a pace. Times are milliseconds that only grow. */
export function createPace(): Pace {
  const seen: { now: number; done: number }[] = [];
  return {
    at(now, done) {
      seen.push({ now, done });
      while (seen.length > 2 && (seen[0]?.now ?? 0) < now - WINDOW_MS) seen.shift();
      const [first] = seen;
      const elapsed = now - (first?.now ?? now);
      return elapsed < 1000 ? null : ((done - (first?.done ?? 0)) * 1000) / elapsed;
    },
  };
}
