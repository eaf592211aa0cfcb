import { randomUUID } from 'node:crypto';
import type { Settings } from '../config.js';
import { UserError } from '../errors.js';
import { type Budget, createBudget } from '../llm/budget.js';
import type { ChatModel, ChatRequest } from '../llm/chat-model.js';
import { directExecutor, type Executor } from '../llm/executor.js';
import type { ModelServer } from '../llm/model-server.js';
import { endpointOf } from '../llm/pool/endpoint.js';
import { createPool, type Pricing } from '../llm/pool/index.js';
import { costOf, loadPrices, mostTokens, type Price, priceOf, shareOf } from '../llm/prices.js';
import type { QueueTraffic } from '../llm/queue/index.js';
import { type PromptRoom, UNLIMITED } from '../llm/room/index.js';
import type { Log } from '../log.js';
import type { Prompts } from '../prompts/load.js';
import type { Recipe } from '../recipes/recipe.js';
import { offlineModelFor } from '../stages/prompt-facts.js';
import type { DataFolder } from '../store/data-folder.js';
import { findJournals } from '../store/find-journals.js';
import { type JournalTotals, readTotals } from '../store/journal.js';
import { chooseProvider, chooseServers } from './model.js';
import { prepareRoom } from './room.js';
import type { Environment } from './settings.js';

/** The model of a run and what gets its requests answered. */
export interface Calls {
  model: ChatModel;
  executor: Executor;
  /** How much a prompt may show. */
  room: PromptRoom;
  /** Gives back what the calls are made with; of a finished run nothing is left there. */
  close?(isFinished: boolean): Promise<void>;
}

/** What decides which model is asked, and what the embedded one can answer. */
export interface Asking {
  settings: Settings;
  environment: Environment;
  recipes: readonly Recipe[];
  /** Models in one's own code. */
  models: readonly ChatModel[];
}

export interface CallsOptions extends Asking {
  data: DataFolder;
  prompts: Prompts;
  log: Log;
  stop: AbortSignal;
  /** Told what goes on in a queue of workers, where there is one. */
  onTraffic?(traffic: QueueTraffic | undefined): void;
}

/** Calls may wait for another try without holding up the others: more are under way than may be in flight. */
const UNDER_WAY = 2;

/** What a run asks: a model with what a million of its tokens cost, at these servers; none for `offline`. */
export interface Asked {
  model: Pick<ChatModel, 'name' | 'revision'>;
  price: Price | null;
  servers: readonly ModelServer[];
}

/** A model in one's own code has a revision; that of a server is not known. */
const nameAsked = (name: string, { settings, models }: Asking, servers: readonly ModelServer[]): Asked => ({
  model: { name, revision: models.find((own) => own.name === name)?.revision ?? '' },
  price: priceOf(name, settings.price, loadPrices()),
  servers,
});

/** Finds out what a run asks. Throws UserError where a server or a key is missing. */
async function findAsked(asking: Asking): Promise<Asked> {
  const { settings, environment, recipes, models } = asking;
  if (chooseProvider(settings, environment) === 'offline') {
    return { model: offlineModelFor(recipes), price: null, servers: [] };
  }
  const { model, servers } = await chooseServers(settings, environment, models);
  return nameAsked(model, asking, servers);
}

/** As findAsked, for a plan: a model that is named needs no key for that. */
export async function findPlanned(asking: Asking): Promise<Asked> {
  const { settings, environment } = asking;
  const isNamed = settings.model !== undefined && chooseProvider(settings, environment) === 'openai';
  return isNamed ? nameAsked(settings.model as string, asking, []) : findAsked(asking);
}

/** Prepares the calls of a run. Throws UserError where a server, a key or a price is missing. */
export async function prepareCalls(options: CallsOptions): Promise<Calls> {
  const { settings } = options;
  if (settings.executor === 'queue') {
    const { prepareQueue } = await import('./queue.js');
    return prepareQueue(options, (model, price) => {
      const budget = openBudget({ model, price }, options);
      return price && budget ? { ...pricing(budget, price), price } : undefined;
    });
  }
  const { tries, concurrency } = settings;
  const asked = await findAsked(options);
  const [server] = asked.servers;
  if (!server) {
    if (settings.executor === 'batch')
      throw new UserError('--executor batch: the offline model does not support batches');
    const model = offlineModelFor(options.recipes);
    return { model, executor: directExecutor(model, { concurrency, tries, price: null }), room: UNLIMITED };
  }
  const budget = openBudget(asked, options);
  const model = openPool(asked, budget, options);
  const window = UNDER_WAY * asked.servers.reduce((sum, { limits }) => sum + limits.concurrency, 0);
  const { room, noticeCut } = await prepareRoom({ ...asked, model }, options);
  const direct = directExecutor(model, { concurrency: window, tries, price: asked.price, noticeCut });
  if (settings.executor === 'direct') return { model, executor: direct, room };
  return { model, executor: await openBatches(server, asked, direct, budget, options), room };
}

function openPool({ model, price, servers }: Asked, budget: Budget | undefined, options: CallsOptions) {
  const { settings, log, stop } = options;
  const endpoints = servers.map((server) => endpointOf(server, model.name));
  return createPool(model, endpoints, settings, {
    stop,
    pricing: price && budget ? pricing(budget, price) : undefined,
    mostTokens: (requests) => {
      const { prompt_tokens, completion_tokens } = mostTokens(requests);
      return prompt_tokens + completion_tokens;
    },
    warn: (message) => log.warn(message),
  });
}

/** Batches go to the first server; what they leave may go to all. */
async function openBatches(
  server: ModelServer,
  { model, price }: Asked,
  direct: Executor,
  budget: Budget | undefined,
  { settings, data, log }: CallsOptions,
): Promise<Executor> {
  const api = server.batchApi?.(model.name);
  if (!api) throw new UserError(`--executor batch: ${server.name} has no batch API`);
  const { batchExecutor } = await import('../llm/batch/index.js');
  return batchExecutor({
    ...settings.batch,
    api,
    model: model.name,
    tries: settings.tries,
    budget,
    price: price && shareOf(price, loadPrices().batch),
    patienceSeconds: settings.patienceSeconds,
    stragglers: settings.stragglers === 'direct' ? direct : undefined,
    folderOf: data.batches,
    newKey: randomUUID,
    info: (message) => log.info(message),
    warn: (message) => log.warn(message),
  });
}

const pricing = (budget: Budget, price: Price): Pricing => ({
  budget,
  worstCost: (requests: readonly ChatRequest[]) => costOf(mostTokens(requests), price),
  costOf: (usage) => costOf(usage, price),
});

/** The budget of the whole data folder: what earlier runs and other stages spent counts too. */
function openBudget(
  { model, price }: Pick<Asked, 'model' | 'price'>,
  { settings, data }: CallsOptions,
): Budget | undefined {
  if (settings.budget === undefined) return undefined;
  if (!price) {
    throw new UserError(`--budget: no price is known for the model "${model.name}"`, {
      advice: 'Set `price: {prompt: …, completion: …}` (US dollars for a million tokens) in rolellm.config.yaml.',
    });
  }
  let spent = 0;
  for (const file of findJournals(data.calls)) spent += costSoFar(readTotals(file), price);
  return createBudget(settings.budget, spent);
}

/** What a journal's replies cost; those from before a price was known at today's. */
function costSoFar(totals: JournalTotals, price: Price): number {
  return totals.unpriced === 0 ? totals.cost : Math.max(totals.cost, costOf(totals, price));
}
