import type { ChatModel } from '../chat-model.js';

/** Characters a token has on average: the usual rule of thumb for English; nothing is billed by it. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * The embedded model: answers from the request's own context by extraction, needs no key and no network, invents nothing. It
 * exists to run, teach, test and rehearse the pipeline; every row that it made says `offline`.
 */
export const offlineModel: ChatModel = {
  name: 'offline',
  revision: '4',
  async complete(request) {
    // Its taggers take longer to load than all of the rest: they are loaded where something is asked, and not before.
    const { answer } = await import('./answer.js');
    const content = answer(request);
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
