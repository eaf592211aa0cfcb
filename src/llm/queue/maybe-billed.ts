import { CallFault } from '../call-fault.js';
import type { ChatModel, ChatRequest } from '../chat-model.js';

/** Calls that brought no reply and may be billed all the same, by what they asked: a pool tries again without a word. */
export interface MaybeBilled {
  /** A server's model whose calls are counted. */
  counting(model: ChatModel): ChatModel;
  /** How many there were for these requests. */
  of(requests: readonly ChatRequest[]): number;
}

/** Counts calls by the array of requests that they were given. */
export function createMaybeBilled(): MaybeBilled {
  const counts = new WeakMap<readonly ChatRequest[], number>();
  return {
    counting(model) {
      const { completeSamples } = model;
      if (!completeSamples) return model;
      return {
        ...model,
        async completeSamples(requests, signal) {
          try {
            return await completeSamples(requests, signal);
          } catch (thrown) {
            if (thrown instanceof CallFault && thrown.mayBeBilled)
              counts.set(requests, (counts.get(requests) ?? 0) + 1);
            throw thrown;
          }
        },
      };
    },
    of: (requests) => counts.get(requests) ?? 0,
  };
}
