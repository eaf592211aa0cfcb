import { createHash, randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { CallFault } from '../call-fault.js';
import type { ChatModel, ChatRequest } from '../chat-model.js';
import { NotBegun } from '../pool/index.js';

/** What all workers together may ask of one server with one key. */
export interface AccountLimits {
  /** Whose limits these are: the same for all that share them. */
  account: string;
  rpm: number | undefined;
  tpm: number | undefined;
}

/** The name of an account: one that is given, else twelve hex digits of the key's SHA-256; with the server that it is at. */
export function accountOf(baseUrl: string, key: string | undefined, name: string | undefined): string {
  const whose =
    name ??
    createHash('sha256')
      .update(key ?? '')
      .digest('hex')
      .slice(0, 12);
  return createHash('sha256')
    .update(JSON.stringify([baseUrl, whose]))
    .digest('hex')
    .slice(0, 16);
}

const MINUTE_MS = 60_000;

/**
 * Takes a place for a call, or says how many milliseconds there is none: never more than so many calls and tokens in any sixty seconds, by
 * the clock of Redis. What asks for more than all tokens goes when nothing else is there. KEYS: pause, calls by their time, their tokens,
 * the sum of these. ARGV: calls a minute, tokens a minute (-1: no limit), tokens of this call, its id.
 */
const TAKE = `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local paused = redis.call('PTTL', KEYS[1])
if paused > 0 then return paused end
local rpm, tpm, tokens = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if rpm < 0 and tpm < 0 then return 0 end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - ${MINUTE_MS})) do
  redis.call('DECRBY', KEYS[4], redis.call('HGET', KEYS[3], id) or 0)
  redis.call('HDEL', KEYS[3], id)
  redis.call('ZREM', KEYS[2], id)
end
local calls = redis.call('ZCARD', KEYS[2])
local wait = 0
if rpm >= 0 and calls >= rpm then
  local over = redis.call('ZRANGE', KEYS[2], calls - rpm, calls - rpm, 'WITHSCORES')
  wait = over[2] + ${MINUTE_MS} - now
end
local sum = tonumber(redis.call('GET', KEYS[4]) or 0)
if tpm >= 0 and sum + tokens > tpm and calls > 0 then
  local all = redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES')
  for k = 1, #all, 2 do
    sum = sum - (redis.call('HGET', KEYS[3], all[k]) or 0)
    if sum + tokens <= tpm or k == #all - 1 then
      wait = math.max(wait, all[k + 1] + ${MINUTE_MS} - now)
      break
    end
  end
end
if wait > 0 then return math.ceil(wait) end
redis.call('ZADD', KEYS[2], now, ARGV[4])
redis.call('HSET', KEYS[3], ARGV[4], tokens)
redis.call('INCRBY', KEYS[4], tokens)
for k = 2, 4 do redis.call('PEXPIRE', KEYS[k], ${2 * MINUTE_MS}) end
return 0`;

/** Puts the real tokens of a call in the place of what was set aside. KEYS: tokens, their sum. ARGV: the call's id, its tokens. */
const CORRECT = `
local before = redis.call('HGET', KEYS[1], ARGV[1])
if before then
  redis.call('INCRBY', KEYS[2], ARGV[2] - before)
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
end
return 0`;

/** Sets an account aside, for as long as anybody was told. KEYS: pause. ARGV: milliseconds. */
const PAUSE = `if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end return 0`;

/** Looked at again at least so often: limits and pauses may have been corrected meanwhile. */
const LONGEST_LOOK_MS = 5000;
/** A server that asks for no pause is left alone for so long. Our choice: the pool's own first pause. */
const SHORTEST_PAUSE_MS = 1000;

/** What a worker's calls of one account wait for. */
export interface Gate {
  /** A server's model whose calls wait until all workers together have room for them. */
  guard(model: ChatModel, limits: AccountLimits): ChatModel;
}

/** The gate that all workers of a Redis share. `mostTokens` is what a call takes at most. */
export function createGate(
  redis: () => Redis | undefined,
  prefix: string,
  mostTokens: (requests: readonly ChatRequest[]) => number,
  stop: AbortSignal,
): Gate {
  // Machines have processes of one number and clocks of one time.
  const own = randomUUID();
  let calls = 0;

  async function enter(keys: readonly string[], { rpm, tpm }: AccountLimits, tokens: number): Promise<string> {
    calls += 1;
    const id = `${own}-${calls}`;
    for (;;) {
      const client = redis();
      if (stop.aborted || !client) throw new NotBegun('the worker was stopped');
      const wait = (await client.eval(TAKE, 4, ...keys, rpm ?? -1, tpm ?? -1, tokens, id)) as number;
      if (wait <= 0) return id;
      await pauseFor(Math.min(wait, LONGEST_LOOK_MS), stop);
    }
  }

  return {
    guard(model, limits) {
      const base = `${prefix}:account-${limits.account}`;
      const keys = [`${base}:pause`, `${base}:calls`, `${base}:tokens`, `${base}:sum`] as const;
      const { completeSamples } = model;
      if (!completeSamples) return model;
      return {
        ...model,
        async completeSamples(requests, signal) {
          const id = await enter(keys, limits, mostTokens(requests));
          try {
            const replies = await completeSamples(requests, signal);
            const { prompt_tokens, completion_tokens } = replies.usage;
            if (limits.tpm !== undefined) {
              const correct = redis()?.eval(CORRECT, 2, keys[2], keys[3], id, prompt_tokens + completion_tokens);
              correct?.catch(() => {});
            }
            return replies;
          } catch (thrown) {
            if (thrown instanceof CallFault && thrown.kind === 'rate-limited') {
              const ms = Math.max(SHORTEST_PAUSE_MS, thrown.retryAfterMs ?? 0);
              redis()
                ?.eval(PAUSE, 1, keys[0], Math.ceil(ms))
                .catch(() => {});
            }
            throw thrown;
          }
        },
      };
    },
  };
}

function pauseFor(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resume) => {
    const end = () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
      resume();
    };
    const timer = setTimeout(end, ms);
    stop.addEventListener('abort', end);
  });
}
