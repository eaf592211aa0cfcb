/** So long back is counted. */
const WINDOW_MS = 60_000;

/** Calls a minute, from a number of calls that is looked at now and then. Times are milliseconds that only grow. */
export function createPerMinute(began: number): (now: number, calls: number) => number {
  const seen = [{ now: began, calls: 0 }];
  return (now, calls) => {
    seen.push({ now, calls });
    while (seen.length > 2 && (seen[1] as { now: number }).now <= now - WINDOW_MS) seen.shift();
    const [first] = seen as [{ now: number; calls: number }];
    return Math.round(((calls - first.calls) * 60_000) / Math.max(1000, now - first.now));
  };
}
