import type { Settings } from '../config.js';
import { messageOf, UserError } from '../errors.js';
import type { ChatModel } from '../llm/chat-model.js';
import { checkKey } from '../llm/keys.js';
import { type ModelServer, NoList, serverOf } from '../llm/model-server.js';
import type { openaiServer } from '../llm/openai/server.js';
import { type Environment, readKey } from './settings.js';

/** What is said once where nothing is configured. */
export const OFFLINE_NOTICE =
  'No model is configured: using `offline`, which composes answers from the scripts and is not a language model. To use a model, set OPENAI_API_KEY or --base-url.';

/**
 * The provider that the settings and the environment ask for; a model that is named is one of a server. With nothing named,
 * no key and no server it is `offline`.
 */
export function chooseProvider(settings: Settings, environment: Environment): 'openai' | 'offline' {
  if (settings.provider) return settings.provider;
  if (settings.model !== undefined) return settings.model === 'offline' ? 'offline' : 'openai';
  const isServed = settings.baseUrl || settings.endpoints || settings.executor === 'queue';
  return environment.OPENAI_API_KEY || isServed ? 'openai' : 'offline';
}

/** Opens a server. Rejects with UserError where its key or its address cannot be one. */
export type OpenServer = () => Promise<ModelServer>;

const atAddress =
  (...place: Parameters<typeof openaiServer>): OpenServer =>
  async () => {
    // The SDK takes longer to load than all of the rest: it is loaded where a server is asked, and not before.
    const { openaiServer } = await import('../llm/openai/server.js');
    return openaiServer(...place);
  };

/** The servers that the settings name, with their keys; a model in one's own code is asked itself. Throws UserError where there is neither a key nor a server. */
export function findServers(settings: Settings, environment: Environment, models: readonly ChatModel[]): OpenServer[] {
  const own = models.find(({ name }) => name === settings.model);
  if (own)
    return [async () => serverOf(own, { concurrency: settings.concurrency, rpm: settings.rpm, tpm: settings.tpm })];
  const { timeoutSeconds, maxReplyBytes, concurrency, baseUrl, endpoints } = settings;
  const shared = { timeoutSeconds, maxReplyBytes };
  if (endpoints) {
    return endpoints.map(({ baseUrl, keyVariable, model: nameThere, rpm, tpm, ...own }) => {
      const apiKey = readKey(keyVariable, process.env);
      const limits = { concurrency: own.concurrency ?? concurrency, rpm, tpm };
      return atAddress({ ...shared, apiKey, baseUrl, keyVariable, nameThere }, limits);
    });
  }
  const { OPENAI_API_KEY: apiKey } = environment;
  checkKey('OPENAI_API_KEY', apiKey);
  if (!apiKey && !baseUrl) {
    const what = settings.model === undefined ? 'the openai provider' : `the model "${settings.model}"`;
    throw new UserError(`${what} has neither a key nor a server`, {
      advice: 'Set OPENAI_API_KEY, or name a server with --base-url; --provider offline needs neither.',
    });
  }
  return [baseUrl].flat().map((url) => atAddress({ ...shared, apiKey, baseUrl: url }, { concurrency }));
}

/** The servers of a run, and the model that they are asked for. */
export interface ChosenServers {
  model: string;
  servers: readonly [ModelServer, ...ModelServer[]];
}

/**
 * The servers of a run and the model that they are asked for: the only one they have, where none is named. Throws UserError where
 * a server's address is another.
 */
export async function chooseServers(
  settings: Settings,
  environment: Environment,
  models: readonly ChatModel[],
): Promise<ChosenServers> {
  const servers: ModelServer[] = [];
  for (const open of findServers(settings, environment, models)) {
    const server = await open();
    await server.check?.();
    servers.push(server);
  }
  const [first, ...rest] = servers as [ModelServer, ...ModelServer[]];
  const model = settings.model ?? first.defaultModel ?? (await findOnlyModel(first));
  return { model, servers: [first, ...rest] };
}

async function findOnlyModel(server: ModelServer): Promise<string> {
  const { name } = server;
  if (!server.listModels) throw unlisted(name);
  const models = await server.listModels().catch((thrown: unknown) => {
    const said = thrown instanceof NoList ? thrown.cause : thrown;
    if (said instanceof UserError) throw said;
    throw new UserError(`${name} does not list its models: ${messageOf(said)}`, {
      advice: 'Check that the server is running and the URL is right, or name the model with --model.',
    });
  });
  return onlyModel(models, name);
}

/** No model is named, and the server does not say which it has. */
export const unlisted = (server: string): UserError =>
  new UserError(`${server} does not list its models`, { advice: 'Name one with --model.' });

/** The only model that a server has. Throws UserError where it has another number of them. */
export function onlyModel(models: readonly string[], server: string): string {
  const [only] = models;
  if (only !== undefined && models.length === 1) return only;
  throw new UserError(`${server} has ${models.length} models`, {
    advice: `Name one with --model${models.length > 0 ? `: ${models.slice(0, 10).join(', ')}` : ''}.`,
  });
}
