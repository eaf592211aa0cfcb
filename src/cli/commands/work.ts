import { UserError } from '../../errors.js';
import type { FoundWindow, ModelServer } from '../../llm/model-server.js';
import { endpointOf } from '../../llm/pool/endpoint.js';
import { createPool } from '../../llm/pool/index.js';
import { mostTokens } from '../../llm/prices.js';
import { createMaybeBilled, loadEngine, serveQueue, type Worked } from '../../llm/queue/index.js';
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
  const maybeBilled = createMaybeBilled();
  const endpoints = servers.map((server) => {
    const endpoint = endpointOf(server, name);
    return { ...endpoint, model: maybeBilled.counting(endpoint.model) };
  });
  const pool = createPool({ name, revision: '' }, endpoints, settings, {
    stop: ending,
    mostTokens(requests) {
      const { prompt_tokens, completion_tokens } = mostTokens(requests);
      return prompt_tokens + completion_tokens;
    },
    warn,
  });
  try {
    const worked = await serveQueue({
      address,
      model: pool,
      maybeBilled,
      found: await findSmallest(name, servers, settings.contextWindow),
      concurrency: servers.reduce((sum, { limits }) => sum + limits.concurrency, 0),
      patienceSeconds: settings.patienceSeconds,
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
