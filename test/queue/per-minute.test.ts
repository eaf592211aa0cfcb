import { expect, test } from 'vitest';
import { createPerMinute } from '../../src/llm/queue/per-minute.js';

test('calls a minute are those of the last minute, or since the beginning', () => {
  const perMinute = createPerMinute(1000);
  expect(perMinute(1000, 0)).toBe(0);
  expect(perMinute(11_000, 5)).toBe(30);
  // Two a second from here on; what came before leaves the count after a minute.
  let last = 0;
  for (let second = 1; second <= 100; second += 1) last = perMinute(11_000 + 1000 * second, 5 + 2 * second);
  expect(last).toBe(120);
  for (let second = 101; second <= 170; second += 1) last = perMinute(11_000 + 1000 * second, 205);
  expect(last).toBe(0);
});
