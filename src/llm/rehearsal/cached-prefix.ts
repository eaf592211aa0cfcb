import type { ChatRequest } from '../chat-model.js';

/** OpenAI's prompt caching: prefixes of at least 1,024 tokens, in steps of 128 (platform.openai.com/docs/guides/prompt-caching). */
const SHORTEST_PREFIX = 1024;
const STEP = 128;

/** Requests whose prefixes are compared: more than are in flight for one role between two of the same. Our choice. */
const REMEMBERED = 16;

/**
 * Predicts how many tokens of a prompt a provider will have in its cache: the longest beginning that it shares with one of the
 * last requests from the same prompt file. Called in the order of asking.
 */
export function createCachePredictor(): (request: ChatRequest, promptTokens: number) => number {
  const recent = new Map<string, string[]>();
  return (request, promptTokens) => {
    const text = request.messages.map(({ role, content }) => `${role}\n${content}`).join('\n');
    const earlier = recent.get(request.prompt) ?? [];
    const shared = Math.max(0, ...earlier.map((other) => sharedLength(text, other)));
    recent.set(request.prompt, [text, ...earlier].slice(0, REMEMBERED));
    const tokens = Math.floor((promptTokens * shared) / text.length);
    return tokens < SHORTEST_PREFIX ? 0 : SHORTEST_PREFIX + Math.floor((tokens - SHORTEST_PREFIX) / STEP) * STEP;
  };
}

function sharedLength(a: string, b: string): number {
  const longest = Math.min(a.length, b.length);
  let at = 0;
  while (at < longest && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  return at;
}
