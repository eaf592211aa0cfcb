/** How many calls a server stands at once, as it turns out. */
export interface AdaptiveLimit {
  /** Calls that may be in flight now: at least one. */
  value(): number;
  /** A call succeeded: about one more for each round of calls, or for ten rounds above the height of the last halving. */
  grow(): void;
  /** The server had too much to do: half as many. Calls that began before the last halving say nothing new. */
  halve(startedAt: number, now: number): void;
}

/** A number that does not adapt: what a server stands is found out elsewhere, for all who ask it. */
export const fixedLimit = (highest: number): AdaptiveLimit => ({ value: () => highest, grow() {}, halve() {} });

/** Growth above what was too much the last time: finds out that a server stands more again without asking it all the time. */
const CAREFUL = 10;

/**
 * Additive increase, multiplicative decrease, as TCP does it: begins at the highest number, halves, grows back by one a round,
 * and more carefully above the height at which it was last too much.
 */
export function createAdaptiveLimit(highest: number): AdaptiveLimit {
  let limit = highest;
  let tooMuch = Number.POSITIVE_INFINITY;
  let halvedAt = Number.NEGATIVE_INFINITY;
  return {
    value: () => Math.max(1, Math.floor(limit)),
    grow() {
      const step = limit + 1 < tooMuch ? 1 : 1 / CAREFUL;
      limit = Math.min(highest, limit + step / limit);
    },
    halve(startedAt, now) {
      if (startedAt < halvedAt) return;
      tooMuch = limit;
      limit = Math.max(1, limit / 2);
      halvedAt = now;
    },
  };
}
