import type { Usage } from '../chat-model.js';

/** Bytes of a token where the server does not count: few enough that a cost is rather too high than too low. */
const BYTES_PER_TOKEN = 3;

/** No call has more tokens; a million of such counts still add up to a whole number. */
const MOST_TOKENS = 1_000_000_000;

const roughTokens = (texts: readonly string[]) =>
  Math.ceil(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / BYTES_PER_TOKEN);

/** A count of tokens; undefined where it cannot be one. */
function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= MOST_TOKENS ? Math.round(value) : undefined;
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** What a reply took, as the server counted it; each number that cannot be read is guessed from the texts. */
export function readUsage(
  usage: unknown,
  { prompt, answers }: { prompt: readonly string[]; answers: readonly string[] },
): Usage {
  const counted = countOf(fieldOf(usage, 'prompt_tokens'));
  const prompt_tokens = counted ?? roughTokens(prompt);
  const cached = countOf(fieldOf(fieldOf(usage, 'prompt_tokens_details'), 'cached_tokens'));
  return {
    prompt_tokens,
    // Tokens from the cache cost less: none are assumed.
    cached_tokens: counted === undefined ? 0 : Math.min(prompt_tokens, cached ?? 0),
    completion_tokens: countOf(fieldOf(usage, 'completion_tokens')) ?? roughTokens(answers),
  };
}
