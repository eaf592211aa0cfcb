import { lookAtQueues, type QueueState } from '../../llm/queue/index.js';
import { EXIT } from '../exit.js';
import type { Flags } from '../flags.js';
import { plainTable, trimLines } from '../plain-table.js';
import { printOut } from '../print.js';
import { addressOf } from '../queue.js';
import { environmentOf, readSettings } from '../settings.js';
import { openToolbox } from '../toolbox.js';

/** Prints the queues of a Redis and who serves them. Returns 0. */
export async function showQueues(flags: Omit<Flags, 'queue'> & { queue: string | true }): Promise<number> {
  const { queue, ...others } = flags;
  const toolbox = await openToolbox(others);
  const environment = environmentOf(queue === true ? {} : { queue });
  const address = addressOf(readSettings(others, environment, toolbox), environment);
  const queues = await lookAtQueues(address);
  if (flags.json) printOut(`${JSON.stringify({ queue: address.shown, prefix: address.prefix, queues })}\n`);
  else if (queues.length === 0) printOut(`No run has used the queue at ${address.shown} (prefix ${address.prefix}).\n`);
  else printOut(`${queues.map(render).join('\n\n')}\n`);
  return EXIT.done;
}

function render({ model, state, version, coordinator, waiting, taken, stalled, workers }: QueueState): string {
  const who = coordinator ? `process ${coordinator.pid} on ${coordinator.host}` : 'nobody';
  const lines = [
    `${model}: ${state}, coordinated by ${who} (rolellm ${version})`,
    `  ${waiting} calls waiting, ${taken} taken by workers, ${stalled} of them stalled`,
  ];
  if (workers.length === 0) return [...lines, '  No worker serves it.'].join('\n');
  const table = plainTable(['worker', 'process', 'at once', 'in flight', 'calls', 'calls a minute'], [1, 2, 3, 4, 5]);
  for (const { host, pid, concurrency, inFlight, calls, perMinute } of workers)
    table.push([host, pid, concurrency, inFlight, calls, perMinute]);
  return [...lines, trimLines(table.toString())].join('\n');
}
