import { z } from 'zod';
import { askModel } from './ask-model.js';
import { CallFault } from './call-fault.js';
import type { ChatChoice, ChatModel, ChatRequest, ReplySchema } from './chat-model.js';
import { visibleText } from './visible-text.js';

/** Taken, refused, or taken and then not kept to. */
export type Taken = 'yes' | 'no' | 'ignored';

/** What a server was seen to do with a tiny request. */
export interface Probe {
  calls: number;
  /** How long the reply took, in milliseconds. */
  ms: number;
  /** By the part of a request: `json_schema`, `n` … */
  takes: Readonly<Record<string, Taken>>;
}

/** A key that no model would think of by itself. */
const Reply = z.object({ lamp: z.string() });

const SCHEMA: ReplySchema = {
  name: 'lamp',
  schema: {
    type: 'object',
    properties: { lamp: { type: 'string' } },
    required: ['lamp'],
    additionalProperties: false,
  },
};

/** Two samples of one word each, with everything that is to be tried. Sampled as the stages do. */
export function probeRequests(model: string, seed: number): ChatRequest[] {
  const request: Omit<ChatRequest, 'id' | 'sample'> = {
    group: 'probe',
    model,
    seed,
    messages: [{ role: 'user', content: 'Say one word, as JSON.' }],
    sampling: { temperature: 0.7, top_p: 0.95, max_tokens: 32, frequency_penalty: 0, presence_penalty: 0 },
    schema: SCHEMA,
    prompt: 'probe',
    slots: {},
    language: 'en',
  };
  return [0, 1].map((sample) => ({ ...request, id: `probe-${sample}`, sample }));
}

/** Whether a reply keeps to the schema. One that was cut off, perhaps within a model's thoughts, tells nothing. */
export function keepsSchema({ content, finish_reason }: ChatChoice): boolean {
  if (finish_reason === 'length') return true;
  try {
    return Reply.safeParse(JSON.parse(visibleText(content))).success;
  } catch {
    return false;
  }
}

/** Finds out with one tiny call whether a model answers, and what of the request it keeps to. Rejects as the model does. */
export async function probeModel(model: ChatModel, seed: number, timeoutSeconds: number): Promise<Probe> {
  const requests = probeRequests(model.name, seed);
  const signal = AbortSignal.timeout(timeoutSeconds * 1000);
  const began = performance.now();
  const { choices } = await orTimedOut(askModel(model, requests, signal), signal);
  const ms = Math.round(performance.now() - began);
  const several: Taken = choices.length > 1 ? 'yes' : 'ignored';
  return {
    calls: 1,
    ms,
    takes: { json_schema: choices.every(keepsSchema) ? 'yes' : 'ignored', n: model.completeSamples ? several : 'no' },
  };
}

/** A model need not look at the signal. */
function orTimedOut<Value>(asked: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const timedOut = new Promise<never>((_, reject) => {
    const end = () => reject(new CallFault('timed-out', 'no reply within the time allowed'));
    signal.addEventListener('abort', end, { once: true });
  });
  return Promise.race([asked, timedOut]);
}
