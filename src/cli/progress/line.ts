import type { QueueTraffic } from '../../llm/queue/index.js';
import type { Progress } from '../../stages/context.js';
import { dollars, thousands } from '../numbers.js';

/** What a line of progress tells. */
export interface ProgressView extends Progress {
  /** A second; null where it is not known yet. */
  rate: number | null;
  /** US dollars: what the data folder has cost so far, and what it may; null where no price or no limit is known. */
  spent: number | null;
  budget: number | null;
  /** What goes on in the queue of workers, where there is one and it answers. */
  traffic?: QueueTraffic | undefined;
}

/** Seconds as 0:07, 12:30 or 3:05:00. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

function pace({ rate }: ProgressView): string | undefined {
  if (rate === null) return undefined;
  return rate >= 10 ? `${thousands(Math.round(rate))}/s` : `${rate.toFixed(1)}/s`;
}

function timeLeft({ planned, isEstimate, done, failed, rate }: ProgressView): string | undefined {
  if (planned === null || !rate) return undefined;
  return `${isEstimate ? '~' : ''}${clock((planned - done - failed) / rate)} left`;
}

function money({ spent, budget }: ProgressView): string | undefined {
  if (spent === null) return undefined;
  return budget === null ? dollars(spent) : `${dollars(spent)} of ${dollars(budget)}`;
}

/** done/planned, rate, errors, cost so far against the budget, time left: what is known of it. */
export function progressParts(view: ProgressView): string[] {
  const { of, done, planned, isEstimate, failed } = view;
  const count =
    planned === null
      ? `${thousands(done)} ${of}`
      : `${thousands(done)}/${isEstimate ? '~' : ''}${thousands(planned)}  ${Math.floor((100 * done) / Math.max(1, planned))} %`;
  const parts = [count, pace(view), failed > 0 ? `${failed} failed` : undefined, money(view), timeLeft(view)];
  return parts.filter((part) => part !== undefined);
}

/** Who makes the calls of a queue: workers, calls a minute, calls that wait, and those that no living worker has in hand. */
export function trafficParts({ traffic }: Pick<ProgressView, 'traffic'>): string[] {
  if (!traffic) return [];
  const { workers, perMinute, waiting, stalled } = traffic;
  const serving = workers === 0 ? 'no workers' : `${thousands(workers)} ${workers === 1 ? 'worker' : 'workers'}`;
  const parts = [serving, `${thousands(perMinute)} calls/min`, `${thousands(waiting)} waiting`];
  return stalled > 0 ? [...parts, `${thousands(stalled)} stalled`] : parts;
}

/** Width of the column of stages: the longest name's. */
const NAME = 16;

/** A line for a terminal, no longer than its columns; what goes on in a queue stands below where it has no room. */
export function terminalLines(view: ProgressView, columns: number): string {
  const room = Math.max(1, columns - 1);
  const [line, queue] = [
    [view.stage.padEnd(NAME), ...progressParts(view)].join('  '),
    trafficParts(view).join('  '),
  ] as const;
  if (queue === '') return line.slice(0, room);
  const whole = `${line}  ${queue}`;
  if (whole.length <= room) return whole;
  return `${line.slice(0, room)}\n${`${' '.repeat(NAME)}  ${queue}`.slice(0, room)}`;
}

/** One line for a log. */
export function logLine(view: ProgressView): string {
  return `${view.stage}: ${[...progressParts(view), ...trafficParts(view)].join(', ').replaceAll('  ', ', ')}`;
}
