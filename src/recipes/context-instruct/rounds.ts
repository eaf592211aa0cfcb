import type { QuestionType } from '../../records.js';
import { type Quota, quotaOf } from './accept.js';
import type { ContextInstructSettings } from './settings.js';

/** What the rounds so far brought for one type of question. */
export interface Yield {
  requests: number;
  candidates: number;
  accepted: number;
  /** Rounds in a row that brought nothing acceptable. */
  idle: number;
}

export type Yields = Record<QuestionType, Yield>;

/** Yield that the first round expects: the paper kept about 200 of 400 (papers.md 1.4b and c). */
const FIRST_GUESS = 0.5;
/** A type whose requests bring next to nothing is not asked ten times over. Our choice. */
const LOWEST_GUESS = 0.1;
/** Rounds without an acceptable candidate after which a type counts as used up. Our choice. */
const IDLE_ROUNDS = 2;

export function emptyYields(): Yields {
  const none = () => ({ requests: 0, candidates: 0, accepted: 0, idle: 0 });
  return { script_based: none(), script_agnostic: none() };
}

/** Expected acceptable candidates per request, from what came so far. */
function expected({ requests, candidates, accepted }: Yield, perRequest: number): number {
  if (requests === 0) return perRequest * FIRST_GUESS;
  return Math.max((candidates > 0 ? accepted / candidates : 0) * (candidates / requests), perRequest * LOWEST_GUESS);
}

/**
 * How many requests of each type the next round makes, from what the last ones yielded: enough to fill the quotas if the yield
 * stays as it is, and never more candidates than the cap. A type that is used up leaves its share to the other. Both zero:
 * the role has enough, or no more can come of it.
 */
export function planRound(
  yields: Yields,
  quota: Quota,
  { questionsPerCall, questionsPerSegment, candidateCap }: ContextInstructSettings,
): Record<QuestionType, number> {
  const perRequest = { script_based: questionsPerSegment, script_agnostic: questionsPerCall };
  const wanted = quotaOf(quota);
  const types = ['script_based', 'script_agnostic'] as const;
  const usedUp = (type: QuestionType) => yields[type].idle >= IDLE_ROUNDS;
  const other = { script_based: 'script_agnostic', script_agnostic: 'script_based' } as const;

  const need = (type: QuestionType) => {
    if (usedUp(type)) return 0;
    const lacking = usedUp(other[type]) ? Math.max(0, wanted[other[type]] - yields[other[type]].accepted) : 0;
    return Math.max(0, wanted[type] + lacking - yields[type].accepted);
  };

  let room =
    Math.floor(quota.perRole * candidateCap) - yields.script_based.candidates - yields.script_agnostic.candidates;
  const requests = { script_based: 0, script_agnostic: 0 };
  for (const type of types) {
    const enough = Math.ceil(need(type) / expected(yields[type], perRequest[type]));
    requests[type] = Math.min(enough, Math.ceil(Math.max(0, room) / perRequest[type]));
    room -= requests[type] * perRequest[type];
  }
  return requests;
}
