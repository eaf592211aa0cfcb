import { createHash } from 'node:crypto';
import type { ChatModel, ChatRequest } from './chat-model.js';

/** A request without what the model and the hash add. */
export type Draft = Omit<ChatRequest, 'id' | 'model'>;

/**
 * Makes a request for a model. Its id is the hash of everything that decides the answer: messages, model and revision,
 * sampling, schema, sample number and seed. The same draft always gets the same id.
 */
export function makeRequest(model: ChatModel, draft: Draft): ChatRequest {
  const { messages, sampling, schema, sample, seed } = draft;
  const decisive = [
    messages.map(({ role, content }) => [role, content]),
    [model.name, model.revision],
    [sampling.temperature, sampling.top_p, sampling.max_tokens, sampling.frequency_penalty, sampling.presence_penalty],
    schema ?? null,
    sample,
    seed,
  ];
  const id = createHash('sha256').update(JSON.stringify(decisive)).digest('hex').slice(0, 32);
  return { id, model: model.name, ...draft };
}
