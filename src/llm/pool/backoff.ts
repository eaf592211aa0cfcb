/**
 * Full jitter: anything between nothing and a bound that doubles with every step, so that calls that failed together do not
 * come back together (Brooker, "Exponential Backoff And Jitter", AWS 2015).
 */
export function fullJitter(step: number, firstMs: number, longestMs: number, random: () => number): number {
  return random() * Math.min(longestMs, firstMs * 2 ** Math.min(step, 30));
}
