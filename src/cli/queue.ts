import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { givenWindow, type Settings } from '../config.js';
import { UserError } from '../errors.js';
import type { ChatModel } from '../llm/chat-model.js';
import { serverOf } from '../llm/model-server.js';
import { loadPrices, type Price, priceOf } from '../llm/prices.js';
import {
  openQueue,
  type QueueAddress,
  type QueuePricing,
  type QueueTraffic,
  queueExecutor,
  readAddress,
  spentReplies,
} from '../llm/queue/index.js';
import { writeFileAtomically } from '../store/atomic.js';
import type { DataFolder } from '../store/data-folder.js';
import { kindOf, readNamedFile } from '../store/read-file.js';
import { prepareRoom, type RoomOptions } from './room.js';
import type { Environment } from './settings.js';

/** The address that flags, the environment or the settings give; undefined where none does. Throws UserError where it is none. */
export function findAddress(
  { queue }: Pick<Settings, 'queue'>,
  { ROLELLM_QUEUE }: Environment,
): QueueAddress | undefined {
  const url = ROLELLM_QUEUE ?? queue.url;
  return url === undefined ? undefined : readAddress(url, queue.prefix);
}

/** The same. Throws UserError where none is given. */
export function addressOf(settings: Pick<Settings, 'queue'>, environment: Environment): QueueAddress {
  const address = findAddress(settings, environment);
  if (address) return address;
  throw new UserError('a queue of workers needs a Redis, and none is named', {
    advice: 'Name it with --queue redis://host:6379/0, or in the environment variable ROLELLM_QUEUE.',
  });
}

/** The model and the context window of a run on a queue: nobody is there who could tell them. */
function whatIsServed(settings: Settings): { model: string; window: number } {
  const { model } = settings;
  const window = givenWindow(settings);
  if (model === undefined || model === 'offline' || settings.provider === 'offline')
    throw new UserError('--executor queue: the model that the workers serve is not named', {
      advice: 'Name it with --model.',
    });
  if (window === undefined)
    throw new UserError('--executor queue: contextWindow is not set, and no server is there to tell it', {
      advice:
        'Set --context-window to the tokens that every worker has for a prompt and its reply. Workers with less are refused.',
    });
  return { model, window };
}

const QueueId = z.strictObject({ id: z.string().regex(/^[0-9a-f]{16}$/) });

/** What tells a data folder from others in Redis, also when it has moved. Made where there is none. */
function queueIdOf({ queueId }: DataFolder): string {
  if (kindOf(queueId) !== undefined) {
    try {
      return QueueId.parse(JSON.parse(readNamedFile(queueId).toString('utf8'))).id;
    } catch {
      throw new UserError('this file cannot be read', {
        file: queueId,
        advice: 'Delete it: replies that lie in Redis and are not in the journal are then asked for again.',
      });
    }
  }
  const id = randomBytes(8).toString('hex');
  writeFileAtomically(queueId, [`${JSON.stringify({ id })}\n`]);
  return id;
}

interface QueueCallsOptions extends RoomOptions {
  environment: Environment;
  stop: AbortSignal;
  onTraffic?: ((traffic: QueueTraffic | undefined) => void) | undefined;
}

/** The budget of a run, where it has one. Throws UserError where no price is known. */
type OpenPricing = (model: Pick<ChatModel, 'name' | 'revision'>, price: Price | null) => QueuePricing | undefined;

/** Calls that workers make, over a queue in Redis. Throws UserError where that is not there or another run has it. */
export async function prepareQueue(options: QueueCallsOptions, openPricing: OpenPricing) {
  const { settings, environment, data, log, stop } = options;
  const { tries, patienceSeconds, queue } = settings;
  const { model: name, window } = whatIsServed(settings);
  const price = priceOf(name, settings.price, loadPrices());
  const opened = await openQueue({
    ...queue,
    address: addressOf(settings, environment),
    model: name,
    folder: queueIdOf(data),
    window,
    patienceSeconds,
    pricing: openPricing({ name, revision: '' }, price),
    spent: spentReplies(data, name, price),
    stop,
    warn: (message) => log.warn(message),
    info: (message) => log.info(message),
    ...(options.onTraffic ? { onTraffic: options.onTraffic } : {}),
  });
  try {
    const model = opened.modelFor('window');
    // Each server has what the settings give, or more.
    const { endpoints: _, ...others } = settings;
    const asked = { model, price, servers: [serverOf(model, { concurrency: queue.calls })] };
    const { room, noticeCut } = await prepareRoom(asked, {
      ...options,
      settings: { ...others, contextWindow: window },
    });
    const executor = queueExecutor(opened, { concurrency: queue.calls, tries, price, noticeCut });
    return { model, executor, room, close: opened.close };
  } catch (thrown) {
    await opened.close(false);
    throw thrown;
  }
}
