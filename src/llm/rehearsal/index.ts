import type { ChatModel, ChatReplies, ChatRequest } from '../chat-model.js';
import { directExecutor, type Executor } from '../executor.js';
import { type FactsByPrompt, factsFor } from '../prompt-facts.js';
import { type CountTokens, countPrompt } from '../tokens.js';
import { createCachePredictor } from './cached-prefix.js';

/** What a stage is going to ask. */
export interface PlannedCalls {
  /** Requests, each one sample. */
  requests: number;
  /** Calls: several samples of one prompt go in one. */
  calls: number;
  prompt_tokens: number;
  cached_tokens: number;
  completion_tokens: number;
}

/** Mean tokens of replies that are there, by prompt (`id@version`). */
export type SeenLengths = ReadonlyMap<string, number>;

/** How many tokens the reply to a request is going to have. */
function expectLength(request: ChatRequest, facts: FactsByPrompt, seen: SeenLengths): number {
  const known = seen.get(request.prompt);
  return known ?? Math.min(factsFor(request, facts).expectedTokens(request), request.sampling.max_tokens);
}

const nothing = (): PlannedCalls => ({
  requests: 0,
  calls: 0,
  prompt_tokens: 0,
  cached_tokens: 0,
  completion_tokens: 0,
});

/** A stand-in never fails; many at once share one write to the journal. */
const SETTINGS = { concurrency: 32, tries: 1, price: null };

/**
 * An executor that asks nobody: it counts what would be asked and lets stand-ins go on in the place of replies. A stage that
 * works in rounds is taken to accept every candidate, so that its first round is its last; `planRound` has it ask for twice as
 * many as are wanted.
 */
export function createRehearsal(
  { name, revision }: Pick<ChatModel, 'name' | 'revision'>,
  count: CountTokens,
  facts: FactsByPrompt,
  seen: SeenLengths,
): { executor: Executor; planned: ReadonlyMap<string, PlannedCalls> } {
  const planned = new Map<string, PlannedCalls>();
  const predictCached = createCachePredictor();

  function note(stage: PlannedCalls, requests: readonly ChatRequest[]): void {
    const [request] = requests as [ChatRequest];
    const tokens = countPrompt(request, count);
    stage.requests += requests.length;
    stage.calls += 1;
    stage.prompt_tokens += tokens;
    stage.cached_tokens += predictCached(request, tokens);
    for (const one of requests) stage.completion_tokens += expectLength(one, facts, seen);
  }

  async function answer(stage: PlannedCalls, requests: readonly ChatRequest[]): Promise<ChatReplies> {
    note(stage, requests);
    const contents = await Promise.all(requests.map((one) => factsFor(one, facts).standIn(one)));
    const choices = contents.map((content) => ({ content, finish_reason: 'stop' }));
    return { choices, usage: { prompt_tokens: 0, completion_tokens: 0 } };
  }

  return {
    planned,
    executor: (stage, units, journal, events) => {
      const calls = nothing();
      planned.set(stage, calls);
      const model: ChatModel = {
        name,
        revision,
        completeSamples: (requests) => answer(calls, requests),
        async complete(request) {
          const { choices, usage } = await answer(calls, [request]);
          return { content: '', finish_reason: 'stop', ...choices[0], usage };
        },
      };
      return directExecutor(model, SETTINGS)(stage, units, journal, { ...events, onAsk() {} });
    },
  };
}
