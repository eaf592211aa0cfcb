import { createHash } from 'node:crypto';

/**
 * A number from 0 up to but not 1 that looks random and is the same wherever seed and parts are the same: the first 48 bits of a
 * SHA-256 digest. It depends on nothing else, so that one more item in a list changes no number of the others.
 */
export function hashNumber(seed: number, ...parts: readonly (string | number)[]): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...parts]))
    .digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

/** A row of numbers from 0 up to but not 1, always the same for a seed: mulberry32 (Tommy Ettinger, public domain). For sampling. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
