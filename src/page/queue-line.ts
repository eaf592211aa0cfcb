import type { QueueLook } from '../view/api.js';
import { element, thousands } from './element.js';
import { askQueue } from './server.js';

/** Between two looks: workers tell what they do every two seconds. */
const PAUSE_MS = 2000;

function tellQueue({ model, state, workers, perMinute, waiting, stalled }: QueueLook['queues'][number]): string {
  if (state !== 'running') return `${model}: ${state}`;
  const parts = [
    workers === 0 ? 'no workers' : `${thousands(workers)} ${workers === 1 ? 'worker' : 'workers'}`,
    `${thousands(perMinute)} calls a minute`,
    `${thousands(waiting)} waiting`,
  ];
  if (stalled > 0) parts.push(`${thousands(stalled)} stalled`);
  return `${model}: ${parts.join(', ')}`;
}

function tellLook({ at, error, queues }: QueueLook): string {
  if (error !== null) return error;
  return queues.length === 0 ? `no run has used the queue at ${at}` : queues.map(tellQueue).join(' · ');
}

/** A line about the queue of workers, which looks again and again; it stays hidden where no queue is named. */
export function createQueueLine(): HTMLElement {
  const line = element('p', { class: 'queue', role: 'status', 'aria-label': 'Queue of workers', hidden: true });
  async function look(): Promise<void> {
    try {
      const seen = await askQueue();
      if (seen === null) return;
      const isWrong = seen.error !== null || seen.queues.some(({ stalled }) => stalled > 0);
      line.classList.toggle('error', isWrong);
      line.textContent = `Queue – ${tellLook(seen)}`;
      line.hidden = false;
    } catch {
      // That the server is gone is told by those who look at the folder.
    }
    setTimeout(look, PAUSE_MS);
  }
  void look();
  return line;
}
