import { UserError } from '../errors.js';
import type { ChatModel } from './chat-model.js';
import { type FactsByPrompt, factsFor, promptIdOf } from './prompt-facts.js';

/** Characters a token has on average: the usual rule of thumb for English; nothing is billed by it. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * The embedded model: answers from what the request shows by extraction, needs no key and no network, invents nothing. It
 * exists to run, teach, test and rehearse the pipeline; every row that it made says `offline`. How it answers a prompt is one
 * of the prompt's facts; `complete` rejects with UserError where it has no answer.
 */
export function createOfflineModel(facts: FactsByPrompt): ChatModel {
  return {
    name: 'offline',
    revision: '4',
    async complete(request) {
      const { offline } = factsFor(request, facts);
      if (!offline) {
        throw new UserError(`the offline model has no answer to the prompt "${promptIdOf(request)}"`, {
          advice: 'Name a model with --model and --base-url.',
        });
      }
      const content = await offline(request);
      const characters = request.messages.reduce((sum, message) => sum + message.content.length, 0);
      return {
        content,
        finish_reason: 'stop',
        usage: {
          prompt_tokens: Math.ceil(characters / CHARACTERS_PER_TOKEN),
          completion_tokens: Math.ceil(content.length / CHARACTERS_PER_TOKEN),
        },
      };
    },
  };
}
