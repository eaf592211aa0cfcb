import { createRequire } from 'node:module';
import type { ChatRequest } from './chat-model.js';

/** Counts tokens of a text. */
export type CountTokens = (text: string) => number;

/** Models of the generation before gpt-4o; all later ones of OpenAI's use o200k_base. */
const OLDER_MODEL = /(?:^|\/)(?:gpt-3\.5|gpt-4(?!o|\.|\d))/;

export type Encoding = 'o200k_base' | 'cl100k_base';

/**
 * The encoding that a model's tokens are counted with: exact for OpenAI's models, a good guess for others (their vocabularies
 * are of the same size).
 */
export const encodingOf = (model: string): Encoding => (OLDER_MODEL.test(model) ? 'cl100k_base' : 'o200k_base');

const require = createRequire(import.meta.url);
const counters = new Map<Encoding, CountTokens>();

/** gpt-tokenizer's counter for an encoding; its tables are loaded with the first text that is counted: they take a moment. */
export function tokenCounter(encoding: Encoding): CountTokens {
  return (text) => {
    const known = counters.get(encoding);
    if (known) return known(text);
    const { countTokens } = require(`gpt-tokenizer/encoding/${encoding}`) as typeof import('gpt-tokenizer');
    // Text of scripts may hold what looks like a special token; in a message it is only text.
    const counter = remember((text) => countTokens(text, { disallowedSpecial: new Set() }));
    counters.set(encoding, counter);
    return counter(text);
  };
}

const REMEMBERED = 2000;

/** System messages come back with every request of a role. */
function remember(count: CountTokens): CountTokens {
  const known = new Map<string, number>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    const tokens = count(text);
    known.set(text, tokens);
    return tokens;
  };
}

/** Tokens around each message and before the reply, as OpenAI's cookbook counts chats ("How to count tokens"). */
const AROUND_MESSAGE = 4;
const BEFORE_REPLY = 3;

/** Tokens of a request's prompt, its reply's schema included: servers put it into the prompt. */
export function countPrompt(
  { messages, schema }: Pick<ChatRequest, 'messages' | 'schema'>,
  count: CountTokens,
): number {
  const texts = messages.reduce((sum, { content }) => sum + count(content) + AROUND_MESSAGE, BEFORE_REPLY);
  return texts + (schema ? count(JSON.stringify(schema.schema)) : 0);
}
