import type { Redis } from 'ioredis';
import type { ChatRequest } from '../chat-model.js';
import type { Price } from '../prices.js';
import { renewCosts, restoreCosts } from './ledger-scripts.js';

/** What a call may cost, and where that is counted. */
export interface Terms {
  /** The keys of the run's ledger. */
  keys: readonly string[];
  /** For how long what is owed stays there, in milliseconds. */
  expireMs: number;
  /** Billionths of a US dollar, at most. */
  worst: number;
  price: Price;
}

/** What this worker owes one run: its calls under way, and those that may have been charged without a reply. */
interface Ledger extends Pick<Terms, 'keys' | 'expireMs'> {
  open: Map<string, number>;
  lost: Map<string, number>;
}

/** A call's part in it. */
interface Debt {
  terms: Terms;
  begin(id: string): void;
  /** It is over. `isLost`: it may have been charged, and nobody else knows of it. */
  end(id: string, isLost: boolean): void;
}

/** What a worker owes its runs, so that it can say it again where Redis has lost it. */
export function createOwed(leaseMs: number) {
  const ledgers = new Map<string, Ledger>();
  const termsOf = new WeakMap<readonly ChatRequest[], Terms>();

  function ledgerOf({ keys, expireMs }: Terms): Ledger {
    const name = keys.join();
    const known = ledgers.get(name) ?? { keys, expireMs, open: new Map(), lost: new Map() };
    ledgers.set(name, known);
    return known;
  }

  async function renewOne(client: Redis, { keys, expireMs, open, lost }: Ledger): Promise<void> {
    if (open.size + lost.size === 0) return;
    if ((await renewCosts(client, keys, [leaseMs, ...open.keys()])) === 1)
      await restoreCosts(client, keys, [expireMs, ...[...open, ...lost].flat()]);
  }

  return {
    charge(requests: readonly ChatRequest[], terms: Terms): void {
      termsOf.set(requests, terms);
    },
    /** The part of a call for these requests; undefined where its run has no budget. */
    of(requests: readonly ChatRequest[]): Debt | undefined {
      const terms = termsOf.get(requests);
      if (!terms) return undefined;
      const { open, lost } = ledgerOf(terms);
      return {
        terms,
        begin: (id) => void open.set(id, terms.worst),
        end(id, isLost) {
          open.delete(id);
          if (isLost) lost.set(id, terms.worst);
        },
      };
    },
    renew(client: Redis): void {
      for (const ledger of ledgers.values()) renewOne(client, ledger).catch(() => {});
    },
  };
}
