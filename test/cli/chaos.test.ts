import { expect, test } from 'vitest';
import { runCalm, runThroughStorm } from '../harness/chaos.js';

/** `npm run test:chaos` sets it to 50, and takes the sample roles instead of the tiny ones. */
const ROUNDS = Number(process.env.CHAOS_ROUNDS ?? 1);
const roles = process.env.CHAOS_ROUNDS === undefined ? 'tiny' : 'samples';
const CONCURRENCY = 16;

test(
  `a storm of faults and kills, ${ROUNDS} times: the exports are those of a calm run, and next to nothing is asked twice`,
  async () => {
    const calm = await runCalm(roles);
    for (let round = 0; round < ROUNDS; round += 1) {
      const rough = await runThroughStorm(roles, round, calm.tookMs);
      expect(rough.status, `round ${round}: ${rough.stdout}${rough.stderr}`).toBe(calm.status);
      expect(rough.exported, `round ${round}`).toEqual(calm.exported);
      expect(rough.repeated, `round ${round}`).toBeLessThanOrEqual(rough.killed * CONCURRENCY);
    }
  },
  20_000 + ROUNDS * 60_000,
);
