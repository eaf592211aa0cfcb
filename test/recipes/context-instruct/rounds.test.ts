import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeShortfall, quotaOf, selectQuota } from '../../../src/recipes/context-instruct/accept.js';
import { emptyYields, planRound, type Yields } from '../../../src/recipes/context-instruct/rounds.js';
import { ContextInstructSettings } from '../../../src/recipes/context-instruct/settings.js';
import type { QuestionType } from '../../../src/records.js';

const SETTINGS = ContextInstructSettings.parse({});
const TYPES = ['script_based', 'script_agnostic'] as const;

test('the first round asks for twice what is wanted of each type', () => {
  expect(planRound(emptyYields(), { perRole: 40, scriptShare: 0.5 }, SETTINGS)).toEqual({
    script_based: 10,
    script_agnostic: 4,
  });
});

test('a type with all it needs is asked no more; one that is used up leaves its share to the other', () => {
  const yields = emptyYields();
  Object.assign(yields.script_agnostic, { requests: 4, candidates: 40, accepted: 20 });
  Object.assign(yields.script_based, { requests: 3, candidates: 12, accepted: 6, idle: 2 });
  const { script_based, script_agnostic } = planRound(yields, { perRole: 40, scriptShare: 0.5 }, SETTINGS);
  expect(script_based).toBe(0);
  expect(script_agnostic).toBe(Math.ceil(14 / 5));
});

type Made = [candidates: number, accepted: number];

/** Answers a round: each request brings what is drawn for it. */
function answerRound(yields: Yields, wanted: Record<QuestionType, number>, draw: (k: number) => Made): void {
  for (const type of TYPES) {
    const perRequest = type === 'script_based' ? SETTINGS.questionsPerSegment : SETTINGS.questionsPerCall;
    const made = Array.from({ length: wanted[type] }, (_, k) => draw(k).map((n) => Math.min(n, perRequest)) as Made);
    const accepted = made.reduce((sum, [candidates, good]) => sum + Math.min(candidates, good), 0);
    yields[type].requests += made.length;
    yields[type].candidates += made.reduce((sum, [candidates]) => sum + candidates, 0);
    yields[type].accepted += accepted;
    if (made.length > 0) yields[type].idle = accepted > 0 ? 0 : yields[type].idle + 1;
  }
}

test('whatever the requests yield, the rounds come to an end and pass the cap by less than a request of each type', () => {
  const drawn = fc.array(fc.tuple(fc.nat(10), fc.nat(10)), { minLength: 1, maxLength: 200 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(drawn, fc.integer({ min: 1, max: 60 }), share, (made, perRole, scriptShare) => {
      const yields = emptyYields();
      let rounds = 0;
      for (; rounds < 1000; rounds += 1) {
        const wanted = planRound(yields, { perRole, scriptShare }, SETTINGS);
        if (wanted.script_based + wanted.script_agnostic === 0) break;
        answerRound(yields, wanted, (k) => made[(rounds + k) % made.length] as Made);
      }
      expect(rounds).toBeLessThan(1000);
      const candidates = yields.script_based.candidates + yields.script_agnostic.candidates;
      const overshoot = SETTINGS.questionsPerCall + SETTINGS.questionsPerSegment;
      expect(candidates).toBeLessThan(perRole * SETTINGS.candidateCap + overshoot);
    }),
  );
});

test('of the accepted ones as many stay as were asked for, of each type as many as its quota where there are so many', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...TYPES)),
      fc.nat(40),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (types, perRole, scriptShare) => {
        const quota = { perRole, scriptShare };
        const stays = selectQuota(types, quota);
        expect(stays.filter(Boolean)).toHaveLength(Math.min(perRole, types.length));
        for (const type of TYPES) {
          const have = types.filter((one) => one === type).length;
          const kept = types.filter((one, k) => one === type && stays[k]).length;
          expect(kept).toBeGreaterThanOrEqual(Math.min(have, quotaOf(quota)[type]));
        }
      },
    ),
  );
});

test('a shortfall names the role, what it has of what was wanted, and the refusals, most frequent first', () => {
  const refusals = new Map([
    ['length', 2],
    ['confidence', 5],
  ]);
  expect(describeShortfall('Keeper', 20, 13, refusals)).toBe(
    'Keeper: 13 of 20 role-specific answers accepted from 20 candidates (refused: confidence 5, length 2)',
  );
  expect(describeShortfall('Keeper', 20, 20, refusals)).toBeUndefined();
});
