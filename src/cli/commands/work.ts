import type { Redis } from 'ioredis';
import type { Endpoint } from '../../config.js';
import { UserError } from '../../errors.js';
import type { ChatRequest } from '../../llm/chat-model.js';
import type { FoundWindow, ModelServer } from '../../llm/model-server.js';
import { endpointOf } from '../../llm/pool/endpoint.js';
import { createPool } from '../../llm/pool/index.js';
import { mostTokens } from '../../llm/prices.js';
import { accountOf, createGate, loadEngine, serveQueue, type Worked } from '../../llm/queue/index.js';
import { EXIT } from '../exit.js';
import type { Flags } from '../flags.js';
import { createLog } from '../log.js';
import { chooseProvider, chooseServers } from '../model.js';
import { printOut } from '../print.js';
import { addressOf } from '../queue.js';
import { environmentOf, readSettings } from '../settings.js';
import { listenForStop } from '../stop.js';
import { openToolbox } from '../toolbox.js';

/** Flags of `work`. */
export interface WorkFlags extends Flags {
  untilDone?: true;
  maxMinutes?: number;
  account?: string;
}

/**
 * Makes the calls of a run on another machine: takes them from its queue, asks a server of its own with a key of its own, and hands back
 * what came. Resolves to the exit status: 0 where the run or its time is over, 130 where it was stopped.
 */
export async function work(flags: WorkFlags): Promise<number> {
  const toolbox = await openToolbox(flags);
  const environment = environmentOf(flags);
  // It is the run that uses the queue; here the calls are direct.
  const settings = { ...readSettings(flags, environment, toolbox), executor: 'direct' as const };
  const address = addressOf(settings, environment);
  if (chooseProvider(settings, environment) === 'offline')
    throw new UserError('a worker needs a server or a key', {
      advice: 'Name a server with --base-url, or set OPENAI_API_KEY.',
    });
  // Before anything is asked.
  await loadEngine();
  const log = createLog(flags);
  const [warn, info] = [(message: string) => log.warn(message), (message: string) => log.info(message)];
  const { model: name, servers } = await chooseServers(settings, environment, toolbox.models);
  const { stop, abort } = listenForStop(log);
  const timeIsUp = new AbortController();
  const time = setTimeout(
    () => timeIsUp.abort(),
    Math.min((flags.maxMinutes ?? Number.MAX_VALUE) * 60_000, 2 ** 31 - 1),
  );
  const ending = AbortSignal.any([stop, timeIsUp.signal]);
  let redis: Redis | undefined;
  const gate = createGate({ redis: () => redis, prefix: address.prefix, mostTokens: tokensOf, stop: ending });
  const endpoints = servers.map((server, k) => {
    const endpoint = endpointOf(server, name);
    const own: Partial<Endpoint> = settings.endpoints?.[k] ?? {};
    const keyVariable = own.keyVariable ?? 'OPENAI_API_KEY';
    const account = accountOf(server.name, process.env[keyVariable], flags.account);
    const { concurrency } = endpoint;
    const limits = { account, concurrency, rpm: own.rpm ?? settings.rpm, tpm: own.tpm ?? settings.tpm };
    return { ...endpoint, model: gate.guard(endpoint.model, limits), waits: true };
  });
  const { retries, patienceSeconds } = settings;
  const pool = createPool(
    { name, revision: '' },
    endpoints,
    { retries, patienceSeconds },
    {
      stop: ending,
      mostTokens: tokensOf,
      warn,
    },
  );
  try {
    const worked = await serveQueue({
      address,
      model: pool,
      gate,
      found: await findSmallest(name, servers, settings.contextWindow),
      concurrency: servers.reduce((sum, { limits }) => sum + limits.concurrency, 0),
      patienceSeconds,
      onConnected(client) {
        redis = client;
      },
      untilDone: flags.untilDone ?? false,
      stop: ending,
      abort,
      warn,
      info,
    });
    tell(worked, name, flags, info);
    return stop.aborted ? EXIT.stopped : EXIT.done;
  } finally {
    clearTimeout(time);
  }
}

/** Tokens that a call takes at most. */
function tokensOf(requests: readonly ChatRequest[]): number {
  const { prompt_tokens, completion_tokens } = mostTokens(requests);
  return prompt_tokens + completion_tokens;
}

/** The smallest context window of the servers: what the settings give, else what they tell. */
async function findSmallest(
  model: string,
  servers: readonly ModelServer[],
  given: number | undefined,
): Promise<FoundWindow | undefined> {
  if (given !== undefined) return { window: given, from: 'contextWindow' };
  const found = await Promise.all(servers.map((server) => server.findWindow?.(model)));
  return found.reduce((least, one) => (one && (!least || one.window < least.window) ? one : least), undefined);
}

function tell(
  { calls, tokens, isFinished }: Worked,
  model: string,
  { json }: Flags,
  info: (message: string) => void,
): void {
  if (json) printOut(`${JSON.stringify({ model, calls, tokens, finished: isFinished })}\n`);
  else info(`${isFinished ? 'The run is finished. ' : ''}${calls} calls made here, ${tokens} tokens`);
}
