import { createResponseCheck } from '../../quality/duplicates.js';
import { checkAnswer } from '../../quality/index.js';
import type { Answer, Candidate, Profile, RejectedAnswer, RolePair } from '../../records.js';
import type { RunContext } from '../context.js';
import { createCandidateJudge, type Quota, selectQuota, toAnswer } from '../context-instruct/accept.js';
import { checkContextFor } from '../context-instruct/index.js';

/** An answer's fate: kept, or refused by a check. */
export type Judged = { kept: Answer } | { refused: RejectedAnswer };

/** What judging depends on beside the answers. */
type JudgingContext = Pick<RunContext, 'settings' | 'prompts' | 'checks'>;

/** Judges the candidates of one role (papers.md 1.4c), then keeps as many of them as were asked for. In their order. */
export function judgeCandidates(
  candidates: readonly Candidate[],
  profile: Profile,
  quota: Quota,
  { settings, prompts, checks }: JudgingContext,
): Judged[] {
  const judge = createCandidateJudge(checkContextFor(profile, settings, prompts), checks, settings.filter);
  const judged = candidates.map((candidate) => {
    const answer = toAnswer(candidate);
    return { answer, type: candidate.type, refusal: judge(answer) };
  });
  const accepted = judged.filter(({ refusal }) => !refusal);
  const stays = selectQuota(
    accepted.map(({ type }) => type),
    quota,
  );
  const surplus = new Set(accepted.filter((_, k) => !stays[k]));
  return judged.map((one) => {
    if (one.refusal) return { refused: { ...one.answer, ...one.refusal } };
    if (!surplus.has(one)) return { kept: one.answer };
    return { refused: { ...one.answer, check: 'quota', evidence: `${quota.perRole} others were accepted before it` } };
  });
}

/** Judges the responses of one role-instruction pair (papers.md 1.7); the baseline is not judged. In their order. */
export function judgePair(pair: RolePair, profile: Profile, { settings, prompts, checks }: JudgingContext): Judged[] {
  const context = checkContextFor(profile, settings, prompts);
  const repeats = createResponseCheck();
  return pair.generated.map((text, k) => {
    const answer: Answer = {
      id: `${pair.id}-${k}`,
      set: 'general',
      role: pair.role,
      language: pair.language,
      question: pair.question,
      answer: text,
      type: null,
      confidence: null,
      segment: null,
      category: pair.category,
      source: pair.source,
      raw_answer: pair.raw_answer,
      model: pair.model,
    };
    const refusal = checkAnswer(answer, context, checks) ?? repeats(answer);
    return refusal ? { refused: { ...answer, ...refusal } } : { kept: answer };
  });
}
