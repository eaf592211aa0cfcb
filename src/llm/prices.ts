import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readNamedFile } from '../store/read-file.js';
import type { ChatRequest, Usage } from './chat-model.js';

const Dollars = z.number().min(0);

/** US dollars for a million tokens; cached: those of the prompt that the provider had in its cache. */
const Price = z.strictObject({ prompt: Dollars, cached: Dollars, completion: Dollars });
export type Price = z.infer<typeof Price>;

const PriceTable = z.strictObject({
  date: z.iso.date(),
  source: z.string(),
  unit: z.string(),
  /** What a call in a batch costs, as a share of a direct one. */
  batch: z.number().min(0).max(1),
  models: z.record(z.string(), Price),
  /** Context windows of OpenAI's models, in tokens: its API does not tell them. */
  windows: z.record(z.string(), z.int().min(1)),
});
export type PriceTable = z.infer<typeof PriceTable>;

/** The shipped prices, prices.json. */
export function loadPrices(): PriceTable {
  const file = fileURLToPath(new URL('../../prices.json', import.meta.url));
  return PriceTable.parse(JSON.parse(readNamedFile(file).toString('utf8')));
}

/** A snapshot costs what its model costs: gpt-4o-mini-2024-07-18; routers put the provider before it: openai/gpt-4o-mini. */
const SNAPSHOT = /-(?:\d{4}-\d{2}-\d{2}|\d{4})$/;

/** What a table says of a model; undefined where it does not have it. */
function entryOf<Value>(model: string, entries: Readonly<Record<string, Value>>): Value | undefined {
  const name = model.replace(/^openai\//, '');
  return entries[name] ?? entries[name.replace(SNAPSHOT, '')];
}

/** The context window of one of OpenAI's models, in tokens; undefined where the table does not have it. */
export const windowOf = (model: string, { windows }: PriceTable): number | undefined => entryOf(model, windows);

/** The price that the settings give, else the table's; null where neither knows the model. */
export function priceOf(
  model: string,
  own: { prompt: number; completion: number; cached?: number | undefined } | null,
  table: PriceTable,
): Price | null {
  return own ? { ...own, cached: own.cached ?? own.prompt } : (entryOf(model, table.models) ?? null);
}

/** What a reply cost, in US dollars. */
export function costOf({ prompt_tokens, cached_tokens = 0, completion_tokens }: Usage, price: Price): number {
  const fresh = Math.max(0, prompt_tokens - cached_tokens);
  return (fresh * price.prompt + cached_tokens * price.cached + completion_tokens * price.completion) / 1e6;
}

/** A price as a share of it, as batches cost. */
export function shareOf({ prompt, cached, completion }: Price, share: number): Price {
  return { prompt: prompt * share, cached: cached * share, completion: completion * share };
}

/** No tokenizer in use makes more tokens of prose than one for two bytes; measured: 3 to 5 bytes a token. */
const FEWEST_BYTES_PER_TOKEN = 2;
const TOKENS_AROUND_MESSAGE = 8;

/** A bound on a call's tokens that costs no tokenizing: the prompt once, and the longest reply for each sample. */
export function mostTokens(requests: readonly ChatRequest[]): { prompt_tokens: number; completion_tokens: number } {
  const [request] = requests;
  if (!request) return { prompt_tokens: 0, completion_tokens: 0 };
  const schema = request.schema ? Buffer.byteLength(JSON.stringify(request.schema)) / FEWEST_BYTES_PER_TOKEN : 0;
  const prompt = request.messages.reduce(
    (sum, { content }) => sum + Buffer.byteLength(content) / FEWEST_BYTES_PER_TOKEN + TOKENS_AROUND_MESSAGE,
    schema,
  );
  return { prompt_tokens: Math.ceil(prompt), completion_tokens: request.sampling.max_tokens * requests.length };
}
