import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMinuteWindow } from '../../../src/llm/pool/minute-window.js';

const MINUTE = 60_000;

test('whatever is spent when it can be, no sixty seconds see more than the limit, also after amounts are corrected', () => {
  const step = fc.record({ pause: fc.nat(40_000), amount: fc.integer({ min: 1, max: 10 }), real: fc.nat(10) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const limit = 30;
      const window = createMinuteWindow(limit);
      const spent: { at: number; amount: number }[] = [];
      let now = 0;
      const lastMinute = () => spent.filter(({ at }) => at > now - MINUTE).reduce((sum, { amount }) => sum + amount, 0);
      for (const { pause, amount, real } of steps) {
        now += pause % 3 === 0 ? pause : 0;
        const ready = window.readyAt(now, amount);
        if (ready === now) expect(lastMinute() + amount).toBeLessThanOrEqual(limit);
        else expect(lastMinute() + amount).toBeGreaterThan(limit);
        now = ready;
        const spending = window.spend(now, amount);
        const corrected = Math.min(real, amount);
        window.correct(spending, corrected);
        spent.push({ at: now, amount: corrected });
      }
    }),
  );
});

test('an amount above the whole limit goes when nothing else is in the window', () => {
  const window = createMinuteWindow(5);
  expect(window.readyAt(0, 9)).toBe(0);
  window.spend(0, 1);
  expect(window.readyAt(10, 9)).toBe(MINUTE);
});
