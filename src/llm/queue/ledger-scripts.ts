import type { QueueKeys } from './keys.js';
import { createScript, LIFE, NOW } from './script.js';

/**
 * Where a run's money is counted: what it may spend and has, what each call costs that is not in the journal, and which of these are under
 * way. Amounts are whole billionths of a US dollar, so that sums are exact.
 */
export const ledgerKeysOf = (keys: QueueKeys, folder: string): string[] => [
  keys.budget(folder),
  keys.costs(folder),
  keys.begun(folder),
];

const NAMES = 'local budget, costs, begun = KEYS[1], KEYS[2], KEYS[3]';

/** US dollars as the ledger counts them. Rounded up, but for what comes from adding fractions. */
export const billionths = (dollars: number): number => Math.ceil(dollars * 1e9 - 0.001);

/**
 * Writes down what a run may spend and has. Costs that are not there are put back; those that are stay. ARGV: the limit, what the
 * journal's replies cost, for how long to keep it, whether workers may spend now (1) or not before all have said what they owe (0), then
 * calls and their costs.
 */
export const writeLedger = createScript(`${NAMES}
${LIFE}
for k = 5, #ARGV, 2 do redis.call('HSETNX', costs, ARGV[k], ARGV[k + 1]) end
local open = 0
for _, cost in ipairs(redis.call('HVALS', costs)) do open = open + cost end
redis.call('HSET', budget, 'limit', ARGV[1], 'kept', ARGV[2], 'open', string.format('%.0f', open))
redis.call('HDEL', budget, 'life', 'closedIn')
redis.call('HSET', budget, ARGV[4] == '1' and 'life' or 'closedIn', life)
for _, key in ipairs({budget, costs, begun}) do redis.call('PEXPIRE', key, ARGV[3]) end
return 0`);

/** Looks at a ledger: `none`, `old` (of another life of Redis), `closed` or `open`, then the costs of calls that are not in the journal. */
export const readLedger = createScript(`${NAMES}
${LIFE}
local known = redis.call('HMGET', budget, 'limit', 'life', 'closedIn')
local state = not known[1] and 'none' or known[2] == life and 'open' or known[3] == life and 'closed' or 'old'
return {state, redis.call('HGETALL', costs)}`);

/** Replies are in the journal. ARGV: what all of them cost, then the calls that brought these. */
export const keepCosts = createScript(`${NAMES}
if redis.call('EXISTS', budget) == 0 then return 0 end
redis.call('HSET', budget, 'kept', ARGV[1])
for k = 2, #ARGV do
  local cost = redis.call('HGET', costs, ARGV[k])
  if cost then
    redis.call('HDEL', costs, ARGV[k])
    redis.call('HINCRBY', budget, 'open', string.format('%.0f', -cost))
  end
  redis.call('ZREM', begun, ARGV[k])
end
return 0`);

/** A worker's calls are under way. ARGV: the lease in milliseconds, then their ids. Gives 1 where the run asks what each worker owes. */
export const renewCosts = createScript(`${NAMES}
${NOW}
${LIFE}
for k = 2, #ARGV do redis.call('ZADD', begun, now + ARGV[1], ARGV[k]) end
if redis.call('PTTL', begun) == -1 then redis.call('PEXPIRE', begun, ARGV[1]) end
local known = redis.call('HMGET', budget, 'limit', 'life')
return known[1] and known[2] ~= life and 1 or 0`);

/** What a worker owes, of which Redis may have lost some. ARGV: for how long to keep it, then calls and their costs. */
export const restoreCosts = createScript(`${NAMES}
for k = 2, #ARGV, 2 do
  if redis.call('HSETNX', costs, ARGV[k], ARGV[k + 1]) == 1 then redis.call('HINCRBY', budget, 'open', ARGV[k + 1]) end
end
for _, key in ipairs({budget, costs}) do
  if redis.call('PTTL', key) == -1 then redis.call('PEXPIRE', key, ARGV[1]) end
end
return 0`);
