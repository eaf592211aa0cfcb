const MINUTE_MS = 60_000;

/** Something that was spent, by its number from 0. */
export type Spending = number;

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
  /** When and how much was spent: a ring of plain numbers, for a fast server answers 100,000 calls a minute. */
  let times = new Float64Array(64);
  let amounts = new Float64Array(times.length);
  let first = 0;
  let next = 0;
  let sum = 0;

  const placeOf = (spending: Spending) => spending % times.length;
  const timeOf = (spending: Spending) => times[placeOf(spending)] as number;
  const amountOf = (spending: Spending) => amounts[placeOf(spending)] as number;

  function forgetOld(now: number): void {
    for (; first < next && timeOf(first) <= now - MINUTE_MS; first += 1) sum -= amountOf(first);
  }

  function widen(): void {
    const [wider, widerAmounts] = [new Float64Array(2 * times.length), new Float64Array(2 * times.length)];
    for (let spending = first; spending < next; spending += 1) {
      wider[spending % wider.length] = timeOf(spending);
      widerAmounts[spending % wider.length] = amountOf(spending);
    }
    [times, amounts] = [wider, widerAmounts];
  }

  return {
    readyAt(now, amount) {
      forgetOld(now);
      let left = sum;
      for (let spending = first; left + amount > limit && spending < next; spending += 1) {
        left -= amountOf(spending);
        if (left + amount <= limit || spending === next - 1) return timeOf(spending) + MINUTE_MS;
      }
      return now;
    },
    spend(now, amount) {
      forgetOld(now);
      if (next - first === times.length) widen();
      const spending = next;
      next += 1;
      times[placeOf(spending)] = now;
      amounts[placeOf(spending)] = amount;
      sum += amount;
      return spending;
    },
    correct(spending, amount) {
      // What is a minute old has left the sum already.
      if (spending < first) return;
      sum += amount - amountOf(spending);
      amounts[placeOf(spending)] = amount;
    },
  };
}
