import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/errors.js';
import { createBudget } from '../../../src/llm/budget.js';
import { CallFault } from '../../../src/llm/call-fault.js';
import { serverOf } from '../../../src/llm/model-server.js';
import { type EndpointOptions, endpointOf } from '../../../src/llm/pool/endpoint.js';
import { createPool, NotBegun, type PoolSettings, type PoolSurroundings } from '../../../src/llm/pool/index.js';
import { createRandom } from '../../../src/text/random.js';
import {
  type Behaviour,
  requestsFor,
  type SimulatedServer,
  simulatedClock,
  simulatedServer,
} from '../../harness/simulation.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const calm: Behaviour = () => ({ afterMs: 500 });

/** A pool over simulated servers on a simulated clock. */
function poolOver(
  behaviours: Behaviour[],
  settings: Partial<PoolSettings> = {},
  more: { limits?: Partial<EndpointOptions>[]; surroundings?: Partial<PoolSurroundings> } = {},
) {
  const clock = simulatedClock();
  const servers = behaviours.map((behave) => simulatedServer(clock, behave));
  const warnings: string[] = [];
  const endpoints = servers.map((model, k) => ({
    ...endpointOf(serverOf(model, { concurrency: 16 }), 'm'),
    name: `server-${k}`,
    ...more.limits?.[k],
  }));
  const pool = createPool(
    { name: 'm', revision: '' },
    endpoints,
    { retries: 5, patienceSeconds: 900, ...settings },
    {
      clock,
      random: createRandom(7),
      mostTokens: () => 120,
      warn: (line) => warnings.push(line),
      ...more.surroundings,
    },
  );
  const askAll = (count: number) => Promise.allSettled(requestsFor(count).map((one) => pool.completeSamples([one])));
  return { clock, servers, server: servers[0] as SimulatedServer, pool, warnings, askAll };
}

const answered = (settled: PromiseSettledResult<unknown>[]) =>
  settled.filter(({ status }) => status === 'fulfilled').length;
const reasons = (settled: PromiseSettledResult<unknown>[]) =>
  settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));

/** The most that was counted in any window of this length. */
function mostWithin(times: readonly number[], ms: number): number {
  let [most, first] = [0, 0];
  for (const [k, at] of times.entries()) {
    while ((times[first] as number) <= at - ms) first += 1;
    most = Math.max(most, k - first + 1);
  }
  return most;
}

describe('a server that stands everything', () => {
  test('is asked as many calls at once as allowed, and no call waits for the slowest', async () => {
    const { clock, server, askAll } = poolOver([({ number }) => ({ afterMs: number === 3 ? 10 * MINUTE : 500 })]);
    const settled = await clock.runUntil(askAll(1000));
    expect(answered(settled)).toBe(1000);
    expect(server.mostInFlight()).toBe(16);
    // One of sixteen places is held for ten minutes; the other 999 calls go through fifteen.
    const last = Math.max(...server.calls.map(({ at }) => at));
    expect(last).toBeLessThan((1000 / 15) * 500 + SECOND);
  });
});

describe('429', () => {
  test('uses up no attempt, however often it comes, and halves what is in flight', async () => {
    const standing = 4;
    const { clock, server, askAll } = poolOver(
      [
        ({ inFlight }) =>
          inFlight > standing
            ? { afterMs: 20, fault: new CallFault('rate-limited', '429: slow down') }
            : { afterMs: 500 },
      ],
      { retries: 0 },
    );
    expect(answered(await clock.runUntil(askAll(2000)))).toBe(2000);
    const refused = server.calls.filter(({ fault }) => fault !== undefined).length;
    expect(refused / server.calls.length).toBeLessThan(0.1);
  });

  test('with Retry-After: nothing at all is sent before the time is over', async () => {
    const { clock, server, askAll } = poolOver([
      ({ at }) =>
        at < 30 * SECOND
          ? { afterMs: 10, fault: new CallFault('rate-limited', '429', { retryAfterMs: 30 * SECOND }) }
          : { afterMs: 500 },
    ]);
    expect(answered(await clock.runUntil(askAll(100)))).toBe(100);
    const early = server.calls.filter(({ at }) => at > 20 && at < 30 * SECOND);
    expect(early).toEqual([]);
  });

  test('grows back once the server stands more again', async () => {
    const { clock, server, askAll } = poolOver([
      ({ at, inFlight }) =>
        at < MINUTE && inFlight > 2 ? { afterMs: 20, fault: new CallFault('rate-limited', '429') } : { afterMs: 500 },
    ]);
    await clock.runUntil(askAll(4000));
    const late = server.calls.filter(({ at }) => at > 3 * MINUTE).map(({ at }) => at);
    expect(mostWithin(late, 500)).toBeGreaterThanOrEqual(15);
  });

  test('for longer than the user wants to wait ends the run with one line that says so', async () => {
    const { clock, askAll } = poolOver([
      () => ({ afterMs: 10, fault: new CallFault('rate-limited', '429', { retryAfterMs: 12 * HOUR }) }),
    ]);
    const settled = await clock.runUntil(askAll(50));
    expect(new Set(reasons(settled).map((reason: UserError) => reason.toLine()))).toEqual(
      new Set([
        'server-0 asks to wait 720 minutes. Run the same command again after that. What was made is kept. patienceSeconds sets how long a run waits by itself.',
      ]),
    );
  });
});

describe('a server that fails', () => {
  test('now and then: every call is answered in the end, with pauses that have full jitter', async () => {
    const random = createRandom(3);
    const { clock, server, askAll } = poolOver([
      () => (random() < 0.2 ? { afterMs: 50, fault: new CallFault('unavailable', '503') } : { afterMs: 500 }),
    ]);
    expect(answered(await clock.runUntil(askAll(3000)))).toBe(3000);
    const most = new Map<string, number>();
    for (const { request } of server.calls) most.set(request, (most.get(request) ?? 0) + 1);
    expect(Math.max(...most.values())).toBeGreaterThan(2);
  });

  test('for an hour: a trickle of single calls looks after it, no call is lost, and the run goes on when it is back', async () => {
    const { clock, server, askAll } = poolOver(
      [
        ({ at }) =>
          at > MINUTE && at < MINUTE + HOUR
            ? { afterMs: 50, fault: new CallFault('unavailable', '503: down') }
            : { afterMs: 500 },
      ],
      { retries: 3, patienceSeconds: 2 * 3600 },
    );
    const settled = await clock.runUntil(askAll(6000));
    expect(answered(settled)).toBe(6000);
    const meanwhile = server.calls.filter(({ at }) => at > MINUTE && at < MINUTE + HOUR);
    expect(meanwhile.length).toBeLessThan(16 + 150);
    const last = Math.max(...server.calls.map(({ at }) => at));
    expect(last).toBeLessThan(HOUR + 5 * MINUTE + (6000 / 16) * 500);
  });

  test('for good: the run stops rather than failing every row', async () => {
    const { clock, server, askAll } = poolOver([
      ({ at }) => (at > MINUTE ? { afterMs: 50, fault: new CallFault('unavailable', '503: down') } : { afterMs: 500 }),
    ]);
    const settled = await clock.runUntil(askAll(10_000));
    const stopped = reasons(settled).filter((reason) => reason instanceof UserError);
    expect(stopped.length).toBe(reasons(settled).length);
    expect(stopped[0]?.toLine()).toMatch(
      /^server-0 does not answer; last error: 503: down\. Check that the server behind it is running/,
    );
    const after = server.calls.filter(({ at }) => at > MINUTE);
    expect(after.length).toBeLessThan(16 + 60);
    expect(clock.now()).toBeGreaterThan(10 * MINUTE);
    expect(clock.now()).toBeLessThan(HOUR);
  });

  test('from the start: a server that was never there stops the run within seconds', async () => {
    const { clock, server, askAll } = poolOver([
      () => ({ afterMs: 1, fault: new CallFault('unreachable', 'no connection (ECONNREFUSED)') }),
    ]);
    const settled = await clock.runUntil(askAll(1000));
    expect(reasons(settled)[0].toLine()).toContain('no connection (ECONNREFUSED)');
    expect(clock.now()).toBeLessThan(10_000);
    expect(server.calls.length).toBeLessThan(16 + 20);
  });

  test('for one request alone: that request fails by itself and the others are answered', async () => {
    const [poison] = requestsFor(1);
    const { clock, server, askAll } = poolOver([
      ({ request }) =>
        request.id === poison?.id
          ? { afterMs: 50, fault: new CallFault('unavailable', '500: oops') }
          : { afterMs: 500 },
    ]);
    const settled = await clock.runUntil(askAll(500));
    expect(answered(settled)).toBe(499);
    expect(reasons(settled)).toMatchObject([{ name: 'CallFault', message: '500: oops' }]);
    expect(server.calls.filter(({ request }) => request === poison?.id)).toHaveLength(6);
  });

  test('by never answering: time-outs halve what is in flight', async () => {
    const { clock, server, askAll } = poolOver([
      ({ inFlight, at }) =>
        inFlight > 4 && at < 10 * MINUTE
          ? { afterMs: 2 * MINUTE, fault: new CallFault('timed-out', 'no reply') }
          : { afterMs: 500 },
    ]);
    expect(answered(await clock.runUntil(askAll(3000)))).toBe(3000);
    expect(server.calls.filter(({ fault }) => fault).length).toBeLessThan(60);
  });
});

describe('a request that the server refuses', () => {
  test('is not asked again, and the others are answered', async () => {
    const { clock, server, askAll } = poolOver([
      ({ number }) => (number === 20 ? { afterMs: 5, fault: new CallFault('refused', '400: no') } : { afterMs: 500 }),
    ]);
    const settled = await clock.runUntil(askAll(100));
    expect(answered(settled)).toBe(99);
    expect(server.calls).toHaveLength(100);
  });

  test('when every one is refused from the start, the run stops', async () => {
    const { clock, server, askAll } = poolOver([
      () => ({ afterMs: 5, fault: new CallFault('refused', '400: unknown parameter') }),
    ]);
    const settled = await clock.runUntil(askAll(1000));
    expect(reasons(settled).at(-1).toLine()).toMatch(/^server-0 refuses every request: 400: unknown parameter\./);
    expect(server.calls.length).toBeLessThan(40);
  });
});

describe('limits by the minute', () => {
  test.each([1, 7, 60, 500])('--rpm %i: in no sixty seconds there are more requests', async (rpm) => {
    const { clock, server, askAll } = poolOver([() => ({ afterMs: 200 })], { rpm });
    const count = Math.min(3 * rpm, 1200);
    expect(answered(await clock.runUntil(askAll(count)))).toBe(count);
    const times = server.calls.map(({ at }) => at);
    expect(mostWithin(times, MINUTE)).toBe(Math.min(rpm, count));
    // And the limit is used: three minutes' worth takes two minutes and a little.
    expect(times.at(-1)).toBeLessThan((count / rpm) * MINUTE);
  });

  test('--tpm: tokens are counted as the server reports them', async () => {
    const usage = { prompt_tokens: 40, completion_tokens: 10 };
    const { clock, server, askAll } = poolOver([() => ({ afterMs: 200, usage })], { tpm: 1000 });
    await clock.runUntil(askAll(100));
    const times = server.calls.map(({ at }) => at);
    // 50 tokens a call, 120 set aside at first: at most 20 calls a minute, and nearly as many.
    expect(mostWithin(times, MINUTE)).toBeLessThanOrEqual(20);
    expect(mostWithin(times, MINUTE)).toBeGreaterThanOrEqual(18);
  });
});

describe('several servers', () => {
  test('share the work by the room that each has', async () => {
    const { clock, servers, askAll } = poolOver(
      [calm, calm],
      {},
      { limits: [{ concurrency: 12 }, { concurrency: 4 }] },
    );
    expect(answered(await clock.runUntil(askAll(1600)))).toBe(1600);
    const [large, small] = servers.map(({ calls }) => calls.length) as [number, number];
    expect(large / small).toBeGreaterThan(2.5);
    expect(large / small).toBeLessThan(3.5);
  });

  test('one that fails is set aside, its calls go to the other, and it is tried again later', async () => {
    const { clock, servers, warnings, askAll } = poolOver([
      calm,
      ({ at }) =>
        at > 5 * SECOND && at < 10 * MINUTE
          ? { afterMs: 50, fault: new CallFault('unavailable', '502: bad gateway') }
          : { afterMs: 500 },
    ]);
    expect(answered(await clock.runUntil(askAll(40_000)))).toBe(40_000);
    const [, second] = servers as [SimulatedServer, SimulatedServer];
    const during = second.calls.filter(({ at }) => at > 6 * SECOND && at < 10 * MINUTE).length;
    const after = second.calls.filter(({ at }) => at > 11 * MINUTE).length;
    expect(during).toBeLessThan(60);
    expect(after).toBeGreaterThan(1000);
    expect(warnings[0]).toBe('server-1 is set aside for a while: 502: bad gateway');
  });

  test('one whose key is wrong is given up with a line, the others go on', async () => {
    const { clock, servers, warnings, askAll } = poolOver([
      calm,
      () => ({ afterMs: 5, fault: new UserError('answers 401', { advice: 'Check the key.' }) }),
    ]);
    expect(answered(await clock.runUntil(askAll(300)))).toBe(300);
    expect(servers[1]?.calls.length).toBeLessThanOrEqual(16);
    expect(warnings[0]).toBe('server-1 is given up: answers 401. Check the key.');
  });

  test('each with its own requests a minute', async () => {
    const { clock, servers, askAll } = poolOver([calm, calm], {}, { limits: [{ rpm: 30 }, { rpm: 90 }] });
    await clock.runUntil(askAll(360));
    const [slow, fast] = servers.map(({ calls }) =>
      mostWithin(
        calls.map(({ at }) => at),
        MINUTE,
      ),
    );
    expect([slow, fast]).toEqual([30, 90]);
  });
});

describe('the end', () => {
  test('a stop begins nothing more, lets what is in flight finish and lets nobody wait', async () => {
    const stop = new AbortController();
    const { clock, server, askAll } = poolOver([calm], {}, { surroundings: { stop: stop.signal } });
    const all = askAll(1000);
    await clock.run(10 * SECOND + 100);
    const begun = server.calls.length;
    stop.abort();
    const settled = await clock.runUntil(all);
    expect(server.calls.length).toBe(begun);
    expect(answered(settled)).toBe(begun);
    expect(reasons(settled).every((reason) => reason instanceof NotBegun)).toBe(true);
  });

  test('a wrong key stops at once with its line', async () => {
    const { clock, server, askAll } = poolOver([() => ({ afterMs: 5, fault: new UserError('answers 401') })]);
    const settled = await clock.runUntil(askAll(1000));
    expect(reasons(settled).every((reason) => reason instanceof UserError)).toBe(true);
    expect(server.calls).toHaveLength(16);
  });
});

describe('the budget', () => {
  const priced = (limit: number, worst: number, actual: number, before = 0) => {
    const budget = createBudget(limit, before);
    return { budget, pricing: { budget, worstCost: () => worst, costOf: () => actual } };
  };

  test('is never passed, whatever calls cost, and is used as far as the worst case allows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.5, max: 20, noNaN: true }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (limit, worst, share) => {
          const { budget, pricing } = priced(limit, worst, worst * share);
          const { clock, askAll } = poolOver([calm], {}, { surroundings: { pricing } });
          const settled = await clock.runUntil(askAll(60));
          expect(budget.spent()).toBeLessThanOrEqual(limit + 1e-6);
          if (answered(settled) < 60) {
            expect(budget.spent() + worst).toBeGreaterThan(limit);
            expect(reasons(settled)[0].toLine()).toMatch(/^the budget of \$.* is reached: .* run the same command/);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('counts a call that timed out at its worst: the provider may bill it', async () => {
    const { budget, pricing } = priced(10, 1, 0.1);
    const { clock, askAll } = poolOver(
      [({ number }) => (number < 4 ? { afterMs: 50, fault: new CallFault('timed-out', 'no reply') } : { afterMs: 50 })],
      {},
      { surroundings: { pricing }, limits: [{ concurrency: 2 }] },
    );
    const settled = await clock.runUntil(askAll(10));
    expect(answered(settled)).toBe(10);
    expect(budget.spent()).toBeCloseTo(4 * 1 + 10 * 0.1);
  });

  test('counts a refusal at nothing', async () => {
    const { budget, pricing } = priced(10, 1, 0.1);
    const fault = new CallFault('rate-limited', '429');
    const { clock, askAll } = poolOver(
      [({ number }) => (number < 4 ? { afterMs: 50, fault } : { afterMs: 50 })],
      {},
      {
        surroundings: { pricing },
      },
    );
    await clock.runUntil(askAll(10));
    expect(budget.spent()).toBeCloseTo(1);
  });
});

test('whatever the weather, every call ends, no server is asked more at once than allowed, and nothing is asked twice for fun', async () => {
  const weather = fc.array(
    fc.record({
      until: fc.integer({ min: 1, max: 20 }),
      kind: fc.constantFrom('calm', 'rate-limited', 'unavailable', 'timed-out', 'garbled', 'unreachable'),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { minLength: 1, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(weather, fc.nat(), fc.integer({ min: 1, max: 3 }), async (spells, seed, count) => {
      const random = createRandom(seed);
      const behave: Behaviour = ({ at }) => {
        let end = 0;
        const spell = spells.find(({ until }) => {
          end += until * MINUTE;
          return at < end;
        });
        const isBad = spell && spell.kind !== 'calm' && random() < spell.share;
        return isBad ? { afterMs: 100, fault: new CallFault(spell.kind as 'garbled', spell.kind) } : { afterMs: 300 };
      };
      const { clock, servers, askAll } = poolOver(
        Array.from({ length: count }, () => behave),
        { patienceSeconds: 3 * 3600 },
      );
      const settled = await clock.runUntil(askAll(300));
      expect(settled).toHaveLength(300);
      for (const server of servers) expect(server.mostInFlight()).toBeLessThanOrEqual(16);
      const failed = reasons(settled);
      // A server that never answered is given up early; otherwise only a call's own attempts may run out.
      for (const reason of failed) expect(reason instanceof CallFault || reason instanceof UserError).toBe(true);
      const replies = servers.flatMap(({ calls }) => calls.filter(({ fault }) => !fault));
      expect(new Set(replies.map(({ request }) => request)).size).toBe(replies.length);
    }),
    { numRuns: 40 },
  );
});
