import type { LocalServer } from '../llm/openai/local-servers.js';
import type { Environment } from './settings.js';
import { commandWith } from './typed-command.js';

/** So long a run waits for servers on this machine, which answer within a few milliseconds. Our choice. */
const PATIENCE_MS = 300;

/** Longest name of a model that is put into a command. */
const LONGEST_NAME = 200;

/** What is said where a server on this machine could answer instead of `offline`; undefined where none has a model. */
export async function localServerNotice({ ROLELLM_LOCAL_SERVERS }: Environment): Promise<string | undefined> {
  if (ROLELLM_LOCAL_SERVERS === 'no') return undefined;
  const { findLocalServers } = await import('../llm/openai/local-servers.js');
  for (const server of await findLocalServers(PATIENCE_MS)) {
    const model = chatModelOf(server);
    if (model === undefined) continue;
    const { baseUrl, name } = server;
    return `A server answers at ${baseUrl} (${name}): use it with ${commandWith(['--base-url', baseUrl, '--model', model])}`;
  }
  return undefined;
}

/** The first of its models that is not there for embeddings. */
function chatModelOf({ models }: LocalServer): string | undefined {
  return models.find((model) => model !== '' && model.length <= LONGEST_NAME && !/embed|rerank/i.test(model));
}
