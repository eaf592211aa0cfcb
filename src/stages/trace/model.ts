import type { ChatModel } from '../../llm/chat-model.js';
import { offlineModel } from '../prompt-facts.js';

/** A model by its name alone, for making requests again that were made before; it answers nothing. */
export function namedModel(name: string): ChatModel {
  if (name === offlineModel.name) return offlineModel;
  const complete = () => Promise.reject(new Error('this model is only a name'));
  return { name, revision: '', complete };
}
