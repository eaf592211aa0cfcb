import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { UserError } from '../../errors.js';
import { Holder, isAlive, ownHolder } from '../../store/lock.js';

const LeaseHolder = Holder.extend({ token: z.string() });

/** The right to coordinate a queue. */
export interface Lease {
  /** Prolongs it. `anew`: Redis had lost it, with all else that it held. `taken`: another run has it. */
  renew(): Promise<'kept' | 'anew' | 'taken'>;
  release(): Promise<void>;
}

const RENEW = `
local held = redis.call('GET', KEYS[1])
if held == ARGV[1] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) return 1 end
if not held then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) return 2 end
return 0`;

const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

const OUTCOMES = { 0: 'taken', 1: 'kept', 2: 'anew' } as const;

/**
 * Takes a queue for this run, so that only one coordinates it. The lease of a process that died is taken over: at once where it was on
 * this machine, else when it has run out. Throws UserError where another run holds it.
 */
export async function takeLease(redis: Redis, key: string, ms: number, shown: string): Promise<Lease> {
  const own = JSON.stringify({ ...ownHolder(), token: randomUUID() });
  while ((await redis.set(key, own, 'PX', ms, 'NX')) !== 'OK') {
    const held = await redis.get(key);
    if (held === null) continue;
    const holder = readHolder(held);
    if (holder?.host === hostname() && !isAlive(holder)) await redis.eval(RELEASE, 1, key, held);
    else if (holder?.host === hostname() || (await isRenewed(redis, key, held))) throw isTaken(holder, shown);
  }
  return {
    renew: async () => OUTCOMES[(await redis.eval(RENEW, 1, key, own, ms)) as 0 | 1 | 2],
    release: async () => {
      await redis.eval(RELEASE, 1, key, own);
    },
  };
}

function readHolder(held: string) {
  try {
    return LeaseHolder.safeParse(JSON.parse(held)).data;
  } catch {
    return undefined;
  }
}

/** Whether somebody prolongs a lease of another machine. Waits until that is known. */
async function isRenewed(redis: Redis, key: string, held: string): Promise<boolean> {
  for (let before = await redis.pttl(key); ; ) {
    await pause(Math.min(500, Math.max(50, before / 10)));
    if ((await redis.get(key)) !== held) return false;
    const left = await redis.pttl(key);
    // One without an end was written by nobody of ours.
    if (left > before || left === -1) return true;
    before = left;
  }
}

function isTaken(holder: z.infer<typeof LeaseHolder> | undefined, shown: string): UserError {
  const who = holder ? `another run (process ${holder.pid} on ${holder.host})` : 'another run';
  return new UserError(`${who} is using the queue at ${shown} for this model`, {
    advice: 'Wait for it, stop it, or choose another --queue-prefix.',
  });
}
