import { expect, onTestFinished, test } from 'vitest';
import { createProgress } from '../../../src/cli/progress/index.js';
import { clock, progressParts, terminalLines } from '../../../src/cli/progress/line.js';
import type { Progress } from '../../../src/stages/context.js';
import { liveBytes } from '../../harness/memory.js';

const at = (done: number, more: Partial<Progress> = {}): Progress => ({
  ...{
    stage: 'rolegpt',
    of: 'requests',
    done,
    fresh: done,
    planned: 200,
    isEstimate: false,
    failed: 0,
    cost: null,
    isOver: false,
  },
  ...more,
});

/** A display with a clock of its own, and what it showed. */
function displayOn(kind: 'terminal' | 'log', money: { before?: Map<string, number>; budget?: number } = {}) {
  let time = 0;
  const shown: (string | undefined)[] = [];
  const screen = { print: () => {}, show: (line: string | undefined) => shown.push(line) };
  const outlet =
    kind === 'terminal'
      ? { kind, screen, columns: () => 80, inColour: false }
      : { kind, info: (line: string) => shown.push(line) };
  const display = createProgress(outlet, { before: money.before ?? new Map(), budget: money.budget }, () => time);
  onTestFinished(() => display.close());
  return { shown, display, pass: (ms: number) => (time += ms) };
}

test('a line tells done of planned, the rate, the errors, the cost of the folder against the budget and the time left', () => {
  const { shown, display, pass } = displayOn('terminal', { before: new Map([['profile-build', 0.5]]), budget: 5 });
  display.onProgress(at(0, { cost: 0 }));
  for (const done of [20, 40, 60]) {
    pass(1000);
    display.onProgress(at(done, { failed: done === 60 ? 2 : 0, cost: done / 100 }));
  }
  expect(shown.at(-1)).toBe('rolegpt           60/200  30 %  21/s  2 failed  $1.10 of $5.00  0:07 left');
});

test('thousands of answers a second are no more to remember than a few', () => {
  const { display, pass } = displayOn('log');
  const before = liveBytes();
  for (let done = 0; done < 100_000; done += 1) {
    display.onProgress(at(done));
    if (done % 10 === 0) pass(1);
  }
  expect(liveBytes() - before).toBeLessThan(1e6);
});

test('what is not known is left out: no rate in the first second, no money without a price, no time without a plan', () => {
  const nothing = { rate: null, spent: null, budget: null };
  expect(progressParts({ ...at(7), ...nothing })).toEqual(['7/200  3 %']);
  expect(progressParts({ ...at(7, { isEstimate: true }), ...nothing, rate: 2 })).toEqual([
    '7/~200  3 %',
    '2.0/s',
    '~1:37 left',
  ]);
  const rows = at(12_000, { of: 'rows', planned: null });
  expect(progressParts({ ...rows, rate: 26_000, spent: null, budget: null })).toEqual(['12,000 rows', '26,000/s']);
});

test('the line never grows longer than the terminal, and goes when the stage is over', () => {
  const view = { ...at(123_456, { planned: 999_999, failed: 12 }), rate: 41.2, spent: 1234.5, budget: 9999 };
  for (const columns of [1, 20, 40, 80, 200])
    expect(terminalLines(view, columns).length).toBeLessThan(Math.max(2, columns));
  const { shown, display } = displayOn('terminal');
  display.onProgress(at(1));
  display.onProgress(at(200, { isOver: true }));
  expect(shown.at(-1)).toBeUndefined();
});

test('the line is drawn ten times a second at most, however quickly replies come', () => {
  const { shown, display, pass } = displayOn('terminal');
  for (let done = 0; done < 1000; done += 1) {
    pass(1);
    display.onProgress(at(done, { planned: 1000 }));
  }
  expect(shown.length).toBeLessThanOrEqual(11);
});

test('of a queue it tells workers, calls a minute, what waits and what stalls: beside the rest where there is room, else below', () => {
  const traffic = { workers: 12, perMinute: 1480, waiting: 244, stalled: 0 };
  const view = { ...at(60), rate: 21, spent: 1.1, budget: 5, traffic };
  const line = 'rolegpt           60/200  30 %  21/s  $1.10 of $5.00  0:07 left';
  expect(terminalLines(view, 120)).toBe(`${line}  12 workers  1,480 calls/min  244 waiting`);
  expect(terminalLines(view, 80)).toBe(`${line}\n${' '.repeat(18)}12 workers  1,480 calls/min  244 waiting`);
  for (const columns of [1, 20, 40, 80])
    for (const one of terminalLines(view, columns).split('\n')) expect(one.length).toBeLessThan(Math.max(2, columns));
  const { shown, display, pass } = displayOn('log');
  display.onTraffic({ workers: 1, perMinute: 15, waiting: 0, stalled: 3 });
  pass(10_000);
  display.onProgress(at(40));
  display.onTraffic({ workers: 0, perMinute: 0, waiting: 3, stalled: 0 });
  pass(10_000);
  display.onProgress(at(41));
  // Redis does not answer.
  display.onTraffic(undefined);
  pass(10_000);
  display.onProgress(at(42));
  const queues = shown.map((one) => one?.replace(/.*(?=\b1 worker\b|no workers)|^.*left$/, ''));
  expect(queues).toEqual(['1 worker, 15 calls/min, 0 waiting, 3 stalled', 'no workers, 0 calls/min, 3 waiting', '']);
});

test('a log gets a line every ten seconds and no more', () => {
  const { shown, display, pass } = displayOn('log');
  for (let second = 0; second < 35; second += 1) {
    display.onProgress(at(second * 2));
    pass(1000);
  }
  expect(shown).toHaveLength(3);
  expect(shown[1]).toBe('rolegpt: 40/200, 20 %, 2.0/s, 1:20 left');
});

test('while nothing changes a log gets fewer and fewer lines', () => {
  const { shown, display, pass } = displayOn('log');
  for (let second = 0; second < 3600; second += 1) {
    display.onProgress(at(0));
    pass(1000);
  }
  expect(shown.length).toBeLessThan(15);
  display.onProgress(at(5));
  expect(shown.at(-1)).toContain('rolegpt: 5/200');
});

test('what an earlier run had answered does not count in the rate', () => {
  const { shown, display, pass } = displayOn('terminal');
  for (let second = 0; second <= 10; second += 1) {
    display.onProgress(at(100 + second, { fresh: second }));
    pass(1000);
  }
  expect(shown.at(-1)).toBe('rolegpt           110/200  55 %  1.0/s  1:30 left');
});

test('times read like a clock', () => {
  expect([0, 7.4, 75, 3725].map(clock)).toEqual(['0:00', '0:07', '1:15', '1:02:05']);
});
