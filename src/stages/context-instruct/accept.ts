import type { FilterSettings } from '../../config.js';
import type { Check, CheckContext } from '../../quality/check.js';
import { createQuestionCheck } from '../../quality/duplicates.js';
import { checkAnswer, isKeptByReview } from '../../quality/index.js';
import { createAnswerCheck } from '../../quality/repeated-answers.js';
import type { Answer, Candidate, QuestionType } from '../../records.js';

/** Why a check refused. */
export interface Refusal {
  check: string;
  evidence: string;
}

/** A candidate as the filter's unit. */
export function toAnswer(candidate: Candidate): Answer {
  const { id, role, language, question, answer, type, confidence, segment, model } = candidate;
  return {
    id,
    set: 'role_specific',
    role,
    language,
    question,
    answer,
    type,
    confidence,
    segment,
    category: null,
    source: null,
    raw_answer: null,
    grounding: null,
    model,
  };
}

/**
 * Judges one role's candidates in their order: row checks, then duplicate questions and repeated answers within the role, where
 * the first one stays. A verdict never depends on what comes later, so that the rounds of context-instruct and the filter agree.
 */
export function createCandidateCheck(
  context: CheckContext,
  checks: readonly Check[],
  { similarity }: FilterSettings,
): (answer: Answer) => Refusal | undefined {
  const repeats = createQuestionCheck(similarity, createAnswerCheck());
  return (answer) => {
    const refusal = checkAnswer(answer, context, checks) ?? repeats(answer);
    return isKeptByReview(answer, context) ? undefined : refusal;
  };
}

/** How many of each type are wanted: together `perRole`. */
export interface Quota {
  perRole: number;
  /** Share of script-based ones. */
  scriptShare: number;
}

/** The quota of each type. */
export function quotaOf({ perRole, scriptShare }: Quota): Record<QuestionType, number> {
  const script_based = Math.round(perRole * scriptShare);
  return { script_based, script_agnostic: perRole - script_based };
}

/**
 * Which of the accepted candidates stay, by their types in order: as many of each type as its quota, the first ones first;
 * where one type has too few, the other fills up to `perRole`.
 */
export function selectQuota(types: readonly QuestionType[], quota: Quota): boolean[] {
  const wanted = quotaOf(quota);
  const have = { script_based: 0, script_agnostic: 0 };
  for (const type of types) have[type] += 1;
  const spare = (type: QuestionType) => Math.max(0, wanted[type] - have[type]);
  const room = {
    script_based: wanted.script_based + spare('script_agnostic'),
    script_agnostic: wanted.script_agnostic + spare('script_based'),
  };
  return types.map((type) => {
    if (room[type] === 0) return false;
    room[type] -= 1;
    return true;
  });
}

/** Counts of refusals by check, most frequent first, as one phrase: `near-duplicate 12, confidence 5`. */
export function describeRefusals(refusals: ReadonlyMap<string, number>): string {
  const sorted = [...refusals].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return sorted.map(([check, count]) => `${check} ${count}`).join(', ');
}

/** What a role lacks and why; undefined where it has what was asked for. */
export function describeShortfall(
  role: string,
  perRole: number,
  accepted: number,
  refusals: ReadonlyMap<string, number>,
): string | undefined {
  if (accepted >= perRole) return undefined;
  const candidates = accepted + [...refusals.values()].reduce((sum, count) => sum + count, 0);
  const why = refusals.size > 0 ? ` (refused: ${describeRefusals(refusals)})` : '';
  return `${role}: ${accepted} of ${perRole} role-specific answers accepted from ${candidates} candidates${why}`;
}
