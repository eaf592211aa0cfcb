import type { FilterSettings } from '../../config.js';
import type { Check, CheckContext } from '../../quality/check.js';
import { createResponseCheck, type RepeatCheck } from '../../quality/duplicates.js';
import { scoreGrounding } from '../../quality/grounding/index.js';
import { checkAnswer, isKeptByReview } from '../../quality/index.js';
import type { Answer, Candidate, RejectedAnswer, RolePair } from '../../records.js';
import { createCandidateCheck, type Quota, selectQuota, toAnswer } from '../context-instruct/accept.js';

/** An answer's fate: kept, or refused by a check. */
export type Decision = { kept: Answer } | { refused: RejectedAnswer };

/** What judging depends on beside the answers: what the checks know of the role, and which they are. */
export interface Deciding {
  about: CheckContext;
  checks: readonly Check[];
  filter: FilterSettings;
}

/**
 * Judges the candidates of one role (papers.md 1.4c), then keeps as many of them as were asked for; all where no quota is
 * given. `duplicates` are those that repeat a question of another role, by id. In their order.
 */
export function decideCandidates(
  candidates: readonly Candidate[],
  quota: Quota | undefined,
  { about, checks, filter }: Deciding,
  duplicates?: ReadonlyMap<string, string>,
): Decision[] {
  const judge = createCandidateCheck(about, checks, filter);
  const judged = candidates.map((candidate) => {
    const answer = toAnswer(candidate);
    const isKept = isKeptByReview(answer, about);
    const evidence = isKept ? undefined : duplicates?.get(answer.id);
    const repeats = evidence === undefined ? undefined : { check: 'near-duplicate', evidence };
    return { answer, isKept, type: candidate.type, refusal: judge(answer) ?? repeats };
  });
  // What a person keeps takes the first places; it stays even where there are more of them than places.
  const accepted = judged.filter(({ refusal }) => !refusal).sort((a, b) => Number(b.isKept) - Number(a.isKept));
  const types = accepted.map(({ type }) => type);
  const stays = quota && selectQuota(types, quota);
  const surplus = new Set(accepted.filter(({ isKept }, k) => stays && !stays[k] && !isKept));
  return judged.map((one) => {
    const scored = { ...one.answer, grounding: scoreGrounding(one.answer, about) };
    if (one.refusal) return { refused: { ...scored, ...one.refusal } };
    if (!surplus.has(one)) return { kept: scored };
    return { refused: { ...scored, check: 'quota', evidence: `${quota?.perRole} others were accepted before it` } };
  });
}

/** The responses of a role-instruction pair as the filter's units, each named by its sample; the baseline is none. */
export function toResponses(pair: RolePair): Answer[] {
  const { role, language, question, category, source, raw_answer, model } = pair;
  return pair.generated.flatMap((answer, sample): Answer[] =>
    answer === null
      ? []
      : [
          {
            id: `${pair.id}-${sample}`,
            set: 'general',
            role,
            language,
            question,
            answer,
            type: null,
            confidence: null,
            segment: null,
            category,
            source,
            raw_answer,
            grounding: null,
            model,
          },
        ],
  );
}

/**
 * Judges the responses of one role-instruction pair (papers.md 1.7); the baseline is not judged. In their order. `answers` knows
 * what the role answered to other instructions.
 */
export function decidePair(pair: RolePair, { about, checks }: Deciding, answers: RepeatCheck): Decision[] {
  const repeats = createResponseCheck(answers);
  return toResponses(pair).map((answer) => {
    const found = checkAnswer(answer, about, checks) ?? repeats(answer);
    const refusal = isKeptByReview(answer, about) ? undefined : found;
    const scored = { ...answer, grounding: scoreGrounding(answer, about) };
    return refusal ? { refused: { ...scored, ...refusal } } : { kept: scored };
  });
}
