import { directExecutor, type Executor, type FillSettings } from '../executor.js';
import type { OpenQueue } from './coordinator.js';

export { accountOf } from './account.js';
export { type QueueAddress, readAddress } from './address.js';
export { openQueue } from './coordinator.js';
export { loadEngine } from './engine.js';
export { createGate } from './gate.js';
export type { QueuePricing } from './ledger.js';
export { lookAtQueues, type QueueState, type QueueTraffic, trafficOf } from './look.js';
export { spentReplies } from './spent.js';
export { serveQueue, type Worked } from './worker.js';

/** The executor that lets workers make the calls: the direct one, whose model is a queue. `concurrency` bounds what is on the queue. */
export function queueExecutor(queue: OpenQueue, settings: FillSettings): Executor {
  return (stage, units, journal, events) =>
    directExecutor(queue.modelFor(stage), settings)(stage, units, journal, events);
}
