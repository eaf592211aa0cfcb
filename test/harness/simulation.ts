import { CallFault } from '../../src/llm/call-fault.js';
import type { ChatModel, ChatReplies, ChatRequest } from '../../src/llm/chat-model.js';
import { makeRequest } from '../../src/llm/chat-request.js';
import type { Clock } from '../../src/llm/pool/clock.js';

/** A clock that jumps from one event to the next: hours pass in milliseconds. */
export interface SimulatedClock extends Clock {
  /** Lets time pass until the promise settles; throws where nothing is going to happen any more. */
  runUntil<Value>(promise: Promise<Value>): Promise<Value>;
  /** Lets time pass, so many milliseconds. */
  run(ms: number): Promise<void>;
}

export function simulatedClock(): SimulatedClock {
  let now = 0;
  let number = 0;
  const events: { at: number; number: number; call: () => void }[] = [];

  const settle = () => new Promise<void>((resume) => setImmediate(resume));

  async function step(until: number): Promise<boolean> {
    events.sort((a, b) => a.at - b.at || a.number - b.number);
    const next = events[0];
    if (!next || next.at > until) return false;
    events.shift();
    now = Math.max(now, next.at);
    next.call();
    await settle();
    return true;
  }

  return {
    now: () => now,
    after(ms, call) {
      const event = { at: now + Math.max(0, ms), number: number++, call };
      events.push(event);
      return () => {
        const at = events.indexOf(event);
        if (at !== -1) events.splice(at, 1);
      };
    },
    async runUntil(promise) {
      let isSettled = false;
      const settled = promise.finally(() => {
        isSettled = true;
      });
      settled.catch(() => {});
      await settle();
      while (!isSettled) {
        if (!(await step(Number.POSITIVE_INFINITY)) && !isSettled) throw new Error('everything waits for ever');
      }
      return settled;
    },
    async run(ms) {
      const end = now + ms;
      await settle();
      while (await step(end));
      now = end;
    },
  };
}

/** What a simulated server does with a call: answers after a while, or fails. */
export type Behaviour = (call: { at: number; inFlight: number; number: number; request: ChatRequest }) => {
  afterMs: number;
  fault?: CallFault | Error;
  usage?: { prompt_tokens: number; completion_tokens: number };
};

export interface SimulatedServer extends ChatModel {
  /** When each call came, and what became of it. */
  calls: { at: number; request: string; fault: string | undefined }[];
  mostInFlight(): number;
}

export function simulatedServer(clock: Clock, behave: Behaviour): SimulatedServer {
  const calls: SimulatedServer['calls'] = [];
  let [inFlight, most] = [0, 0];

  function completeSamples([request]: readonly ChatRequest[], signal?: AbortSignal): Promise<ChatReplies> {
    inFlight += 1;
    most = Math.max(most, inFlight);
    const asked = request as ChatRequest;
    const { afterMs, fault, usage } = behave({ at: clock.now(), inFlight, number: calls.length, request: asked });
    const kind = fault instanceof CallFault ? fault.kind : fault?.message;
    calls.push({ at: clock.now(), request: asked.id, fault: kind });
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new Error('given up')));
      clock.after(afterMs, () => {
        inFlight -= 1;
        if (fault) reject(fault);
        else {
          const choices = [{ content: asked.id, finish_reason: 'stop' }];
          resolve({ choices, usage: usage ?? { prompt_tokens: 100, completion_tokens: 20 } });
        }
      });
    });
  }
  const complete = () => Promise.reject(new Error('asked for one'));
  return { name: 'm', revision: '', complete, completeSamples, calls, mostInFlight: () => most };
}

const SAMPLING = { temperature: 0, top_p: 1, max_tokens: 100, frequency_penalty: 0, presence_penalty: 0 };

/** So many different requests. */
export function requestsFor(count: number): ChatRequest[] {
  return Array.from({ length: count }, (_, k) =>
    makeRequest({ name: 'm', revision: '' } as ChatModel, {
      messages: [{ role: 'user', content: `question ${k}` }],
      sampling: SAMPLING,
      sample: 0,
      seed: 0,
      prompt: 'p@1',
      slots: {},
      language: 'en' as const,
    }),
  );
}
