import type { Settings } from '../config.js';
import { messageOf, UserError } from '../errors.js';
import type { ChatModel } from '../llm/chat-model.js';
import type { Environment } from './settings.js';

/** OpenAI's model that is asked where none is named: cheap, and it takes json_schema. */
const OPENAI_DEFAULT = 'gpt-4o-mini';

/** What is printed where nothing is configured, at the start and at the end. */
export const OFFLINE_NOTICE =
  'No model is configured: using `offline`, which puts answers together from the scripts and is not a language model. Set OPENAI_API_KEY or --base-url to use one.';

/** The provider that the settings and the environment ask for. */
export function chooseProvider(settings: Settings, environment: Environment): 'openai' | 'offline' {
  if (settings.provider) return settings.provider;
  return environment.OPENAI_API_KEY || settings.baseUrl ? 'openai' : 'offline';
}

/** The model of a run. Throws UserError where the openai provider lacks a key and a server, or a server does not say what to ask. */
export async function chooseModel(settings: Settings, environment: Environment): Promise<ChatModel> {
  if (chooseProvider(settings, environment) === 'offline') {
    const { offlineModel } = await import('../llm/offline/index.js');
    return offlineModel;
  }
  const { OPENAI_API_KEY: apiKey } = environment;
  const { baseUrl, timeoutSeconds, retries } = settings;
  if (!apiKey && !baseUrl) {
    throw new UserError('the openai provider has neither a key nor a server', {
      advice: 'Set OPENAI_API_KEY, or name a server with --base-url.',
    });
  }
  const { listModels, openaiModel } = await import('../llm/openai.js');
  const connection = { apiKey, baseUrl, timeoutSeconds, retries };
  const model = settings.model ?? (baseUrl ? onlyModel(await askForModels(), baseUrl) : OPENAI_DEFAULT);
  return openaiModel({ ...connection, model });

  async function askForModels(): Promise<string[]> {
    try {
      return await listModels(connection);
    } catch (thrown) {
      if (thrown instanceof UserError) throw thrown;
      throw new UserError(`${baseUrl} does not say which models it has: ${messageOf(thrown)}`, {
        advice: 'Check that it is up and the URL is right, or name the model with --model.',
      });
    }
  }
}

function onlyModel(models: readonly string[], baseUrl: string): string {
  const [only] = models;
  if (only !== undefined && models.length === 1) return only;
  throw new UserError(`${baseUrl} has ${models.length} models`, {
    advice: `Name one with --model${models.length > 0 ? `: ${models.slice(0, 10).join(', ')}` : ''}.`,
  });
}
