/** How many calls a server stands at once, as it turns out. */
export interface AdaptiveLimit {
  /** Calls that may be in flight now: at least one. */
  value(): number;
  /** A call succeeded: about one more for each round of calls. */
  grow(): void;
  /** The server had too much to do: half as many. Calls that began before the last halving say nothing new. */
  halve(startedAt: number, now: number): void;
}

/** Additive increase, multiplicative decrease, as TCP does it: begins at the highest number, halves, grows back by one a round. */
export function createAdaptiveLimit(highest: number): AdaptiveLimit {
  let limit = highest;
  let halvedAt = Number.NEGATIVE_INFINITY;
  return {
    value: () => Math.max(1, Math.floor(limit)),
    grow() {
      limit = Math.min(highest, limit + 1 / limit);
    },
    halve(startedAt, now) {
      if (startedAt < halvedAt) return;
      limit = Math.max(1, limit / 2);
      halvedAt = now;
    },
  };
}
