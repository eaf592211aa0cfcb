import { styleText } from 'node:util';
import type { QueueTraffic } from '../../llm/queue/index.js';
import type { Progress } from '../../stages/context.js';
import { logLine, type ProgressView, terminalLines } from './line.js';
import { createPace, type Pace } from './pace.js';
import type { Screen } from './screen.js';

/** Where progress is shown. */
type Outlet =
  | { kind: 'terminal'; screen: Screen; columns(): number; inColour: boolean }
  | { kind: 'log'; info(line: string): void }
  | { kind: 'none' };

/** Money that is counted against. */
export interface Money {
  /** US dollars that each stage of the data folder had cost before, by its name. */
  before: ReadonlyMap<string, number>;
  budget: number | undefined;
}

/** Shows how far a run has come. */
export interface ProgressDisplay {
  onProgress(progress: Progress): void;
  /** What goes on in the queue of workers; undefined where that is not known. */
  onTraffic(traffic: QueueTraffic | undefined): void;
  /** Takes the line away; nothing is shown after it. */
  close(): void;
}

/** Pauses between two drawings of the line, and between two lines of a log; the latter grow while nothing changes (batches). */
const DRAW_EVERY_MS = 100;
const LOG_EVERY_MS = 10_000;
const LOG_AT_LEAST_EVERY_MS = 600_000;
/** Without news the line is drawn again, so that its rate and time stay true. */
const TICK_MS = 1000;

const countsOf = ({ stage, planned, done, failed }: Progress) => [stage, planned, done, failed].join(' ');

/** What went wrong stands out. */
function paintFailures(line: string): string {
  return line.replace(/[\d,]+ (?:failed|stalled)|no workers/g, (words) => styleText('red', words));
}

/** Shows progress: one line that changes on a terminal, a plain line every ten seconds in a log. */
export function createProgress(
  outlet: Outlet,
  { before, budget }: Money,
  now = () => performance.now(),
): ProgressDisplay {
  const costs = new Map(before);
  let current: { progress: Progress; pace: Pace } | undefined;
  let drawn = Number.NEGATIVE_INFINITY;
  let logged = { at: now(), counts: '', pause: LOG_EVERY_MS };
  let traffic: QueueTraffic | undefined;
  let isClosed = false;

  function view({ progress, pace }: NonNullable<typeof current>): ProgressView {
    const spent = costs.size > 0 ? [...costs.values()].reduce((sum, cost) => sum + cost, 0) : null;
    const rate = pace.at(now(), progress.fresh + progress.failed);
    return { ...progress, rate, spent, budget: spent === null ? null : (budget ?? null), traffic };
  }

  function show(): void {
    if (!current) return;
    drawn = now();
    if (outlet.kind === 'terminal') {
      const line = terminalLines(view(current), outlet.columns());
      outlet.screen.show(outlet.inColour ? paintFailures(line) : line);
    } else if (outlet.kind === 'log') {
      const counts = countsOf(current.progress);
      const isSame = counts === logged.counts;
      const line = logLine(view(current));
      if (now() - logged.at < (isSame ? logged.pause : LOG_EVERY_MS)) return;
      logged = { at: now(), counts, pause: isSame ? Math.min(2 * logged.pause, LOG_AT_LEAST_EVERY_MS) : LOG_EVERY_MS };
      outlet.info(line);
    }
  }

  function clear(): void {
    current = undefined;
    if (outlet.kind === 'terminal') outlet.screen.show(undefined);
  }

  const ticking = outlet.kind === 'none' ? undefined : setInterval(show, TICK_MS);
  ticking?.unref();
  return {
    onProgress(progress) {
      if (isClosed) return;
      if (progress.cost !== null) costs.set(progress.stage, progress.cost);
      if (progress.isOver) return clear();
      if (current?.progress.stage === progress.stage) current.progress = progress;
      else current = { progress, pace: createPace() };
      if (now() - drawn >= DRAW_EVERY_MS) show();
    },
    onTraffic(seen) {
      traffic = seen;
    },
    close() {
      isClosed = true;
      clearInterval(ticking);
      clear();
    },
  };
}
