import type { LanguageCode } from '../../languages/index.js';
import type { Sampling } from '../chat-model.js';
import type { Draft } from '../chat-request.js';
import { type CountTokens, countPrompt } from '../tokens.js';

/** The window of a model, as far as a run knows it. */
export interface ContextWindow {
  /** Tokens of a prompt and its reply together. */
  window: number;
  /** The model's own tokens for one of gpt-tokenizer's, by language; 1 where nothing was measured. */
  ratios: Partial<Record<LanguageCode, number>>;
}

/** What a prompt may take of a model's window. */
export interface PromptRoom {
  /** How a reply is drawn: no longer than leaves the prompt two thirds of the window, or 4,096 tokens of it. Our choice. */
  forReply(sampling: Sampling): Sampling;
  /** Tokens that the model has for this prompt, by our count. */
  tokensOf(draft: Draft): number;
  /** Whether prompt and reply are within the window. */
  fits(draft: Draft): boolean;
  /** Undefined where it is not known: then everything fits. */
  window: number | undefined;
}

/** The room where no window is known. */
export const UNLIMITED: PromptRoom = {
  forReply: (sampling) => sampling,
  tokensOf: () => 0,
  fits: () => true,
  window: undefined,
};

/** A ratio is measured on one text and differs by text: names and verse have more tokens. Our choice. */
const MARGIN = 1.1;

/** With so many tokens every prompt shows something. */
const ENOUGH_FOR_PROMPT = 4096;

/** The room within a window. */
export function roomIn({ window, ratios }: ContextWindow, count: CountTokens): PromptRoom {
  const tokensOf = (draft: Draft) => Math.ceil(countPrompt(draft, count) * (ratios[draft.language] ?? 1) * MARGIN);
  const longestReply = Math.max(Math.floor(window / 3), window - ENOUGH_FOR_PROMPT);
  return {
    window,
    tokensOf,
    forReply: (sampling) => ({ ...sampling, max_tokens: Math.min(sampling.max_tokens, longestReply) }),
    fits(draft) {
      const left = window - draft.sampling.max_tokens;
      // A token has a byte at least: long windows need no count.
      return bytesOf(draft) <= left || tokensOf(draft) <= left;
    },
  };
}

function bytesOf({ messages, schema }: Draft): number {
  const texts = messages.map(({ content }) => content);
  if (schema) texts.push(JSON.stringify(schema.schema));
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
