import OpenAI from 'openai';
import { readReply } from '../call-fault.js';
import type { ChatModel, ChatReplies, ChatRequest } from '../chat-model.js';
import { createRedactor } from '../redact.js';
import { askOnce } from './ask-once.js';
import { type Dialect, dialectOf, learn, suspect } from './dialect.js';
import { createFetch } from './fetch.js';
import { type Called, readFault } from './read-fault.js';

/** How a server is reached. */
export interface Connection {
  apiKey: string | undefined;
  /** Undefined: OpenAI's own. Credentials in it (https://user:password@host) are sent as basic authentication. */
  baseUrl: string | undefined;
  /** Longest wait for one reply. */
  timeoutSeconds: number;
  /** The environment variable that the key comes from, for messages. */
  keyVariable?: string;
}

const OPENAI_URL = 'https://api.openai.com/v1';

/** A client, and what messages may say about it. It never tries again by itself: that is the pool's. */
export function connect({ apiKey, baseUrl = OPENAI_URL, timeoutSeconds, keyVariable = 'OPENAI_API_KEY' }: Connection) {
  const url = new URL(baseUrl);
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  url.username = '';
  url.password = '';
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  const client = new OpenAI({
    // A local server usually wants no key, but the SDK asks for one.
    apiKey: apiKey ?? 'none',
    baseURL: url.href.replace(/\/$/, ''),
    ...(user === '' ? {} : { defaultHeaders: { authorization: `Basic ${basic}` } }),
    timeout: timeoutSeconds * 1000,
    maxRetries: 0,
    logLevel: 'off',
    fetch: createFetch(),
  });
  const redact = createRedactor([apiKey, password, user === '' ? undefined : basic]);
  return { client, url: client.baseURL, keyVariable, redact };
}

/** Names of the models that the server has. Throws CallFault or UserError where it does not say. */
export async function listModels(connection: Connection): Promise<string[]> {
  const { client, ...called } = connect(connection);
  const models: string[] = [];
  try {
    for await (const { id } of client.models.list()) models.push(id);
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
  const { client, ...place } = connect(connection);
  const called: Called = { ...place, model: nameThere };
  let dialect: Dialect = dialectOf(nameThere);

  async function completeSamples(requests: readonly ChatRequest[], signal?: AbortSignal): Promise<ChatReplies> {
    // One's own copy: what is only suspected must not change what others ask.
    let trial = dialect;
    for (;;) {
      const asked = trial.refused.has('n') ? requests.slice(0, 1) : requests;
      const outcome = await askOnce({ client, called }, asked, trial, signal);
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
