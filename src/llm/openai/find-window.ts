import type OpenAI from 'openai';
import { z } from 'zod';
import type { FoundWindow } from '../model-server.js';
import { loadPrices, windowOf } from '../prices.js';
import { type Connection, connect } from './connect.js';

/** Longest wait for each answer, in seconds: it only says how much may be shown. */
const PATIENCE_SECONDS = 5;

const Tokens = z.int().min(1);

/** One model of a list, with the keys under which servers tell its window; as far as they can be read. */
const Listed = z.looseObject({
  id: z.string(),
  /** vLLM and SGLang. */
  max_model_len: Tokens.optional().catch(undefined),
  /** OpenRouter and Together; Groq; Mistral. */
  context_length: Tokens.optional().catch(undefined),
  context_window: Tokens.optional().catch(undefined),
  max_context_length: Tokens.optional().catch(undefined),
  /** OpenRouter: of the provider that serves it, where that has less. */
  top_provider: z.looseObject({ context_length: Tokens.optional() }).optional().catch(undefined),
  /** LM Studio: as it was loaded. */
  loaded_context_length: Tokens.optional().catch(undefined),
});
type Listed = z.infer<typeof Listed>;

const List = z.object({ data: z.array(z.unknown()) });

/** llama.cpp: of one slot. */
const Props = z.object({ default_generation_settings: z.object({ n_ctx: Tokens }) });

/** Ollama: what a model file sets, a setting a line; and what is loaded now. */
const Shown = z.object({ parameters: z.string() });
const Running = z.object({ models: z.array(z.looseObject({ name: z.string(), context_length: Tokens.optional() })) });

/** OpenAI's models stand in a table: its API does not tell their windows. */
function ofOpenAi(model: string): FoundWindow | undefined {
  const table = loadPrices();
  const window = windowOf(model, table);
  return window === undefined ? undefined : { window, from: `prices.json of ${table.date}`, isExact: true };
}

/**
 * The context window that a server tells of a model: in its list of models, else, at an address without TLS, where llama.cpp, Ollama and
 * LM Studio tell it. Undefined where it does not say.
 */
export async function findWindow(connection: Connection, model: string): Promise<FoundWindow | undefined> {
  const { baseUrl } = connection;
  if (baseUrl === undefined || new URL(baseUrl).hostname === 'api.openai.com') return ofOpenAi(model);
  const timeoutSeconds = Math.min(connection.timeoutSeconds, PATIENCE_SECONDS);
  const { client, url } = connect({ ...connection, timeoutSeconds });
  const listed = await ask(client, { path: `${url}/models`, model }, readList);
  if (listed === 'silent') return undefined;
  if (listed !== undefined || url.startsWith('https:')) return listed;
  const root = url.replace(/\/v\d+$/, '');
  for (const place of [
    { path: `${root}/props`, read: readProps },
    { path: `${root}/api/show`, body: { model }, read: readShown },
    { path: `${root}/api/ps`, read: readRunning },
    { path: `${root}/api/v0/models`, read: readLoaded },
  ]) {
    const found = await ask(client, { ...place, model }, place.read);
    if (found === 'silent') return undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

type Read = (body: unknown, model: string) => number | undefined;

/** Asks at one place; silent where nobody answers there. */
async function ask(
  client: OpenAI,
  { path, body, model }: { path: string; body?: object; model: string },
  read: Read,
): Promise<FoundWindow | 'silent' | undefined> {
  try {
    const asked = body ? client.post(path, { body }) : client.get(path);
    const text = await (await asked.asResponse()).text();
    const window = read(JSON.parse(text), model);
    return window === undefined ? undefined : { window, from: path };
  } catch (thrown) {
    // Another status, or no JSON: it has nothing at this place.
    const isAnswered = thrown instanceof SyntaxError || (thrown as { status?: number }).status !== undefined;
    return isAnswered ? undefined : 'silent';
  }
}

/** The entry of a model in a list; of a list with one entry that one: llama.cpp takes any name. */
function entryOf(body: unknown, model: string): Listed | undefined {
  const list = List.safeParse(body);
  if (!list.success) return undefined;
  const entries = list.data.data.flatMap((one): Listed[] => {
    const parsed = Listed.safeParse(one);
    return parsed.success ? [parsed.data] : [];
  });
  return entries.find(({ id }) => id === model) ?? (entries.length === 1 ? entries[0] : undefined);
}

function readList(body: unknown, model: string): number | undefined {
  const entry = entryOf(body, model);
  const told = entry?.max_model_len ?? entry?.loaded_context_length ?? entry?.context_length ?? entry?.context_window;
  const served = entry?.top_provider?.context_length;
  if (told !== undefined && served !== undefined) return Math.min(told, served);
  return told ?? served ?? entry?.max_context_length;
}

function readProps(body: unknown): number | undefined {
  return Props.safeParse(body).data?.default_generation_settings.n_ctx;
}

function readShown(body: unknown): number | undefined {
  const set = /^num_ctx\s+(\d{1,9})\s*$/m.exec(Shown.safeParse(body).data?.parameters ?? '')?.[1];
  return set === undefined ? undefined : Number(set);
}

function readRunning(body: unknown, model: string): number | undefined {
  const isNamed = ({ name }: { name: string }) => name === model || name === `${model}:latest`;
  return Running.safeParse(body).data?.models.find(isNamed)?.context_length;
}

/** What LM Studio could load is no window: only what it has loaded is. */
const readLoaded: Read = (body, model) => entryOf(body, model)?.loaded_context_length;
