import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/cli/doctor/finding.js';
import { checkServers } from '../../src/cli/doctor/model.js';
import * as rolellm from '../../src/index.js';
import { CallFault } from '../../src/llm/call-fault.js';
import type { ChatModel, ChatRequest } from '../../src/llm/chat-model.js';
import { serverOf } from '../../src/llm/model-server.js';
import { endpointOf } from '../../src/llm/pool/endpoint.js';
import { createPool } from '../../src/llm/pool/index.js';
import { createRandom } from '../../src/text/random.js';
import { makeFolder, rowsOf } from '../harness/cli.js';
import { requestsFor, simulatedClock } from '../harness/simulation.js';
import { TINY_FILES } from '../harness/tiny-role.js';

/** A model of one's own: no address, no key, one sample a call. It fails as it is told to, one fault a call, then answers. */
function oracle(faults: (Error | undefined)[], say: (request: ChatRequest) => string = ({ id }) => `says ${id}`) {
  const asked: string[] = [];
  const model: ChatModel = {
    name: 'oracle',
    revision: '1',
    async complete(request) {
      const fault = faults[asked.length];
      asked.push(request.id);
      if (fault) throw fault;
      return { content: say(request), finish_reason: 'stop', usage: { prompt_tokens: 3, completion_tokens: 2 } };
    },
  };
  return { model, asked };
}

function poolOver(model: ChatModel, patienceSeconds = 900) {
  const clock = simulatedClock();
  const pool = createPool(
    { name: 'oracle', revision: '1' },
    [endpointOf(serverOf(model, { concurrency: 1 }), 'oracle')],
    { retries: 2, patienceSeconds },
    { clock, random: createRandom(7), mostTokens: () => 10, warn() {} },
  );
  const ask = (count: number) =>
    clock.runUntil(Promise.allSettled(requestsFor(count).map((one) => pool.completeSamples([one]))));
  return { clock, ask };
}

describe('a model of one’s own, of no OpenAI shape, in the pool', () => {
  test('waits as long as it asks to, uses up no attempt for it, and tries again after failures', async () => {
    const busy = new CallFault('rate-limited', 'the oracle sleeps', { retryAfterMs: 60_000 });
    const { model, asked } = oracle([busy, new Error('it coughs'), undefined, busy]);
    const { clock, ask } = poolOver(model);
    const settled = await ask(2);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(asked).toHaveLength(5);
    expect(clock.now()).toBeGreaterThanOrEqual(120_000);
  });

  test('one call that it refuses fails, and the others are answered', async () => {
    const { model } = oracle([new CallFault('refused', 'not that')]);
    const settled = await poolOver(model).ask(3);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  });

  test('silence ends the run in words that fit it: no word of addresses', async () => {
    const { model } = oracle(Array.from({ length: 99 }, () => new CallFault('unreachable', 'nobody there')));
    const [first] = await poolOver(model, 5).ask(1);
    const { message, advice } = (first as PromiseRejectedResult).reason as rolellm.UserError;
    expect(message).toBe('oracle does not answer; last error: nobody there');
    expect(advice).toBe(
      'Check that the server behind it is running, then run the same command again. What was made is kept.',
    );
  });

  test('a whole stage runs over it', async () => {
    const { model } = oracle(
      [new CallFault('rate-limited', 'later', { retryAfterMs: 1 }), new CallFault('unavailable', 'again')],
      ({ schema }) => (schema ? '{"categories": ["seer"]}' : 'It knows.'),
    );
    const role = `${TINY_FILES['roles/keeper.yaml']}description: A keeper.\ndescription_second_person: You keep.\ncatchphrases: [Hm]\n`;
    const folder = makeFolder({ ...TINY_FILES, 'roles/keeper.yaml': role });
    const never = new AbortController().signal;
    const pool = createPool(
      model,
      [endpointOf(serverOf(model, { concurrency: 2 }), 'oracle')],
      { retries: 2, patienceSeconds: 60 },
      { mostTokens: () => 10, warn() {} },
    );
    const record = await rolellm.profileBuild({
      settings: rolellm.Settings.parse({ roles: [join(folder, 'roles/keeper.yaml')] }),
      data: rolellm.dataFolder(join(folder, 'data')),
      model: pool,
      executor: rolellm.directExecutor(pool, { concurrency: 2, tries: 2, price: null }),
      prompts: rolellm.loadPrompts(),
      checks: rolellm.rowChecks,
      recipes: [],
      log: { trace() {}, debug() {}, info() {}, warn() {} },
      stop: never,
      abort: never,
    });
    expect(record).toMatchObject({ state: 'done', model: 'oracle', done: 1 });
    expect(rowsOf(join(folder, 'data/profiles.jsonl'))).toMatchObject([{ categories: ['seer'] }]);
  });
});

describe('a model of one’s own in doctor', () => {
  const examine = async (model: ChatModel) => {
    const found: Finding[] = [];
    const settings = rolellm.Settings.parse({});
    for await (const one of checkServers([async () => serverOf(model, { concurrency: 1 })], settings)) found.push(one);
    return found.map(({ check, state, says, advice }) => ({
      check,
      state,
      says: says.replace(/\d+ ms/, 'N ms'),
      advice,
    }));
  };

  test('is asked for a word, and what it keeps to is told', async () => {
    const { model } = oracle([], () => '{"lamp": "lit"}');
    expect(await examine(model)).toEqual([
      {
        check: 'model',
        state: 'ok',
        says: 'oracle replied in N ms; supports: json_schema yes, n no',
        advice: 'rolellm works without what is not supported.',
      },
    ]);
  });

  test.each([
    [new CallFault('rate-limited', 'later'), 'warning', 'oracle: later', /busy\. A run would wait for it/],
    [new CallFault('garbled', 'a riddle'), 'problem', 'oracle: a riddle', /content, a finish_reason and a usage/],
    [new rolellm.UserError('the oracle wants a coin'), 'problem', 'the oracle wants a coin', undefined],
  ])('%s is told with what to do about it, without a word of addresses', async (fault, state, says, advice) => {
    const [finding] = await examine(oracle([fault]).model);
    expect(finding).toMatchObject({ check: 'model', state, says });
    if (advice) expect(finding?.advice).toMatch(advice);
    expect(finding?.advice ?? '').not.toMatch(/base-url|OpenAI/);
  });
});
