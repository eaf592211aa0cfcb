import type { Settings } from '../config.js';
import { messageOf, UserError } from '../errors.js';
import { checkKey } from '../llm/keys.js';
import type { Connection, ModelNames } from '../llm/openai/index.js';
import { type Environment, readKey } from './settings.js';

/** OpenAI's model that is asked where none is named: cheap, and it takes json_schema. */
export const OPENAI_DEFAULT = 'gpt-4o-mini';

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
  return environment.OPENAI_API_KEY || settings.baseUrl || settings.endpoints ? 'openai' : 'offline';
}

/** A server that a run may ask, with the limits that are its own. */
export interface Server extends Connection, ModelNames {
  concurrency: number;
  rpm: number | undefined;
  tpm: number | undefined;
}

/** The servers that the settings name, with their keys. Throws UserError where there is neither a key nor a server. */
export function findServers(settings: Settings, environment: Environment): Omit<Server, 'model'>[] {
  const { timeoutSeconds, maxReplyBytes, concurrency, baseUrl, endpoints } = settings;
  if (endpoints) {
    return endpoints.map(({ baseUrl, keyVariable, model, ...limits }) => ({
      apiKey: readKey(keyVariable, process.env),
      baseUrl,
      keyVariable,
      nameThere: model,
      timeoutSeconds,
      maxReplyBytes,
      concurrency: limits.concurrency ?? concurrency,
      rpm: limits.rpm,
      tpm: limits.tpm,
    }));
  }
  const { OPENAI_API_KEY: apiKey } = environment;
  checkKey('OPENAI_API_KEY', apiKey);
  if (!apiKey && !baseUrl) {
    const what = settings.model === undefined ? 'the openai provider' : `the model "${settings.model}"`;
    throw new UserError(`${what} has neither a key nor a server`, {
      advice: 'Set OPENAI_API_KEY, or name a server with --base-url; --provider offline needs neither.',
    });
  }
  return [baseUrl].flat().map((url) => ({
    apiKey,
    baseUrl: url,
    timeoutSeconds,
    maxReplyBytes,
    concurrency,
    rpm: undefined,
    tpm: undefined,
  }));
}

/**
 * The servers of a run and the model that they are asked for: the only one they have, where none is named. Throws UserError where
 * a server's address is another.
 */
export async function chooseServers(settings: Settings, environment: Environment): Promise<Server[]> {
  const servers = findServers(settings, environment);
  const { checkApi } = await import('../llm/openai/find-api.js');
  for (const server of servers) await checkApi(server);
  const [first] = servers as [Omit<Server, 'model'>];
  const model = settings.model ?? (first.baseUrl ? await findOnlyModel(first) : OPENAI_DEFAULT);
  return servers.map((server) => ({ ...server, model }));
}

async function findOnlyModel(connection: Connection): Promise<string> {
  const { listModels, connect } = await import('../llm/openai/index.js');
  const { url } = connect(connection);
  const models = await listModels(connection).catch((thrown: unknown) => {
    if (thrown instanceof UserError) throw thrown;
    throw new UserError(`${url} does not list its models: ${messageOf(thrown)}`, {
      advice: 'Check that the server is running and the URL is right, or name the model with --model.',
    });
  });
  return onlyModel(models, url);
}

/** The only model that a server has. Throws UserError where it has another number of them. */
export function onlyModel(models: readonly string[], url: string): string {
  const [only] = models;
  if (only !== undefined && models.length === 1) return only;
  throw new UserError(`${url} has ${models.length} models`, {
    advice: `Name one with --model${models.length > 0 ? `: ${models.slice(0, 10).join(', ')}` : ''}.`,
  });
}
