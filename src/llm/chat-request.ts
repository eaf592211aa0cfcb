import { createHash } from 'node:crypto';
import type { ChatModel, ChatRequest } from './chat-model.js';

/** A request without what the model and the hashes add. */
export type Draft = Omit<ChatRequest, 'id' | 'group' | 'model'>;

const hash = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);

/** The id of one sample of a prompt. */
const requestId = (group: string, sample: number): string => hash([group, sample]);

/**
 * Makes a request for a model. Its id is the hash of everything that decides the answer: messages, model and revision,
 * sampling, schema, seed and sample number; its group that of all these but the last. The same draft always gets the same id.
 */
export function makeRequest(model: ChatModel, draft: Draft): ChatRequest {
  const { messages, sampling, schema, sample, seed } = draft;
  const group = hash([
    messages.map(({ role, content }) => [role, content]),
    [model.name, model.revision],
    [sampling.temperature, sampling.top_p, sampling.max_tokens, sampling.frequency_penalty, sampling.presence_penalty],
    schema ?? null,
    seed,
  ]);
  return { ...draft, id: requestId(group, sample), group, model: model.name };
}
