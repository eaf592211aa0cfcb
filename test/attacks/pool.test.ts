import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { CallFault, Defect, type FaultKind } from '../../src/llm/call-fault.js';
import { serverOf } from '../../src/llm/model-server.js';
import { readRetryAfter } from '../../src/llm/openai/read-fault.js';
import { endpointOf } from '../../src/llm/pool/endpoint.js';
import { createPool } from '../../src/llm/pool/index.js';
import { createRandom } from '../../src/text/random.js';
import { type Behaviour, requestsFor, simulatedClock, simulatedServer } from '../harness/simulation.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const PATIENCE = 15 * MINUTE;

const HEADERS: [name: string, headers: Record<string, string>][] = [
  ['retry-after: 0', { 'retry-after': '0' }],
  ['retry-after: -5', { 'retry-after': '-5' }],
  ['retry-after in 1970', { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }],
  ['retry-after-ms: 0.001', { 'retry-after-ms': '0.001' }],
  ['retry-after-ms: -1', { 'retry-after-ms': '-1' }],
  ['retry-after: now, if you please', { 'retry-after': 'now, if you please' }],
  ['no header', {}],
];
const FOR_EVER: typeof HEADERS = [
  ['retry-after: 99999999', { 'retry-after': '99999999' }],
  ['retry-after of four hundred digits', { 'retry-after': '9'.repeat(400) }],
  ['retry-after-ms: Infinity', { 'retry-after-ms': 'Infinity' }],
  ['retry-after in the year 9999', { 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' }],
  ['a date beside a clock of 1970', { 'retry-after': new Date().toUTCString(), date: 'Thu, 01 Jan 1970 00:00:00 GMT' }],
];

/** A fault as it is read from the headers of a reply. */
const faultWith = (kind: FaultKind, headers: Record<string, string>) =>
  new CallFault(kind, 'sorry', { retryAfterMs: readRetryAfter(new Headers(headers)) });

const failing =
  (fault: Error | ((number: number) => Error)): Behaviour =>
  ({ number }) => ({ afterMs: 1, fault: typeof fault === 'function' ? fault(number) : fault });
const calm: Behaviour = () => ({ afterMs: 500 });

/** Asks so many things of servers that behave so; how it ended, and when. */
async function attack(behaviours: Behaviour[], count = 50, concurrency = 16, patienceSeconds = PATIENCE / SECOND) {
  const clock = simulatedClock();
  const servers = behaviours.map((behave) => simulatedServer(clock, behave));
  const warnings: string[] = [];
  const pool = createPool(
    { name: 'm', revision: '' },
    servers.map((model, k) => ({ ...endpointOf(serverOf(model, { concurrency }), 'm'), name: `server-${k}` })),
    { retries: 5, patienceSeconds },
    { clock, random: createRandom(7), mostTokens: () => 120, warn: (line) => warnings.push(line) },
  );
  const asked = requestsFor(count).map((one) => pool.completeSamples([one]));
  const settled = await clock.runUntil(Promise.allSettled(asked));
  const reasons = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  const line = reasons.find((reason) => reason instanceof UserError)?.toLine();
  return { servers, warnings, reasons, line, answered: count - reasons.length, tookMs: clock.now() };
}

const mostInOneSecond = (times: readonly number[]) =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + SECOND).length));

describe('a server that refuses every call for now', () => {
  const attacks = (['rate-limited', 'unavailable', 'timed-out', 'garbled'] as const).flatMap((kind) =>
    HEADERS.map(([name, headers]) => ({ name: `${kind} with ${name}`, kind, headers })),
  );

  test.each(attacks)('is asked ever less, and the run ends: $name', async ({ kind, headers }) => {
    const { servers, reasons, line, tookMs } = await attack([failing(faultWith(kind, headers))]);
    const times = servers[0]?.calls.map(({ at }) => at) ?? [];
    expect(times.length).toBeLessThan(150);
    // The first sixteen go out together, before anybody has answered.
    expect(mostInOneSecond(times.filter((at) => at > 10 * SECOND))).toBeLessThanOrEqual(2);
    expect(reasons).toHaveLength(50);
    expect(tookMs).toBeLessThan(2 * PATIENCE);
    if (kind === 'rate-limited') expect(line).toMatch(/^server-0 asks to wait \d+ minutes and still more; last error/);
    else if (kind !== 'garbled') expect(line).toMatch(/^server-0 does not answer; last error: sorry\./);
  });

  test('one call at a time floods it no more than many do', async () => {
    const { servers, line } = await attack([failing(faultWith('rate-limited', { 'retry-after': '0' }))], 2, 1);
    expect(servers[0]?.calls.length).toBeLessThan(40);
    expect(line).toMatch(/asks to wait/);
  });
});

test('our own caution is not said to be what the server asks for, however short patience is', async () => {
  const flood = await attack([failing(faultWith('rate-limited', {}))], 50, 16, 5);
  expect(flood.line).toMatch(/^server-0 asks to wait 1 minute and still more; last error: sorry\./);
  const down = await attack([failing(faultWith('unavailable', {}))], 50, 16, 5);
  expect(down.line).toMatch(/^server-0 does not answer; last error: sorry\./);
});

describe('a server that asks for a pause without end', () => {
  const attacks = (['rate-limited', 'unavailable'] as const).flatMap((kind) =>
    FOR_EVER.flatMap(([name, headers]) =>
      [1, 50].map((count) => ({ name: `${kind} with ${name}, ${count} calls`, kind, headers, count })),
    ),
  );

  test.each(attacks)('is not waited for: $name', async ({ kind, headers, count }) => {
    const { servers, reasons, line, tookMs } = await attack([failing(faultWith(kind, headers))], count);
    expect(servers[0]?.calls.length).toBeLessThanOrEqual(16);
    expect(reasons).toHaveLength(count);
    expect(tookMs).toBeLessThan(MINUTE);
    expect(line).toMatch(/^server-0 asks to wait \d{5,} minutes\. Run the same command again after that/);
  });

  test('and while it is waited for as long as patience allows, the user is told', async () => {
    const minutes = ({ at }: { at: number }) =>
      at < 5 * MINUTE ? { afterMs: 1, fault: faultWith('unavailable', { 'retry-after': '600' }) } : { afterMs: 1 };
    const { answered, warnings } = await attack([minutes], 3);
    expect(answered).toBe(3);
    expect(warnings).toEqual(['server-0 asks to wait 10 minutes: sorry']);
  });
});

describe('servers that change their minds', () => {
  const zero = faultWith('rate-limited', { 'retry-after': '0' });
  const short = faultWith('rate-limited', { 'retry-after': '600' });
  const down = faultWith('unavailable', {});
  const forEver = faultWith('unavailable', { 'retry-after': '99999999' });
  const takeTurns = (...faults: CallFault[]) => failing((number) => faults[number % faults.length] as CallFault);

  test.each([
    { name: '429 and 503 in turns', behaviours: [takeTurns(zero, down)] },
    { name: 'a pause of nothing and one of ten minutes', behaviours: [takeTurns(zero, short)] },
    { name: 'a pause of nothing and one without end', behaviours: [takeTurns(zero, forEver)] },
    { name: 'two that flood', behaviours: [failing(zero), failing(zero)] },
    { name: 'one that floods and one that is down', behaviours: [failing(zero), failing(down)] },
    {
      name: 'one that asks for a pause without end and one that is down',
      behaviours: [failing(forEver), failing(down)],
    },
    {
      name: 'one that asks for a pause without end and one that floods',
      behaviours: [failing(forEver), failing(zero)],
    },
    {
      name: 'one that is down and one that was never there',
      behaviours: [failing(down), failing(new CallFault('unreachable', 'no connection'))],
    },
  ])('end the run with one line: $name', async ({ behaviours }) => {
    const { servers, reasons, line, tookMs } = await attack(behaviours);
    for (const { calls } of servers) expect(calls.length).toBeLessThan(150);
    expect(reasons).toHaveLength(50);
    expect(tookMs).toBeLessThan(3 * PATIENCE);
    expect(line).toMatch(/ asks? to wait \d+ minutes|do(?:es)? not answer; last error/);
    expect(line).not.toMatch(/NaN|Infinity/);
  });

  test.each([
    { name: 'floods', hostile: failing(zero) },
    { name: 'asks for a pause without end', hostile: failing(forEver) },
    { name: 'takes turns', hostile: takeTurns(zero, down, short) },
  ])('do not stop one that answers: another that $name', async ({ hostile }) => {
    const { servers, answered, tookMs } = await attack([calm, hostile], 500);
    expect(answered).toBe(500);
    expect(servers[1]?.calls.length).toBeLessThan(60);
    expect(tookMs).toBeLessThan(5 * MINUTE);
  });

  test('a flood between good replies is slowed down and uses up no attempt', async () => {
    const { servers, answered } = await attack(
      [({ number }) => (number % 3 === 0 ? { afterMs: 10 } : { afterMs: 1, fault: zero })],
      100,
    );
    expect(answered).toBe(100);
    const times = servers[0]?.calls.map(({ at }) => at) ?? [];
    expect(mostInOneSecond(times)).toBeLessThanOrEqual(32);
  });

  test("a model of the user's own that asks for a pause that is no number is waited for as for one that asks for none", async () => {
    const faults = [Number.NaN, -5, Number.POSITIVE_INFINITY].map(
      (retryAfterMs) => new CallFault('rate-limited', 'sorry', { retryAfterMs }),
    );
    for (const fault of faults.slice(0, 2)) {
      const { servers, answered } = await attack([
        ({ number }) => (number === 0 ? { afterMs: 1, fault } : { afterMs: 1 }),
      ]);
      expect(answered).toBe(50);
      expect(servers[0]?.calls).toHaveLength(51);
    }
    expect((await attack([failing(faults[2] as CallFault)])).line).toMatch(/asks to wait \d+ minutes/);
  });
});

test('patience is for servers: a limit of the user’s own is waited for, however long it takes', async () => {
  const clock = simulatedClock();
  const model = simulatedServer(clock, calm);
  const pool = createPool(
    { name: 'm', revision: '' },
    [endpointOf(serverOf(model, { concurrency: 4 }), 'm')],
    { retries: 0, patienceSeconds: 5, rpm: 1 },
    { clock, random: createRandom(7), mostTokens: () => 120, warn() {} },
  );
  const settled = await clock.runUntil(Promise.allSettled(requestsFor(4).map((one) => pool.completeSamples([one]))));
  expect(settled.every(({ status }) => status === 'fulfilled')).toBe(true);
  expect(clock.now()).toBeLessThan(HOUR);
});

test('a defect of our own, met while a reply was read, stops everything at once: nothing is asked again', async () => {
  const defect = new Defect(new TypeError('undefined is not a function'));
  const { servers, reasons } = await attack([failing(defect)], 50, 4);
  expect(servers[0]?.calls).toHaveLength(4);
  expect(new Set(reasons)).toEqual(new Set([defect]));
});
