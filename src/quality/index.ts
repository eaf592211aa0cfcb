import { Settings } from '../config.js';
import { abstains } from './abstain.js';
import { addressee } from './addressee.js';
import { aiIdentity } from './ai-identity.js';
import { answerEqualsQuestion } from './answer-equals-question.js';
import { brokenText } from './broken-text.js';
import type { Check, CheckContext, CheckedTurn, CheckSettings, Refusal } from './check.js';
import { chineseScript } from './chinese-script.js';
import { completeness } from './completeness.js';
import { confidence } from './confidence.js';
import type { RepeatCheck } from './duplicates.js';
import { grounded } from './grounded.js';
import { language } from './language.js';
import { length } from './length.js';
import { loop } from './loop.js';
import { otherSpeaker } from './other-speaker.js';
import { placeholder } from './placeholder.js';
import { promptLeak } from './prompt-leak.js';
import { refusal } from './refusal.js';
import { residue } from './residue.js';
import { roleAnnouncement } from './role-announcement.js';

/** The row checks in the order in which they are run: first what spoils any text, then what the paper asks (papers.md 1.7). */
export const rowChecks: readonly Check[] = [
  length,
  brokenText,
  confidence,
  promptLeak,
  otherSpeaker,
  residue,
  placeholder,
  loop,
  language,
  chineseScript,
  answerEqualsQuestion,
  addressee,
  grounded,
  completeness,
  aiIdentity,
  refusal,
  roleAnnouncement,
];

/** The defaults of config.ts, where each stands with its source. */
export const defaultCheckSettings: CheckSettings = Settings.parse({}).filter;

/** Name under which a person's word refuses an answer. */
const REVIEW = 'review';

/** Whether a person said that the answer is to stay, whatever checks, duplicates and quotas say. */
export function isKeptByReview({ id }: Pick<CheckedTurn, 'id'>, { reviews }: CheckContext): boolean {
  return reviews?.get(id)?.mark === 'good';
}

/**
 * The first check that refuses an answer and what it refuses it for; undefined where all let it pass. What a person said goes
 * before all of them. A check abstains where the answer's language lacks what it goes by.
 */
export function checkAnswer(
  answer: CheckedTurn,
  context: CheckContext,
  checks: readonly Check[] = rowChecks,
): Refusal | undefined {
  const review = context.reviews?.get(answer.id);
  if (review?.mark === 'bad') return { check: REVIEW, evidence: review.note.trim() || 'marked bad' };
  if (review?.mark === 'good') return undefined;
  for (const check of checks) {
    if (abstains(check, answer.language)) continue;
    const verdict = check.run(answer, context);
    if (verdict) return { check: check.name, evidence: verdict.evidence };
  }
  return undefined;
}

/**
 * Judges turns one after the other: the row checks, then what repeats an earlier one. What a person marked good stays, and is
 * remembered as said. A verdict never depends on what comes later.
 */
export function createJudge(
  context: CheckContext,
  checks: readonly Check[],
  repeats: RepeatCheck,
): (turn: CheckedTurn) => Refusal | undefined {
  return (turn) => {
    const refusal = checkAnswer(turn, context, checks) ?? repeats(turn);
    return isKeptByReview(turn, context) ? undefined : refusal;
  };
}
