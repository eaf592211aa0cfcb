import type { LanguageCode } from '../records.js';

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

/**
 * Longest texts, in characters, and lists, in entries, of a JSON reply, by the name of their key; `KEY[]` for each entry of a list.
 * They end a reply that would go round in circles, where a server keeps to them, and leave room for every lawful one.
 */
export type ReplyBounds = Readonly<Record<string, number>>;

/** One sample of one prompt. Its id is the hash of everything that decides the answer. */
export interface ChatRequest {
  id: string;
  /** The same for all samples of one prompt: a server may be asked for several of them in one call. */
  group: string;
  messages: ChatMessage[];
  model: string;
  sampling: Sampling;
  /** Present where the reply must be JSON; absent for plain text. */
  schema?: ReplySchema;
  /** Bounds of that schema's texts and lists. Not hashed: with others the answer is still to the same request. */
  bounds?: ReplyBounds;
  /** Number of the sample, from 0: the same messages with another number are another request. */
  sample: number;
  /** The run's seed, sent where the server takes it. */
  seed: number;
  /** Which prompt the messages were rendered from: `id@version` of a file in prompts/. Not sent. */
  prompt: string;
  /** What the prompt's slots were filled with. Neither hashed nor sent: nobody has to parse it back out of the messages. */
  slots: Readonly<Record<string, string>>;
  language: LanguageCode;
  /** What the request is about and which setting makes it shorter, for messages where it is too long. Not sent. */
  origin?: RequestOrigin;
}

/** Where a request comes from. */
export interface RequestOrigin {
  /** What it is about: a role, with the script and the lines where it shows some. */
  subject: string;
  /** The setting to lower where the request is too long for the model. */
  lower: string;
}

export interface Usage {
  prompt_tokens: number;
  /** Those of the prompt's tokens that the provider had in its cache. */
  cached_tokens?: number;
  completion_tokens: number;
}

/** One answer. */
export interface ChatChoice {
  content: string;
  /** `stop`, `length`, `content_filter` … as the API names them; `refusal` where the model declined in the API's own field. */
  finish_reason: string;
  /** Completion tokens, where it is the only answer of its call and they are known. */
  tokens?: number;
}

/** How replies are kept that could come twice: those of a queue of workers. */
interface Kept {
  /** The reply's own id, which is written down with it. */
  reply?: string;
  /** Called when the reply is on disk: only now it may be forgotten elsewhere. */
  settled?(): void;
}

export interface ChatReply extends ChatChoice, Kept {
  usage: Usage;
}

/** Several answers that came with one call. */
export interface ChatReplies extends Kept {
  /** In the order of the requests; at least one. Fewer than were asked for: the server does not give several at once. */
  choices: ChatChoice[];
  usage: Usage;
}

/** A model that completes chats. Others can add one in their own code: this is the whole interface. */
export interface ChatModel {
  /** Name that is written into every row that it made. */
  name: string;
  /** Part of every request's id: changes when the same model would answer differently (a new version of `offline`). */
  revision: string;
  /**
   * Rejects with UserError where asking on is useless (wrong key, no such model), with CallFault or anything else where one
   * call failed.
   */
  complete(request: ChatRequest, signal?: AbortSignal): Promise<ChatReply>;
  /** Asks for several samples of one prompt in one call; a model that cannot leaves it out. Rejects as `complete` does. */
  completeSamples?(requests: readonly ChatRequest[], signal?: AbortSignal): Promise<ChatReplies>;
}
