import { createScript, LIFE, NOW } from './script.js';

/**
 * The keys of one account: what all workers with the same server and key share, in the order in which scripts are given them. `pause`: there
 * as long as the account is set aside. `calls`, `tokens`, `sum`: calls of the last minute by their time, what each takes, and the sum of it.
 * `flight`: calls in flight, each with the moment after which its worker is taken for dead. `offers`: how many calls at once each living
 * worker offers (`NUMBER:WORKER`), with such a moment; `highest`: the sum of it. `limit`: what a 429 has left of that.
 */
const ACCOUNT = ['pause', 'calls', 'tokens', 'sum', 'flight', 'offers', 'highest', 'limit'] as const;
const LEDGER = ['budget', 'costs', 'begun'];
export type AccountKeys = Record<(typeof ACCOUNT)[number], string>;

export const accountKeysOf = (prefix: string, account: string): AccountKeys =>
  Object.fromEntries(ACCOUNT.map((name) => [name, `${prefix}:account-${account}:${name}`])) as AccountKeys;

const MINUTE_MS = 60_000;
/** What a 429 has taught is forgotten after so long without another call. Our choice. */
const FORGET_LIMIT_MS = 600_000;
/** Growth above what was too much the last time, as in the pool. */
const CAREFUL = 10;
/** Who waits for a place looks again after so long, and all who wait no more often than 200 times a second. Our choice. */
const LOOK_MS = 50;
const LOOK_EACH_MS = 5;
/** Who waits for the end of calls that may cost less than was set aside looks again after so long. Our choice. */
const LOOK_FOR_MONEY_MS = 200;

/** Names for the keys, as scripts are given them. */
const names = (keys: readonly string[]) => keys.map((key, k) => `local ${key} = KEYS[${k + 1}]`).join('\n');

/** Offers so many calls at once, and adds up what living workers offer. */
const OFFER = `
local function countOffers()
  redis.call('ZREMRANGEBYSCORE', offers, '-inf', now)
  local all = 0
  for _, offer in ipairs(redis.call('ZRANGE', offers, 0, -1)) do all = all + string.match(offer, '^%d+') end
  if all > 0 then redis.call('SET', highest, all, 'PX', lease) else redis.call('DEL', highest) end
  return all
end
local function offer(own)
  redis.call('ZADD', offers, now + lease, own)
  redis.call('PEXPIRE', offers, lease)
  return countOffers()
end`;

/**
 * Takes a place for a call, in one step: the pause of a 429, calls and tokens in any sixty seconds, calls in flight of all workers, and
 * what the run may still spend. What asks for more than all tokens goes when nothing else is there. KEYS: the account's, then the
 * ledger's where there is a budget. ARGV: the call's id, calls a minute, tokens a minute (-1: no limit), its tokens at most, the worker's
 * offer, the lease in milliseconds, what it costs at most (-1: no budget). Gives `go` and the time; `wait` and how many milliseconds, or
 * `over`: the budget has no room for it, and nothing that is under way could make some.
 */
export const takePlace = createScript(`${names([...ACCOUNT, ...LEDGER])}
${NOW}
local id, own = ARGV[1], ARGV[5]
local rpm, tpm, most, lease, worst = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[6]), tonumber(ARGV[7])
${OFFER}
-- Sent again, because the connection went before its answer came.
if redis.call('ZSCORE', flight, id) then return {'go', now} end
local paused = redis.call('PTTL', pause)
if paused > 0 then return {'wait', paused} end

redis.call('ZREMRANGEBYSCORE', flight, '-inf', now)
local all = tonumber(redis.call('ZSCORE', offers, own) and redis.call('GET', highest)) or offer(own)
local places = math.max(1, math.floor(math.min(all, tonumber(redis.call('HGET', limit, 'limit')) or all)))
if redis.call('ZCARD', flight) >= places then
  return {'wait', math.max(${LOOK_MS}, ${LOOK_EACH_MS} * (all - places))}
end

local isCounted = rpm >= 0 or tpm >= 0
if isCounted then
  for _, old in ipairs(redis.call('ZRANGEBYSCORE', calls, '-inf', now - ${MINUTE_MS})) do
    redis.call('DECRBY', sum, redis.call('HGET', tokens, old) or 0)
    redis.call('HDEL', tokens, old)
    redis.call('ZREM', calls, old)
  end
  local made = redis.call('ZCARD', calls)
  local wait = 0
  if rpm >= 0 and made >= rpm then
    local over = redis.call('ZRANGE', calls, made - rpm, made - rpm, 'WITHSCORES')
    wait = over[2] + ${MINUTE_MS} - now
  end
  local taken = tonumber(redis.call('GET', sum) or 0)
  if tpm >= 0 and taken + most > tpm and made > 0 then
    local each = redis.call('ZRANGE', calls, 0, -1, 'WITHSCORES')
    for k = 1, #each, 2 do
      taken = taken - (redis.call('HGET', tokens, each[k]) or 0)
      if taken + most <= tpm or k == #each - 1 then
        wait = math.max(wait, each[k + 1] + ${MINUTE_MS} - now)
        break
      end
    end
  end
  if wait > 0 then return {'wait', math.ceil(wait)} end
end

if worst >= 0 then
  ${LIFE}
  local known = redis.call('HMGET', budget, 'limit', 'kept', 'open', 'life')
  -- Emptied, or started again: nobody spends before the run has put back what it knows.
  if not known[1] or known[4] ~= life then return {'wait', ${LOOK_FOR_MONEY_MS}} end
  if known[2] + known[3] + worst > tonumber(known[1]) then
    redis.call('ZREMRANGEBYSCORE', begun, '-inf', now)
    if redis.call('ZCARD', begun) > 0 then return {'wait', ${LOOK_FOR_MONEY_MS}} end
    return {'over', 0}
  end
  redis.call('HINCRBY', budget, 'open', worst - (redis.call('HGET', costs, id) or 0))
  redis.call('HSET', costs, id, worst)
  redis.call('ZADD', begun, now + lease, id)
end

if isCounted then
  redis.call('ZADD', calls, now, id)
  redis.call('HSET', tokens, id, most)
  redis.call('INCRBY', sum, most)
  for _, key in ipairs({calls, tokens, sum}) do redis.call('PEXPIRE', key, ${2 * MINUTE_MS}) end
end
redis.call('ZADD', flight, now + lease, id)
redis.call('PEXPIRE', flight, lease)
return {'go', now}`);

/**
 * Gives a place back. KEYS: as above. ARGV: the call's id; `answered` (the limit grows), `busy` (it is halved, but not for calls that
 * began before the last halving: all workers see the same burst) or `other`; when it began; its real tokens (-1: not known); for how long
 * the account is to be left alone; what the call did cost (-1: no budget; a call that may have been charged keeps what was set aside).
 */
export const givePlace = createScript(`${names([...ACCOUNT, ...LEDGER])}
${NOW}
local id, outcome = ARGV[1], ARGV[2]
local began, real, left, cost = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
redis.call('ZREM', flight, id)
if cost >= 0 then
  redis.call('ZREM', begun, id)
  -- Not where Redis has lost it: the reply itself is counted when it is kept.
  local before = redis.call('HGET', costs, id)
  if before then
    redis.call('HINCRBY', budget, 'open', string.format('%.0f', cost - before))
    if cost == 0 then redis.call('HDEL', costs, id) else redis.call('HSET', costs, id, cost) end
  end
end

local was = redis.call('HMGET', limit, 'limit', 'tooMuch', 'halvedAt')
local all = tonumber(redis.call('GET', highest)) or 1
if outcome == 'busy' and began >= (tonumber(was[3]) or 0) then
  local value = math.min(tonumber(was[1]) or all, all)
  redis.call('HSET', limit, 'limit', math.max(1, value / 2), 'tooMuch', value, 'halvedAt', now)
  redis.call('PEXPIRE', limit, ${FORGET_LIMIT_MS})
elseif outcome == 'answered' and was[1] then
  local value = tonumber(was[1])
  local step = value + 1 < tonumber(was[2]) and 1 or ${1 / CAREFUL}
  if value < all then redis.call('HSET', limit, 'limit', math.min(all, value + step / value)) end
  redis.call('PEXPIRE', limit, ${FORGET_LIMIT_MS})
end

local before = real >= 0 and redis.call('HGET', tokens, id)
if before then
  redis.call('INCRBY', sum, real - before)
  redis.call('HSET', tokens, id, real)
end
if left > 0 and redis.call('PTTL', pause) < left then redis.call('SET', pause, '1', 'PX', left) end
return 0`);

/** A sign of life. KEYS: flight, offers, highest. ARGV: the worker's offer, the lease, then the ids of its calls in flight. */
export const renewPlaces = createScript(`${names(['flight', 'offers', 'highest'])}
${NOW}
local lease = tonumber(ARGV[2])
${OFFER}
offer(ARGV[1])
redis.call('ZREMRANGEBYSCORE', flight, '-inf', now)
for k = 3, #ARGV do redis.call('ZADD', flight, now + lease, ARGV[k]) end
if #ARGV > 2 then redis.call('PEXPIRE', flight, lease) end
return 0`);

/** A worker leaves. KEYS: offers, highest. ARGV: its offer, the lease. */
export const withdrawOffer = createScript(`${names(['offers', 'highest'])}
${NOW}
local lease = tonumber(ARGV[2])
${OFFER}
redis.call('ZREM', offers, ARGV[1])
countOffers()
return 0`);
