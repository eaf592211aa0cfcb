import type { CallFault, FaultKind } from '../call-fault.js';
import type { ChatModel } from '../chat-model.js';
import type { ModelServer, ServerLimits } from '../model-server.js';
import { createAdaptiveLimit, fixedLimit } from './adaptive-limit.js';
import { fullJitter } from './backoff.js';
import { createMinuteWindow, type MinuteWindow, type Spending } from './minute-window.js';

/** A server with one key, and what it may be asked. */
export interface EndpointOptions extends ServerLimits, Pick<ModelServer, 'name' | 'words'> {
  model: ChatModel;
  /** Its model waits by itself until the server stands another call. */
  waits?: boolean;
}

/** A server as the pool asks it for a run's model. */
export function endpointOf(server: ModelServer, model: string): EndpointOptions {
  const { name, words, limits } = server;
  return { name, words, ...limits, model: server.modelFor(model) };
}

/** So many different requests that failed in a row, without a reply between, show that the server is down, not the request. */
const FAILURES_IN_A_ROW = 5;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/** Faults with which a server says nothing at all. */
const SILENT: readonly FaultKind[] = ['unreachable', 'timed-out'];

/** A call that was begun. */
export interface Begun {
  at: number;
  /** It alone finds out whether the server is back. */
  isProbe: boolean;
  spendings: [MinuteWindow, Spending][];
}

/** Spends one request and so many tokens in windows of both kinds, where there are any. */
export function createWindows({ rpm, tpm }: Omit<ServerLimits, 'concurrency'>) {
  const requests = rpm === undefined ? undefined : createMinuteWindow(rpm);
  const tokens = tpm === undefined ? undefined : createMinuteWindow(tpm);
  return {
    readyAt: (now: number, amount: number) =>
      Math.max(now, requests?.readyAt(now, 1) ?? now, tokens?.readyAt(now, amount) ?? now),
    spend(now: number, amount: number): [MinuteWindow, Spending][] {
      requests?.spend(now, 1);
      return tokens ? [[tokens, tokens.spend(now, amount)]] : [];
    },
  };
}

/**
 * What is known of one server: how much is in flight, how much it stands, whether it is set aside. It is set aside for a while
 * after a 429, and after failures in a row (a breaker): then one call at a time tries whether it is back.
 */
export function createEndpoint(
  { name, words, model, waits, concurrency, rpm, tpm }: EndpointOptions,
  random: () => number,
) {
  const limit = waits ? fixedLimit(concurrency) : createAdaptiveLimit(concurrency);
  const windows = createWindows({ rpm, tpm });
  const failing = new Set<string>();
  let inFlight = 0;
  let isTrying = false;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let pausedAt = Number.NEGATIVE_INFINITY;
  let askedUntil = Number.NEGATIVE_INFINITY;
  let pauses = 0;
  let waitedMs = 0;
  let lastPauseMs = 0;
  let isKnown = false;

  /**
   * Sets it aside. Calls that were in flight together are told the same thing: one pause, as long as the longest that any of them
   * was asked for.
   */
  function pause(begun: Begun, now: number, ms: number, asked: number): void {
    askedUntil = Math.max(askedUntil, now + asked);
    if (begun.at >= pausedAt) beginPause(now, Math.max(ms, asked));
    else if (asked > 0) {
      pausedUntil = Math.max(pausedUntil, now + asked);
      lastPauseMs = Math.max(lastPauseMs, pausedUntil - pausedAt);
    }
  }

  function beginPause(now: number, ms: number): void {
    pausedUntil = Math.max(pausedUntil, now + ms);
    pausedAt = now;
    pauses += 1;
    waitedMs += lastPauseMs;
    lastPauseMs = ms;
  }

  /** Half of it is sure: a server that is down needs a moment. */
  const nextPause = () => {
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(pauses, 30));
    return longest / 2 + fullJitter(0, longest / 2, longest / 2, random);
  };

  return {
    name,
    words,
    model,
    /** How long it is still set aside. */
    pauseLeft: (now: number) => Math.max(0, pausedUntil - now),
    /** How much of that it asked for itself; the rest is our own caution. */
    askedLeft: (now: number) => Math.max(0, askedUntil - now),
    /** Whether somebody is there: it has answered something, if only that it is busy. */
    isKnown: () => isKnown,
    /** How long it was waited for since its last reply. Pauses are counted, not time: a laptop that slept has lost nothing. */
    waitedMs: () => waitedMs,
    /** Share of what it stands that is in use. */
    load: () => inFlight / limit.value(),
    inFlight: () => inFlight,
    limit: () => limit.value(),
    /** When a call may begin; Infinity where one that is in flight must end first. */
    readyAt(now: number, tokens: number): number {
      if (inFlight >= (isTrying ? 1 : limit.value())) return Number.POSITIVE_INFINITY;
      return Math.max(pausedUntil, windows.readyAt(now, tokens));
    },
    begin(now: number, tokens: number): Begun {
      inFlight += 1;
      return { at: now, isProbe: isTrying, spendings: windows.spend(now, tokens) };
    },
    /** A reply came, or a refusal: the server is there. */
    answered(): void {
      inFlight -= 1;
      isTrying = false;
      isKnown = true;
      pauses = 0;
      waitedMs = 0;
      lastPauseMs = 0;
      failing.clear();
      limit.grow();
    },
    /** The call was given up from our side. */
    givenUp(): void {
      inFlight -= 1;
    },
    /** The call failed in a way that says something about the server. */
    failed(request: string, begun: Begun, fault: CallFault, now: number): void {
      inFlight -= 1;
      if (!SILENT.includes(fault.kind)) isKnown = true;
      const asked = fault.retryAfterMs ?? 0;
      if (fault.kind === 'rate-limited') {
        limit.halve(begun.at, now);
        // At least one's own pause, which grows: a server may ask for none and refuse the next call all the same.
        pause(begun, now, nextPause(), asked);
        return;
      }
      if (fault.kind === 'timed-out') limit.halve(begun.at, now);
      failing.add(request);
      const isDown = fault.kind === 'unreachable' || failing.size >= FAILURES_IN_A_ROW;
      if (isDown && begun.at >= pausedAt) isTrying = true;
      if (isDown || asked > 0) pause(begun, now, isDown ? nextPause() : 0, asked);
    },
  };
}
export type Endpoint = ReturnType<typeof createEndpoint>;
