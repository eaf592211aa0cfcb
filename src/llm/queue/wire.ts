/** What travels through Redis: read with care on both sides, for anybody with access to it may write there. */

import { z } from 'zod';
import type { LanguageCode } from '../../records.js';
import { CallFault } from '../call-fault.js';
import type { ChatReplies, ChatRequest } from '../chat-model.js';

const Message = z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() });

const Dollars = z.number().min(0);

/** One call that a worker is to make: samples of one prompt. No key travels, and nothing of the slots. */
export const Job = z.strictObject({
  /** The program that asks: another version may ask in another way. */
  version: z.string(),
  /** The data folder that the reply belongs to. */
  folder: z.string().regex(/^[0-9a-f]{8,40}$/),
  stage: z.string().regex(/^[\w-]{1,80}$/),
  model: z.string(),
  prompt: z.string(),
  language: z.string(),
  messages: z.array(Message).min(1),
  sampling: z.strictObject({
    temperature: z.number(),
    top_p: z.number(),
    max_tokens: z.int(),
    frequency_penalty: z.number(),
    presence_penalty: z.number(),
  }),
  schema: z.strictObject({ name: z.string(), schema: z.record(z.string(), z.unknown()) }).optional(),
  bounds: z.record(z.string(), z.number()).optional(),
  seed: z.int(),
  group: z.string(),
  samples: z.array(z.strictObject({ id: z.string(), sample: z.int() })).min(1),
  /** Where the run has a budget: what the call costs at most, in billionths of a US dollar, and what a million of its tokens do. */
  terms: z
    .strictObject({
      worst: z.int().min(0),
      price: z.strictObject({ prompt: Dollars, cached: Dollars, completion: Dollars }),
    })
    .optional(),
});
export type Job = z.infer<typeof Job>;

/** A job of requests for samples of one prompt. */
export function toJob(
  about: Pick<Job, 'version' | 'folder' | 'stage' | 'terms'>,
  requests: readonly [ChatRequest, ...ChatRequest[]],
): Job {
  const [{ model, prompt, language, messages, sampling, schema, bounds, seed, group }] = requests;
  const samples = requests.map(({ id, sample }) => ({ id, sample }));
  const shape = { ...(schema ? { schema } : {}), ...(bounds ? { bounds } : {}) };
  return { ...about, model, prompt, language, messages, sampling, ...shape, seed, group, samples };
}

/** The requests of a job. */
export function requestsOf({
  samples,
  model,
  prompt,
  language,
  messages,
  sampling,
  schema,
  bounds,
  seed,
  group,
}: Job): ChatRequest[] {
  // A language of a plug-in is none here, and nothing depends on it.
  const told = language as LanguageCode;
  const shared = {
    model,
    prompt,
    language: told,
    messages,
    sampling,
    ...(schema ? { schema } : {}),
    ...(bounds ? { bounds } : {}),
    seed,
    group,
    slots: {},
  };
  return samples.map((one) => ({ ...shared, ...one }));
}

const Tokens = z.int().min(0);
const Usage = z.strictObject({
  prompt_tokens: Tokens,
  cached_tokens: Tokens.optional(),
  completion_tokens: Tokens,
});

const Replies = z.strictObject({
  choices: z.array(z.strictObject({ content: z.string(), finish_reason: z.string() })).min(1),
  usage: Usage,
});

const Fault = z.strictObject({
  kind: z.enum(['rate-limited', 'timed-out', 'unavailable', 'garbled', 'unreachable', 'refused', 'too-long']),
  message: z.string(),
  mayBeBilled: z.boolean(),
  tokens: z.strictObject({
    prompt: z.number().optional(),
    reply: z.number().optional(),
    window: z.number().optional(),
  }),
});

/** What became of a job. */
export const Answer = z.strictObject({
  /** Its own: a second reply to a job has another. */
  id: z.string().min(1),
  job: z.string(),
  stage: z.string().regex(/^[\w-]{1,80}$/),
  ids: z.array(z.string()),
  prompt: z.string(),
  worker: z.string(),
  replies: Replies.optional(),
  fault: Fault.optional(),
  /** A defect of our own in the worker, with the reply that it could not read. */
  defect: z.strictObject({ message: z.string(), reply: z.string().optional() }).optional(),
  /** It was not made: the budget has no room for it. */
  unaffordable: z.literal(true).optional(),
});
export type Answer = z.infer<typeof Answer>;

/** A fault as it travels. */
export function toFault({ kind, message, mayBeBilled, tokens }: CallFault): Answer['fault'] {
  return { kind, message, mayBeBilled, tokens: { ...tokens } };
}

/** The fault that came. */
export function faultOf({ kind, message, mayBeBilled, tokens }: NonNullable<Answer['fault']>): CallFault {
  const { prompt, reply, window } = tokens;
  const told = {
    ...(prompt === undefined ? {} : { prompt }),
    ...(reply === undefined ? {} : { reply }),
    ...(window === undefined ? {} : { window }),
  };
  return new CallFault(kind, message, { mayBeBilled, tokens: told });
}

/** Replies without what only Redis knows of them. */
export function repliesOf({
  choices,
  usage: { cached_tokens, ...usage },
}: NonNullable<Answer['replies']>): ChatReplies {
  return { choices, usage: cached_tokens === undefined ? usage : { ...usage, cached_tokens } };
}

/** What workers must know of a run, as the coordinator writes it. */
export const Run = z.object({
  version: z.string(),
  model: z.string(),
  /** Tokens that every server must have for a prompt and its reply. */
  window: z.coerce.number().int().min(1),
  lock_ms: z.coerce.number().int().min(100),
  expire_ms: z.coerce.number().int().min(1000),
  state: z.enum(['running', 'finished']),
});
export type Run = z.infer<typeof Run>;

/** What a worker says of itself again and again. */
export const WorkerSign = z.object({
  host: z.string(),
  pid: z.int(),
  concurrency: z.int(),
  inFlight: z.int(),
  calls: z.int(),
  tokens: z.int(),
  /** Calls that were made lately, as so many a minute. */
  perMinute: z.int(),
  /** Since when it serves. */
  seconds: z.number(),
});
export type WorkerSign = z.infer<typeof WorkerSign>;
