import { messageOf, UserError } from '../../errors.js';
import { askModel } from '../ask-model.js';
import type { Budget } from '../budget.js';
import { CallFault, Defect } from '../call-fault.js';
import type { ChatModel, ChatReplies, ChatRequest, Usage } from '../chat-model.js';
import { fullJitter } from './backoff.js';
import { type Clock, systemClock } from './clock.js';
import { asksToWait, inMinutes, outOfPatience, refusesAll, speaksOtherwise } from './endings.js';
import { type Begun, createEndpoint, createWindows, type Endpoint, type EndpointOptions } from './endpoint.js';

export interface PoolSettings {
  /** How often a call is tried again after failures; being told to come later is none. */
  retries: number;
  /** How long to wait for servers that answer nothing before the run stops. */
  patienceSeconds: number;
  /** Requests and tokens a minute over all endpoints; without a limit where not given. */
  rpm?: number | undefined;
  tpm?: number | undefined;
}

/** What a call may cost, and what it did. */
export interface Pricing {
  budget: Budget;
  worstCost(requests: readonly ChatRequest[]): number;
  costOf(usage: Usage): number;
}

export interface PoolSurroundings {
  clock?: Clock;
  /** From 0 to 1; spreads waiting times, never touches a row. */
  random?: () => number;
  /** After this nothing that waits is begun. */
  stop?: AbortSignal;
  pricing?: Pricing | undefined;
  /** Tokens that a call takes at most: what --tpm counts until the real number is known. */
  mostTokens(requests: readonly ChatRequest[]): number;
  warn(message: string): void;
}

/** The run was stopped before this call began. */
export class NotBegun extends Error {}

/** A pause that the user who waits is told of. Our choice. */
const LONG_PAUSE_MS = 30_000;

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;
/** A server that never said a word was probably never there: the user who waits should hear of it soon. Our choice. */
const PATIENCE_WITH_STRANGERS_MS = 2000;
/** So many refusals, or replies of another kind, without a single good one: it is how they are asked, or whom. Our choice. */
const REFUSALS_AT_FIRST = 10;

/** A call that waits for its turn. */
interface QueuedCall {
  requests: readonly ChatRequest[];
  signal: AbortSignal | undefined;
  tokens: number;
  worst: number;
  attempts: number;
  resolve(replies: ChatReplies): void;
  reject(reason: unknown): void;
}

/**
 * Several servers, or several keys of one, as one model that can be relied on. A call goes where there is most room; one that
 * failed is tried again after a while with full jitter, on whatever server then has room; a server that fails is set aside and
 * tried again later. Rejects with UserError where no server is left, with CallFault where one call failed for good.
 */
export function createPool(
  { name, revision }: Pick<ChatModel, 'name' | 'revision'>,
  options: readonly EndpointOptions[],
  { retries, patienceSeconds, rpm, tpm }: PoolSettings,
  { clock = systemClock, random = Math.random, stop, pricing, mostTokens, warn }: PoolSurroundings,
): Required<ChatModel> {
  const endpoints = new Set(options.map((one) => createEndpoint(one, random)));
  const patienceMs = patienceSeconds * 1000;
  const windows = createWindows({ rpm, tpm });
  const waiting: QueuedCall[] = [];
  /** Calls that wait before they are tried again, and how to end their waiting. */
  const resting = new Map<QueuedCall, () => void>();
  let refusals = 0;
  let garbled = 0;
  let hasReplied = false;
  let over: unknown;
  let wake = () => {};

  function endAll(reason: unknown): void {
    over ??= reason;
    wake();
    for (const cancel of resting.values()) cancel();
    for (const call of [...waiting.splice(0), ...resting.keys()]) call.reject(over);
    resting.clear();
  }
  stop?.addEventListener('abort', () => endAll(new NotBegun('the run was stopped')));

  /** The server with most room now; or when to look again. */
  function choose(now: number, tokens: number): Endpoint | number {
    const shared = windows.readyAt(now, tokens);
    if (shared > now) return shared;
    let best: Endpoint | undefined;
    let soonest = Number.POSITIVE_INFINITY;
    for (const endpoint of endpoints) {
      const ready = endpoint.readyAt(now, tokens);
      if (ready <= now && (!best || endpoint.load() < best.load())) best = endpoint;
      soonest = Math.min(soonest, ready);
    }
    return best ?? soonest;
  }

  /** How long even the server that asks for the shortest pause is to be waited for. */
  const shortestAsked = (now: number) => Math.min(...[...endpoints].map((endpoint) => endpoint.askedLeft(now)));

  const isAnythingInFlight = () => [...endpoints].some((endpoint) => endpoint.inFlight() > 0);

  function beginWhatCan(): void {
    wake();
    wake = () => {};
    for (let call = waiting[0]; call; call = waiting[0]) {
      const now = clock.now();
      const chosen = choose(now, call.tokens);
      if (typeof chosen === 'number') {
        waitUntil(chosen, now);
        return;
      }
      if (pricing && !pricing.budget.reserve(call.worst)) {
        // What is in flight may cost less than was set aside for it: then there is room after all.
        if (!pricing.budget.hasReserved()) endAll(pricing.budget.reached());
        return;
      }
      waiting.shift();
      void begin(call, chosen, now);
    }
  }

  function waitUntil(moment: number, now: number): void {
    const wait = moment - now;
    const asked = shortestAsked(now);
    if (!isAnythingInFlight() && asked > patienceMs) endAll(asksToWait(endpoints, asked));
    else if (Number.isFinite(wait)) wake = clock.after(wait, beginWhatCan);
  }

  async function begin(call: QueuedCall, endpoint: Endpoint, now: number): Promise<void> {
    const spendings = windows.spend(now, call.tokens);
    const begun = endpoint.begin(now, call.tokens);
    try {
      const replies = await askModel(endpoint.model, call.requests, call.signal);
      const { prompt_tokens, completion_tokens } = replies.usage;
      for (const [window, spending] of [...spendings, ...begun.spendings])
        window.correct(spending, prompt_tokens + completion_tokens);
      pricing?.budget.settle(call.worst, pricing.costOf(replies.usage));
      endpoint.answered();
      hasReplied = true;
      call.resolve(replies);
    } catch (thrown) {
      const isBilled = !(thrown instanceof CallFault) || thrown.mayBeBilled;
      pricing?.budget.settle(call.worst, isBilled && !(thrown instanceof UserError) ? call.worst : 0);
      fail(call, endpoint, begun, thrown);
    }
    beginWhatCan();
  }

  function fail(call: QueuedCall, endpoint: Endpoint, begun: Begun, thrown: unknown): void {
    if (isGivenUp(call, thrown)) {
      endpoint.givenUp();
      call.reject(thrown);
    } else if (thrown instanceof UserError) {
      endpoint.givenUp();
      giveUp(endpoint, thrown);
      again(call);
    } else if (thrown instanceof Defect) {
      endpoint.givenUp();
      call.reject(thrown);
      endAll(thrown);
    } else if (thrown instanceof CallFault && thrown.kind === 'too-long') {
      endpoint.answered();
      call.reject(thrown);
    } else if (thrown instanceof CallFault && thrown.kind === 'refused') {
      endpoint.answered();
      refusals += 1;
      call.reject(thrown);
      if (!hasReplied && refusals >= REFUSALS_AT_FIRST) endAll(refusesAll(endpoints, thrown));
    } else {
      const fault = thrown instanceof CallFault ? thrown : new CallFault('unavailable', messageOf(thrown));
      failed(call, endpoint, begun, fault);
    }
  }

  function failed(call: QueuedCall, endpoint: Endpoint, begun: Begun, fault: CallFault): void {
    const now = clock.now();
    const pauseBefore = endpoint.pauseLeft(now);
    endpoint.failed(call.requests[0]?.id ?? '', begun, fault, now);
    const pause = endpoint.pauseLeft(now);
    if (pauseBefore === 0 && pause > 0) tellPause(endpoint, pause, fault, now);
    if ([...endpoints].every((one) => isBeyondPatience(one, now)))
      endAll(outOfPatience(endpoints, fault, patienceMs, now));
    if (isStranger(fault)) endAll(speaksOtherwise(endpoints, fault));
    const isFree = fault.kind === 'rate-limited' || begun.isProbe;
    if (!isFree) call.attempts += 1;
    if (call.attempts > retries) call.reject(fault);
    else if (isFree) again(call);
    else {
      // Where the server asks for more it is set aside, and another one may take the call.
      later(call, fullJitter(call.attempts - 1, FIRST_BACKOFF_MS, LONGEST_BACKOFF_MS, random));
    }
  }

  /** Nobody should wonder for long why nothing happens. */
  function tellPause({ name, askedLeft }: Endpoint, ms: number, { message }: CallFault, now: number): void {
    if (options.length > 1) warn(`${name} is set aside for a while: ${message}`);
    else if (ms >= LONG_PAUSE_MS)
      warn(`${name} ${askedLeft(now) >= ms ? 'asks to wait' : 'is asked again in'} ${inMinutes(ms)}: ${message}`);
  }

  /** Whether replies of another kind are all that ever came. */
  function isStranger({ kind }: CallFault): boolean {
    if (kind === 'garbled') garbled += 1;
    return !hasReplied && garbled >= REFUSALS_AT_FIRST;
  }

  function isBeyondPatience(endpoint: Endpoint, now: number): boolean {
    const patience = endpoint.isKnown() ? patienceMs : Math.min(patienceMs, PATIENCE_WITH_STRANGERS_MS);
    return endpoint.waitedMs() > patience || endpoint.askedLeft(now) > patienceMs;
  }

  /** To the front: it has waited longer than the others. */
  function again(call: QueuedCall): void {
    if (over !== undefined) call.reject(over);
    else waiting.unshift(call);
  }

  function later(call: QueuedCall, ms: number): void {
    if (over !== undefined) {
      call.reject(over);
      return;
    }
    const cancel = clock.after(ms, () => {
      resting.delete(call);
      again(call);
      beginWhatCan();
    });
    resting.set(call, cancel);
  }

  /** A server that will never answer (its key, its model) leaves the pool. */
  function giveUp(endpoint: Endpoint, reason: UserError): void {
    endpoints.delete(endpoint);
    if (endpoints.size === 0) endAll(reason);
    else warn(`${endpoint.name} is given up: ${reason.toLine()}`);
  }

  function completeSamples(requests: readonly ChatRequest[], signal?: AbortSignal): Promise<ChatReplies> {
    return new Promise((resolve, reject) => {
      const [tokens, worst] = [mostTokens(requests), pricing?.worstCost(requests) ?? 0];
      const call = { requests, signal, tokens, worst, attempts: 0, resolve, reject };
      if (over !== undefined) reject(over);
      else waiting.push(call);
      beginWhatCan();
    });
  }

  return {
    name,
    revision,
    completeSamples,
    async complete(request, signal) {
      const { choices, usage } = await completeSamples([request], signal);
      return { content: '', finish_reason: 'none', ...choices[0], usage };
    },
  };
}

/** Whether a call ended from our side, so that nothing is learnt of the server. */
const isGivenUp = ({ signal }: QueuedCall, thrown: unknown): boolean =>
  signal?.aborted === true || thrown instanceof NotBegun;
