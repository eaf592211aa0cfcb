import type { Redis } from 'ioredis';
import type { BudgetReached } from '../budget.js';
import type { ChatRequest } from '../chat-model.js';
import type { Pricing } from '../pool/index.js';
import type { Price } from '../prices.js';
import type { QueueKeys } from './keys.js';
import { billionths, keepCosts, ledgerKeysOf, readLedger, writeLedger } from './ledger-scripts.js';
import { type Answer, type Job, repliesOf } from './wire.js';

/** The budget of a run, and what it is reckoned with. */
export interface QueuePricing extends Pricing {
  price: Price;
}

/**
 * A run's budget as it lies in Redis. A worker sets aside what a call may cost there, in the step in which it takes its place, and puts
 * what it did cost in its stead. What nobody settles, because its worker died or the reply was lost, stays counted. The journal is truth:
 * what it holds is counted from there, and what Redis loses is put back.
 */
export interface Ledger {
  /** Begins: what the journal's replies cost is known, and Redis may hold costs of an earlier run. */
  open(): Promise<void>;
  /** Puts back what Redis has lost, and lets workers spend again when all that live have said what they owe. */
  look(): Promise<void>;
  /** What a worker must know to make a call. Throws BudgetReached where even the journal leaves no room for it. */
  termsOf(requests: readonly ChatRequest[]): Pick<Job, 'terms'>;
  /** A reply has reached the disk. */
  keep(answer: Answer): void;
  /** Replies are forgotten in Redis: these of them are on disk, or were none. */
  forget(ids: readonly string[]): Promise<void>;
  /** What is said of a run whose next call has no room. */
  reached(): Promise<BudgetReached>;
}

/** Workers say what they owe every second; after this all that live have. Our choice. */
const GRACE_MS = 3000;

/** Costs that one command takes back to Redis. */
const COSTS_AT_ONCE = 5000;

/** The ledger of a run; without a budget there is nothing to count. */
export function openLedger(
  redis: Redis,
  queueKeys: QueueKeys,
  folder: string,
  pricing: QueuePricing | undefined,
  expireMs: number,
): Ledger {
  if (!pricing) return NO_LEDGER;
  const { budget, price, worstCost, costOf } = pricing;
  const keys = ledgerKeysOf(queueKeys, folder);
  /** Costs of calls that are not in the journal, as Redis had them when it was last looked at. */
  let known = new Map<string, string>();
  let closedAt = 0;
  let ending: Promise<BudgetReached> | undefined;

  async function write(isOpen: boolean): Promise<void> {
    const costs = [...known];
    for (let from = 0; from === 0 || from < costs.length; from += COSTS_AT_ONCE) {
      const some = costs.slice(from, from + COSTS_AT_ONCE).flat();
      const isLast = from + COSTS_AT_ONCE >= costs.length;
      const amounts = [billionths(budget.limit), billionths(budget.spent())];
      await writeLedger(redis, keys, [...amounts, expireMs, isOpen && isLast ? 1 : 0, ...some]);
    }
    closedAt = Date.now();
  }

  async function read(): Promise<{ state: string; costs: Map<string, string> }> {
    const [state, pairs] = (await readLedger(redis, keys, [])) as [string, string[]];
    const costs = new Map<string, string>();
    for (let k = 0; k < pairs.length; k += 2) costs.set(pairs[k] as string, pairs[k + 1] as string);
    return { state, costs };
  }

  /** What may have been charged without a reply is spent too, as far as anybody knows. */
  async function end(): Promise<BudgetReached> {
    const { costs } = await read();
    const open = [...costs.values()].reduce((sum, cost) => sum + Number(cost), 0) / 1e9;
    budget.owe(open);
    budget.settle(open, open);
    return budget.reached();
  }

  return {
    async open() {
      const { state, costs } = await read();
      known = costs;
      // Where there is none, no earlier run of this folder has spent anything that is not in its journal.
      await write(state === 'open' || (state === 'none' && costs.size === 0));
    },
    async look() {
      const { state, costs } = await read();
      if (state === 'open') known = costs;
      else if (state !== 'closed') await write(false);
      else if (Date.now() - closedAt >= GRACE_MS) await write(true);
    },
    termsOf(requests) {
      const worst = worstCost(requests);
      if (billionths(budget.spent()) + billionths(worst) > billionths(budget.limit)) throw budget.reached();
      return { terms: { worst: billionths(worst), price } };
    },
    keep({ replies }) {
      if (!replies) return;
      const cost = costOf(repliesOf(replies).usage);
      budget.owe(cost);
      budget.settle(cost, cost);
    },
    async forget(ids) {
      for (const id of ids) known.delete(id);
      await keepCosts(redis, keys, [billionths(budget.spent()), ...ids]);
    },
    reached() {
      ending ??= end();
      return ending;
    },
  };
}

const NO_LEDGER: Ledger = {
  async open() {},
  async look() {},
  termsOf: () => ({}),
  keep() {},
  async forget() {},
  reached: () => Promise.reject(new Error('a run without a budget was told that it is reached')),
};
