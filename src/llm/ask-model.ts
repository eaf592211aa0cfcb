import type { ChatModel, ChatReplies, ChatRequest } from './chat-model.js';

/** Asks a model for samples of one prompt in one call; one that gives no several for the first of them. */
export async function askModel(
  model: ChatModel,
  requests: readonly ChatRequest[],
  signal?: AbortSignal,
): Promise<ChatReplies> {
  if (model.completeSamples) return model.completeSamples(requests, signal);
  const { usage, ...choice } = await model.complete(requests[0] as ChatRequest, signal);
  return { choices: [choice], usage };
}
