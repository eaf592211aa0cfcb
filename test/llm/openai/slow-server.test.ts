import { describe, expect, test } from 'vitest';
import { createPatience, isNearby } from '../../../src/llm/openai/slow-server.js';

describe('the wait for a reply', () => {
  test('is what is set, until a nearby server was seen to be slow: then what its longest reply takes, twice', () => {
    const patience = createPatience(120_000, true);
    expect(patience.waitFor(4000)).toBe(120_000);
    patience.learn(100, 10_000);
    expect(patience.waitFor(4000)).toBe(800_000);
    expect(patience.waitFor(300)).toBe(120_000);
  });

  test('follows the slowest of the last replies, and is no longer than an hour', () => {
    const patience = createPatience(120_000, true);
    patience.learn(100, 10_000);
    for (let k = 0; k < 7; k += 1) patience.learn(100, 1000);
    expect(patience.waitFor(4000)).toBe(800_000);
    patience.learn(100, 1000);
    expect(patience.waitFor(4000)).toBe(120_000);
    patience.learn(10, 1_000_000);
    expect(patience.waitFor(4000)).toBe(3_600_000);
  });

  test('a reply of a few tokens says nothing, and a server elsewhere is waited for as set', () => {
    const near = createPatience(1000, true);
    near.learn(2, 60_000);
    expect(near.waitFor(4000)).toBe(1000);
    const far = createPatience(1000, false);
    far.learn(100, 60_000);
    expect(far.waitFor(4000)).toBe(1000);
  });
});

test.each([
  ['http://localhost:8080/v1', true],
  ['http://127.0.0.1:8080/v1', true],
  ['http://[::1]:8080/v1', true],
  ['http://192.168.1.20:11434/v1', true],
  ['http://172.20.0.3/v1', true],
  ['http://box.local:1234/v1', true],
  ['http://172.32.0.3/v1', false],
  ['https://api.openai.com/v1', false],
  ['https://localhost.example.com/v1', false],
])('%s is nearby: %s', (url, nearby) => {
  expect(isNearby(url)).toBe(nearby);
});
