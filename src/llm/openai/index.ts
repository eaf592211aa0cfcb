import { readReply } from '../call-fault.js';
import type { ChatModel, ChatReplies, ChatRequest } from '../chat-model.js';
import { askOnce } from './ask-once.js';
import type { Called } from './called.js';
import { type Connection, connect } from './connect.js';
import { type Dialect, dialectOf, learn, suspect } from './dialect.js';
import { readFault } from './read-fault.js';
import { createPatience, isNearby } from './slow-server.js';

export { type Connection, connect } from './connect.js';

/** Names of the models that the server has. Throws CallFault or UserError where it does not say. */
export async function listModels(connection: Connection): Promise<string[]> {
  const { client, ...called } = connect(connection);
  const models: string[] = [];
  try {
    for await (const { id } of client.models.list()) models.push(called.hide(id));
  } catch (thrown) {
    throw readFault(thrown, { ...called, model: '' });
  }
  return models;
}

/** A name that rows carry, and the name that this server knows the model by where it is another. */
export interface ModelNames {
  model: string;
  nameThere?: string | undefined;
}

/**
 * Any server that speaks OpenAI's chat completions, through the official SDK. What the server does not take is found out from
 * its complaints and left out for the rest of the run: json_schema, then json_object, then plain text; `n`; the seed; …
 */
export function openaiModel({ model, nameThere = model, ...connection }: Connection & ModelNames): Required<ChatModel> {
  const { client, timeoutMs, ...place } = connect(connection);
  const called: Called = { ...place, model: nameThere };
  const patience = createPatience(timeoutMs, isNearby(place.url));
  let dialect: Dialect = dialectOf(nameThere);

  async function completeSamples(requests: readonly ChatRequest[], signal?: AbortSignal): Promise<ChatReplies> {
    // One's own copy: what is only suspected must not change what others ask.
    let trial = dialect;
    for (;;) {
      const asked = trial.refused.has('n') ? requests.slice(0, 1) : requests;
      const outcome = await askOnce({ client, called, patience }, asked, trial, signal);
      const { features } = outcome;
      if ('replies' in outcome) {
        const { replies } = outcome;
        dialect = readReply(() => learn(dialect, trial, features, asked.length, replies));
        return replies;
      }
      const guilty = suspect(outcome.complaint, features, dialect.taken);
      if (!guilty) throw outcome.fault;
      trial = { ...trial, refused: new Set([...trial.refused, guilty]) };
    }
  }

  return {
    name: model,
    revision: '',
    completeSamples,
    async complete(request, signal) {
      const { choices, usage } = await completeSamples([request], signal);
      return { content: '', finish_reason: 'none', ...choices[0], usage };
    },
  };
}
