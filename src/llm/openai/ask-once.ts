import type OpenAI from 'openai';
import { APIError } from 'openai';
import { Defect, readReply } from '../call-fault.js';
import type { ChatReplies, ChatRequest } from '../chat-model.js';
import type { Called } from './called.js';
import { type Dialect, type Feature, toBody } from './dialect.js';
import { readCompletion } from './read-completion.js';
import { complaintOf, readFault } from './read-fault.js';
import type { Patience } from './slow-server.js';

/** What became of one call: replies, or what the server has to say against the form of the request. */
export type Outcome = { features: Feature[] } & ({ replies: ChatReplies } | { complaint: string; fault: unknown });

/** One call in the words of a dialect. Throws UserError or CallFault where it failed for another reason than its form. */
export async function askOnce(
  { client, called, patience }: { client: OpenAI; called: Called; patience?: Patience },
  requests: readonly ChatRequest[],
  dialect: Dialect,
  signal?: AbortSignal,
): Promise<Outcome> {
  const { body, features } = toBody(requests, called.model, dialect);
  try {
    const most = requests.length * (body.max_tokens ?? body.max_completion_tokens ?? 0);
    const wait = patience ? { timeout: patience.waitFor(most) } : {};
    const send = (own: { signal: AbortSignal }) =>
      client.chat.completions.create(body, { ...own, ...wait }).asResponse();
    const began = performance.now();
    const response = await withOwnSignal(signal, send);
    // The body decides: many servers send no content type, or a wrong one.
    const sent = await response.text();
    const completion: unknown = JSON.parse(sent);
    const prompt = body.messages.map(({ content }) => String(content));
    const asked = { samples: requests.length, prompt, hide: called.hide, headers: response.headers };
    const replies = readReply(
      () => readCompletion(completion, asked),
      () => called.hide(sent),
    );
    if (replies instanceof APIError) throw replies;
    patience?.learn(replies.usage.completion_tokens, performance.now() - began);
    return { features, replies };
  } catch (thrown) {
    if (thrown instanceof Defect) throw thrown;
    const fault = readFault(thrown, called);
    const complaint = complaintOf(thrown, called);
    if (complaint === undefined) throw fault;
    return { features, complaint, fault };
  }
}

/**
 * The SDK listens to the signal of a call and never stops listening: each call gets one of its own, or a run of hours would
 * gather listeners by the hundred thousand.
 */
async function withOwnSignal<Value>(
  signal: AbortSignal | undefined,
  call: (options: { signal: AbortSignal }) => Promise<Value>,
): Promise<Value> {
  const own = new AbortController();
  const abort = () => own.abort();
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  try {
    return await call({ signal: own.signal });
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
