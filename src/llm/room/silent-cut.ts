import { UserError } from '../../errors.js';
import type { ChatRequest, Usage } from '../chat-model.js';
import { type CountTokens, countPrompt } from '../tokens.js';
import type { ContextWindow } from './index.js';

/** Looks at what a server counted of a prompt. Throws UserError where it has read only a part of it. */
export type NoticeCut = (request: ChatRequest, usage: Usage) => void;

/** Windows are round numbers, so that a prompt which was cut has one. */
const ROUND = 1024;
/** So much of our count a server has at least, whatever it counts with. Our choice; SmolLM2 has 1.2 (English) to 2 (Chinese). */
const LEAST_SHARE = 0.6;
/** … and so much where its count is a round number. */
const LEAST_ROUND_SHARE = 0.95;
/** No window in use is smaller: fewer tokens are no count of a cut prompt. */
const SMALLEST_WINDOW = 1024;
/** Prompts have fewer bytes for each token (measured: 3 to 5): one with more may be cut, and only then it is counted. */
const MOST_BYTES_PER_TOKEN = 5.5;

const tokens = (count: number) => count.toLocaleString('en-US');

/**
 * Notices a server that cuts prompts to its window without saying so, as Ollama does. Where the user has given the window, its count alone
 * does not tell: only a round one does.
 */
export function createCutNotice(
  { ratios, isGiven }: Pick<ContextWindow, 'ratios'> & { isGiven: boolean },
  count: CountTokens,
): NoticeCut {
  return (request, { prompt_tokens }) => {
    if (prompt_tokens < SMALLEST_WINDOW) return;
    const isRound = prompt_tokens % ROUND === 0;
    const bytes = request.messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
    if (!isRound && (isGiven || bytes <= prompt_tokens * MOST_BYTES_PER_TOKEN)) return;
    const expected = Math.round(countPrompt({ messages: request.messages }, count) * (ratios[request.language] ?? 1));
    if (prompt_tokens >= expected * (isRound ? LEAST_ROUND_SHARE : LEAST_SHARE)) return;
    throw new UserError(
      `the server read ${tokens(prompt_tokens)} tokens of a prompt that has about ${tokens(expected)}: it cuts prompts without saying so`,
      {
        advice: `Start it with a larger context window (Ollama: OLLAMA_CONTEXT_LENGTH=${roundUp(2 * expected)}). Or set contextWindow: ${prompt_tokens}: prompts then show less, so that they fit. This reply was not kept.`,
      },
    );
  };
}

/** The next power of two, as windows are. */
const roundUp = (count: number) => 2 ** Math.ceil(Math.log2(count));
