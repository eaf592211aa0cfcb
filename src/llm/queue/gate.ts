import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { UserError } from '../../errors.js';
import { CallFault } from '../call-fault.js';
import type { ChatModel, ChatRequest } from '../chat-model.js';
import { NotBegun } from '../pool/index.js';
import { costOf } from '../prices.js';
import type { AccountLimits } from './account.js';
import { accountKeysOf, givePlace, renewPlaces, takePlace, withdrawOffer } from './account-scripts.js';
import { hasLeft, persist } from './connection.js';
import { billionths } from './ledger-scripts.js';
import { createOwed, type Terms } from './owed.js';

/** The budget of the run has no room for a call, and nothing that is under way could make some. The call was not begun. */
export class Unaffordable extends NotBegun {}

/** What a worker's calls wait for: the limits of their account, and the budget of their run. */
export interface Gate {
  /** A server's model whose calls wait until all workers together have room for them. */
  guard(model: ChatModel, limits: AccountLimits): ChatModel;
  /** Says what a call for these requests may cost, before it is made. */
  charge(requests: readonly ChatRequest[], terms: Terms): void;
  /** Calls that wait are given up: another worker should make them, or nobody. */
  letGo(): void;
  /** This worker offers nothing more. */
  leave(): Promise<void>;
}

interface GateOptions {
  redis(): Redis | undefined;
  prefix: string;
  /** What a call takes at most. */
  mostTokens(requests: readonly ChatRequest[]): number;
  stop: AbortSignal;
  /** A worker that is silent for so long is taken for dead, and its places are free. */
  leaseMs?: number;
}

/** Calls go through Redis at least so often: limits and pauses may have been corrected meanwhile. */
const LONGEST_LOOK_MS = 5000;
/** A server that asks for no pause is left alone for so long. Our choice: the pool's own first pause. */
const SHORTEST_PAUSE_MS = 1000;
/** Our choice: a worker says ten times in it that it lives. */
const LEASE_MS = 10_000;
const RENEWALS = 10;

type Outcome = 'answered' | 'busy' | 'other';

/** What a call was given. */
interface Place {
  id: string;
  /** When it began, by the clock of Redis. */
  began: number;
}

/** The gate that all workers of a Redis share. */
export function createGate({ redis, prefix, mostTokens, stop, leaseMs = LEASE_MS }: GateOptions): Gate {
  // Machines have processes of one number and clocks of one time.
  const own = randomUUID();
  const owed = createOwed(leaseMs);
  /** Places of this worker, by the offer that they are of. */
  const offers = new Map<string, { keys: ReturnType<typeof accountKeysOf>; inFlight: Set<string> }>();
  /** What ends the pauses of calls that wait. */
  const waiting = new Set<() => void>();
  let calls = 0;
  let timesLetGo = 0;

  function letGo(): void {
    timesLetGo += 1;
    for (const end of waiting) end();
  }
  stop.addEventListener('abort', letGo);

  function pauseFor(ms: number): Promise<void> {
    return new Promise((resume) => {
      const end = () => {
        clearTimeout(timer);
        waiting.delete(end);
        resume();
      };
      const timer = setTimeout(end, ms);
      waiting.add(end);
    });
  }

  async function enter(
    keys: readonly string[],
    offer: string,
    { rpm, tpm }: AccountLimits,
    tokens: number,
    worst: number,
  ): Promise<Place> {
    calls += 1;
    const id = `${own}-${calls}`;
    const values = [id, rpm ?? -1, tpm ?? -1, tokens, offer, leaseMs, worst];
    const lettingGo = timesLetGo;
    for (;;) {
      const client = redis();
      if (stop.aborted || !client || timesLetGo > lettingGo) throw new NotBegun('the worker was stopped');
      const take = () => takePlace(client, keys, values);
      const [outcome, amount] = (await persist(take, { isOver: () => stop.aborted })) as [string, number];
      if (outcome === 'go') return { id, began: amount };
      if (outcome === 'over') throw new Unaffordable('the budget of the run is reached');
      // Those who wait together should not all come back together.
      await pauseFor(Math.min(amount, LONGEST_LOOK_MS) * (1 + Math.random() / 4));
    }
  }

  const renewing = setInterval(() => {
    const client = redis();
    if (client?.status !== 'ready') return;
    for (const [offer, { keys, inFlight }] of offers)
      renewPlaces(client, [keys.flight, keys.offers, keys.highest], [offer, leaseMs, ...inFlight]).catch(() => {});
    owed.renew(client);
  }, leaseMs / RENEWALS);
  renewing.unref();

  return {
    guard(model, limits) {
      const { completeSamples } = model;
      if (!completeSamples) return model;
      const account = accountKeysOf(prefix, limits.account);
      const offer = `${limits.concurrency}:${own}-${offers.size}`;
      const inFlight = new Set<string>();
      offers.set(offer, { keys: account, inFlight });

      return {
        ...model,
        async completeSamples(requests, signal) {
          const ledger = owed.of(requests);
          const keys = [...Object.values(account), ...(ledger?.terms.keys ?? [])];
          const worst = ledger?.terms.worst ?? -1;
          const place = await enter(keys, offer, limits, mostTokens(requests), worst);
          inFlight.add(place.id);
          ledger?.begin(place.id);

          /** Gives the place back. `cost` is what it did cost, or may have. */
          const exit = (outcome: Outcome, cost: number, { tokens = -1, pauseMs = 0, isLost = false }) => {
            inFlight.delete(place.id);
            ledger?.end(place.id, isLost);
            const values = [place.id, outcome, place.began, tokens, Math.ceil(pauseMs), ledger ? cost : -1];
            const give = () => givePlace(redis() as Redis, keys, values);
            // A worker that has left gives nothing back: its places end with their leases.
            persist(give, { isOver: () => stop.aborted || hasLeft(redis()) }).catch(() => {});
          };
          try {
            const replies = await completeSamples(requests, signal);
            const tokens = replies.usage.prompt_tokens + replies.usage.completion_tokens;
            exit('answered', ledger ? billionths(costOf(replies.usage, ledger.terms.price)) : 0, { tokens });
            return { ...replies, reply: place.id };
          } catch (thrown) {
            const isLost = mayBeCharged(thrown);
            exit(outcomeOf(thrown), isLost ? worst : 0, { pauseMs: pauseAfter(thrown), isLost });
            throw thrown;
          }
        },
      };
    },
    charge: owed.charge,
    letGo,
    async leave() {
      clearInterval(renewing);
      const client = redis();
      if (client?.status !== 'ready') return;
      for (const [offer, { keys }] of offers)
        await withdrawOffer(client, [keys.offers, keys.highest], [offer, leaseMs]);
    },
  };
}

/** What a call that failed says of the server. */
function outcomeOf(thrown: unknown): Outcome {
  const isBusy = thrown instanceof CallFault && (thrown.kind === 'rate-limited' || thrown.kind === 'timed-out');
  return isBusy ? 'busy' : 'other';
}

/** For how many milliseconds the account is left alone. */
function pauseAfter(thrown: unknown): number {
  if (!(thrown instanceof CallFault) || thrown.kind !== 'rate-limited') return 0;
  return Math.max(SHORTEST_PAUSE_MS, thrown.retryAfterMs ?? 0);
}

/** Whether a call that brought no reply may be charged all the same. */
function mayBeCharged(thrown: unknown): boolean {
  if (thrown instanceof UserError) return false;
  return !(thrown instanceof CallFault) || thrown.mayBeBilled;
}
