import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { messageOf } from '../../errors.js';

/** A Lua script, which Redis runs as one step: nobody sees the half of it. */
export type Script = (redis: Redis, keys: readonly string[], values: readonly (string | number)[]) => Promise<unknown>;

/** Sends a script as a whole once and by its hash from then on, but where Redis has lost it. */
export function createScript(lua: string): Script {
  const hash = createHash('sha1').update(lua).digest('hex');
  const sent = new WeakSet<Redis>();
  return async (redis, keys, values) => {
    const send = () => redis.eval(lua, keys.length, ...keys, ...values);
    if (!sent.has(redis)) {
      sent.add(redis);
      return send();
    }
    try {
      return await redis.evalsha(hash, keys.length, ...keys, ...values);
    } catch (thrown) {
      if (/NOSCRIPT/.test(messageOf(thrown))) return send();
      throw thrown;
    }
  };
}

/** The time in milliseconds, by the one clock that all share. */
export const NOW = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)`;

/** Which life of Redis this is: one that starts again from its disk, or a copy that takes over, may lack the last second. */
export const LIFE = `
local life = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)') or 'only'`;
