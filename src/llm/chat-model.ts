import type { Language } from '../records.js';

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** How a reply is drawn. Names are the API's. */
export interface Sampling {
  temperature: number;
  top_p: number;
  /** Longest reply, in tokens. */
  max_tokens: number;
  frequency_penalty: number;
  presence_penalty: number;
}

/** The shape of a JSON reply. */
export interface ReplySchema {
  name: string;
  /** JSON Schema of the reply. */
  schema: Record<string, unknown>;
}

/** One sample of one prompt. Its id is the hash of everything that decides the answer. */
export interface ChatRequest {
  id: string;
  messages: ChatMessage[];
  model: string;
  sampling: Sampling;
  /** Present where the reply must be JSON; absent for plain text. */
  schema?: ReplySchema;
  /** Number of the sample, from 0: the same messages with another number are another request. */
  sample: number;
  /** The run's seed, sent where the server takes it. */
  seed: number;
  /** Which prompt the messages were rendered from: `id@version` of a file in prompts/. Not sent. */
  prompt: string;
  language: Language;
}

export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
}

export interface ChatReply {
  content: string;
  /** `stop`, `length`, `content_filter` …, as the API names them. */
  finish_reason: string;
  usage: Usage;
}

/** A model that completes chats. Others can add one in their own code: this is the whole interface. */
export interface ChatModel {
  /** Name that is written into every row that it made. */
  name: string;
  /** Part of every request's id: changes when the same model would answer differently (a new version of `offline`). */
  revision: string;
  /** Rejects with UserError where asking on is useless (wrong key, no such model), with anything else where one call failed. */
  complete(request: ChatRequest, signal?: AbortSignal): Promise<ChatReply>;
}
