const MINUTE_MS = 60_000;

/** Something that was spent, and when. */
export interface Spending {
  at: number;
  amount: number;
}

/** A limit on what is spent in a minute. */
export interface MinuteWindow {
  /** When so much can be spent: `now`, or the moment at which enough of what was spent is a minute old. */
  readyAt(now: number, amount: number): number;
  spend(now: number, amount: number): Spending;
  /** Puts the real amount in the place of an estimate. */
  correct(spending: Spending, amount: number): void;
}

/**
 * Never more than `limit` in any sixty seconds: keeps what was spent in the last minute. An amount above the whole limit goes
 * when nothing else is in the window, since it could never go otherwise.
 */
export function createMinuteWindow(limit: number): MinuteWindow {
  let spent: Spending[] = [];
  let first = 0;
  let sum = 0;

  function forgetOld(now: number): void {
    for (let oldest = spent[first]; oldest && oldest.at <= now - MINUTE_MS; oldest = spent[first]) {
      sum -= oldest.amount;
      first += 1;
    }
    if (first > 1000 && first * 2 > spent.length) {
      spent = spent.slice(first);
      first = 0;
    }
  }

  return {
    readyAt(now, amount) {
      forgetOld(now);
      let left = sum;
      for (let k = first; left + amount > limit && k < spent.length; k += 1) {
        const { at, amount: gone } = spent[k] as Spending;
        left -= gone;
        if (left + amount <= limit || k === spent.length - 1) return at + MINUTE_MS;
      }
      return now;
    },
    spend(now, amount) {
      const spending = { at: now, amount };
      spent.push(spending);
      sum += amount;
      return spending;
    },
    correct(spending, amount) {
      // What is a minute old has left the sum already.
      if (spent.lastIndexOf(spending) >= first) sum += amount - spending.amount;
      spending.amount = amount;
    },
  };
}
