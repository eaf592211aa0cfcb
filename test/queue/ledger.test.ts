import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBudget } from '../../src/llm/budget.js';
import { accountKeysOf, givePlace, takePlace } from '../../src/llm/queue/account-scripts.js';
import { keysOf } from '../../src/llm/queue/keys.js';
import { openLedger } from '../../src/llm/queue/ledger.js';
import { ledgerKeysOf } from '../../src/llm/queue/ledger-scripts.js';
import type { Answer } from '../../src/llm/queue/wire.js';
import { startRedis, WITHOUT_REDIS } from '../harness/redis.js';

const PRICE = { prompt: 1e6, cached: 1e6, completion: 0 };
const QUEUE = keysOf('p', 'm');
const FOLDER = '0123456789abcdef';
const KEYS = [...Object.values(accountKeysOf('p', 'a')), ...ledgerKeysOf(QUEUE, FOLDER)];

/** What becomes of a call: a reply that is kept, one that is not yet, a failure that costs nothing, one that may, or no word ever. */
const END = fc.constantFrom('kept', 'answered', 'free', 'lost', 'dead');
const CALL = fc.record({
  worst: fc.integer({ min: 1, max: 20 }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  end: END,
});

describe.skipIf(WITHOUT_REDIS)('a ledger in Redis', () => {
  test('whatever becomes of calls, those that were answered and those that may have been charged never pass the budget', async () => {
    const { client } = await startRedis();
    const property = fc.asyncProperty(
      fc.integer({ min: 0, max: 100 }),
      fc.array(CALL, { maxLength: 25 }),
      fc.nat({ max: 25 }),
      async (limit, calls, flushAt) => {
        await client.flushall();
        const budget = createBudget(limit, 0);
        const costOf = ({ prompt_tokens }: { prompt_tokens: number }) => prompt_tokens;
        const pricing = { budget, price: PRICE, worstCost: () => 0, costOf };
        const open = async () => {
          const ledger = openLedger(client, QUEUE, FOLDER, pricing, 60_000);
          await ledger.open();
          return ledger;
        };
        const ledger = await open();
        let spent = 0;
        for (const [k, { worst, share, end }] of calls.entries()) {
          if (k === flushAt) {
            await ledger.look();
            await client.flushall();
            await ledger.look();
            const closed = await takePlace(client, KEYS, ['early', -1, -1, 1, '99:w', 60_000, 0]);
            expect(closed).toEqual(['wait', 200]);
            // As if the time had passed in which workers say what they owe: that it opens by itself is for other tests.
            await client.hset(
              QUEUE.budget(FOLDER),
              'life',
              (await client.hget(QUEUE.budget(FOLDER), 'closedIn')) as string,
            );
          }
          const id = `call-${k}`;
          const [outcome] = (await takePlace(client, KEYS, [id, -1, -1, 1, '99:w', 60_000, worst * 1e9])) as [string];
          expect(outcome === 'go').toBe(spent + worst <= limit);
          if (outcome !== 'go') continue;
          const real = Math.floor(share * worst);
          const cost = { kept: real, answered: real, free: 0, lost: worst, dead: worst }[end];
          spent += cost;
          if (end !== 'dead') await givePlace(client, KEYS, [id, 'other', 0, -1, 0, cost * 1e9]);
          if (end === 'kept') {
            ledger.keep({
              replies: { choices: [], usage: { prompt_tokens: real, completion_tokens: 0 } },
            } as unknown as Answer);
            await ledger.forget([id]);
          }
          expect(spent).toBeLessThanOrEqual(limit);
        }
        expect((await ledger.reached()).message).toContain(`$${spent.toFixed(4)} are spent`);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
});
