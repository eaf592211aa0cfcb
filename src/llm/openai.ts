import OpenAI, { APIError, AuthenticationError, NotFoundError, PermissionDeniedError } from 'openai';
import { UserError } from '../errors.js';
import type { ChatModel, ChatRequest } from './chat-model.js';

/** How a server is reached. */
export interface Connection {
  apiKey: string | undefined;
  baseUrl: string | undefined;
  /** Longest wait for one reply. */
  timeoutSeconds: number;
  /** How often the SDK tries a call again after a connection error, 408, 409, 429 or 5xx, with growing pauses. */
  retries: number;
}

function connect({ apiKey, baseUrl, timeoutSeconds, retries }: Connection): OpenAI {
  return new OpenAI({
    // A local server usually wants no key, but the SDK asks for one.
    apiKey: apiKey ?? 'none',
    ...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
    timeout: timeoutSeconds * 1000,
    maxRetries: retries,
  });
}

/** Names of the models that the server has. */
export async function listModels(connection: Connection): Promise<string[]> {
  const models: string[] = [];
  for await (const { id } of connect(connection).models.list()) models.push(id);
  return models;
}

/**
 * Any server that speaks OpenAI's chat completions, through the official SDK. JSON replies are asked for with json_schema.
 */
export function openaiModel({ model, ...connection }: Connection & { model: string }): ChatModel {
  const client = connect(connection);
  return {
    name: model,
    revision: '',
    async complete(request, signal) {
      const completion = await client.chat.completions
        .create(toBody(request), signal ? { signal } : {})
        .catch((thrown: unknown) => {
          throw stopsTheRun(thrown, model, client.baseURL) ?? thrown;
        });
      const choice = completion.choices[0];
      return {
        content: choice?.message.content ?? '',
        finish_reason: choice?.finish_reason ?? 'none',
        usage: {
          prompt_tokens: completion.usage?.prompt_tokens ?? 0,
          completion_tokens: completion.usage?.completion_tokens ?? 0,
        },
      };
    },
  };
}

function toBody(request: ChatRequest): OpenAI.ChatCompletionCreateParamsNonStreaming {
  const { model, messages, sampling, schema, seed, sample } = request;
  return {
    model,
    messages,
    ...sampling,
    // A server that honours the seed would give every sample the same answer.
    seed: seed + sample,
    ...(schema === undefined
      ? {}
      : {
          response_format: {
            type: 'json_schema',
            json_schema: { name: schema.name, schema: schema.schema, strict: true },
          },
        }),
  };
}

/** Errors after which every other call would fail in the same way. */
function stopsTheRun(thrown: unknown, model: string, baseUrl: string): UserError | undefined {
  if (!(thrown instanceof APIError)) return undefined;
  const said = `${baseUrl} answers ${thrown.status}: ${thrown.message}`;
  if (thrown instanceof AuthenticationError || thrown instanceof PermissionDeniedError) {
    return new UserError(said, { advice: 'Check OPENAI_API_KEY and what the key may use.', cause: thrown });
  }
  if (thrown instanceof NotFoundError) {
    return new UserError(said, {
      advice: `Check --base-url, and that the server has the model "${model}".`,
      cause: thrown,
    });
  }
  return undefined;
}
