import { messageOf, UserError } from '../../errors.js';
import { CallFault } from '../call-fault.js';
import { NotBegun } from '../pool/index.js';
import type { SpentReplies } from './spent.js';
import type { Delivered, Transport } from './transport.js';
import type { Answer, Job } from './wire.js';

/** A call whose reply is not in the journal yet. */
interface OpenCall {
  job: Job;
  isAdded: boolean;
  /** How often Redis has lost it. */
  losses: number;
  /** The reply that is being kept. */
  answered: string | undefined;
  deliver(delivered: Delivered): void;
  reject(reason: unknown): void;
}

/** What came of a call, and what to do when it is kept. */
export interface Outcome {
  answer: Answer;
  forget(): void;
}

/** Jobs of which a second reply is known as such when it comes; older ones are sorted out at the end. Our choice. */
const REMEMBERED = 20_000;

/** A call that Redis loses so often is no longer asked in this run: each time it may have been paid for. Our choice. */
const MOST_LOSSES = 5;

const stopped = () => new NotBegun('the run was stopped');

/** The calls of a run: which are open, which replies came, which have to be asked again. */
export function createOpenCalls(transport: Transport, spent: SpentReplies) {
  const calls = new Map<string, OpenCall>();
  /** Replies that an earlier run has not kept, by their job: used where this run asks the same. */
  const early = new Map<string, Delivered[]>();
  const settled = new Set<string>();
  let over: unknown;

  function end(reason: unknown): void {
    over ??= reason;
    for (const call of calls.values()) call.reject(over);
    calls.clear();
  }

  /** A reply that is money only. */
  async function spend(delivered: Delivered): Promise<void> {
    if (!spent.lookUp()(delivered.answer)) await spent.keep(delivered.answer);
    transport.forget(delivered);
  }

  function remember(job: string): void {
    settled.add(job);
    if (settled.size > REMEMBERED) settled.delete(settled.values().next().value as string);
  }

  function add(id: string, call: OpenCall): void {
    call.isAdded = false;
    transport.add(id, call.job).then(
      () => {
        call.isAdded = true;
      },
      (thrown) => call.reject(over ?? new UserError(`Redis refuses a call: ${messageOf(thrown)}`, { cause: thrown })),
    );
  }

  return {
    end,
    isOver: () => over !== undefined,
    throwIfOver(): void {
      if (over !== undefined) throw over;
    },
    size: () => calls.size,
    ids: () => [...calls.keys()],
    /** Puts a call on the queue and waits for what comes of it. */
    ask(id: string, job: Job, signal: AbortSignal | undefined): Promise<Outcome> {
      return new Promise((resolve, reject) => {
        const onAbort = () => call.reject(stopped());
        const call: OpenCall = {
          job,
          isAdded: false,
          losses: 0,
          answered: undefined,
          deliver(delivered) {
            call.answered = delivered.answer.id;
            signal?.removeEventListener('abort', onAbort);
            const forget = () => {
              calls.delete(id);
              remember(id);
              transport.forget(delivered);
            };
            resolve({ answer: delivered.answer, forget });
          },
          reject(reason) {
            calls.delete(id);
            signal?.removeEventListener('abort', onAbort);
            reject(reason);
          },
        };
        calls.set(id, call);
        signal?.addEventListener('abort', onAbort);
        const known = early.get(id)?.shift();
        if (known) call.deliver(known);
        else add(id, call);
      });
    },
    /** A reply lies in Redis. */
    take(delivered: Delivered): void {
      const { answer } = delivered;
      const call = calls.get(answer.job);
      // The same reply may be read twice; a second one has another id.
      if (call?.answered === answer.id) return;
      if (call && call.answered === undefined) call.deliver(delivered);
      else if (!answer.replies) transport.forget(delivered);
      else if (call || settled.has(answer.job)) spend(delivered).catch(end);
      else early.set(answer.job, [...(early.get(answer.job) ?? []), delivered]);
    },
    /** Takes back what no worker has begun; without Redis, all of it. */
    async withdraw(isThere: boolean): Promise<void> {
      const waiting = [...calls].filter(([, { answered }]) => answered === undefined);
      for (const [id, call] of waiting) {
        const isBegun = isThere && call.isAdded && !(await transport.withdraw(id));
        if (!isBegun && call.answered === undefined) call.reject(stopped());
      }
    },
    /** Asks again for what Redis has lost. */
    async requeueLost(): Promise<void> {
      const open = [...calls].flatMap(([id, { answered, isAdded }]) => (answered === undefined && isAdded ? [id] : []));
      for (const id of await transport.findLost(open)) {
        const call = calls.get(id);
        if (!call || call.answered !== undefined || !call.isAdded) continue;
        call.losses += 1;
        if (call.losses <= MOST_LOSSES) add(id, call);
        else call.reject(new CallFault('unavailable', `Redis has lost this call ${call.losses} times`));
      }
    },
    /** Whatever reply is left when all is done is money only. */
    async sweep(): Promise<void> {
      for await (const delivered of transport.all()) await spend(delivered);
      await transport.flush();
    },
  };
}
export type OpenCalls = ReturnType<typeof createOpenCalls>;
