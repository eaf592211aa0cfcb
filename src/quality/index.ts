import { Settings } from '../config.js';
import type { Answer } from '../records.js';
import { addressee } from './addressee.js';
import { aiIdentity } from './ai-identity.js';
import { answerEqualsQuestion } from './answer-equals-question.js';
import type { Check, CheckContext, CheckSettings } from './check.js';
import { chineseScript } from './chinese-script.js';
import { completeness } from './completeness.js';
import { confidence } from './confidence.js';
import { grounded } from './grounded.js';
import { language } from './language.js';
import { length } from './length.js';
import { loop } from './loop.js';
import { placeholder } from './placeholder.js';
import { promptLeak } from './prompt-leak.js';
import { refusal } from './refusal.js';
import { residue } from './residue.js';
import { roleAnnouncement } from './role-announcement.js';

/** The row checks in the order in which they are run: first what spoils any text, then what the paper asks (papers.md 1.7). */
export const rowChecks: readonly Check[] = [
  length,
  confidence,
  promptLeak,
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

/** The first check that refuses an answer and what it refuses it for; undefined where all let it pass. */
export function checkAnswer(
  answer: Answer,
  context: CheckContext,
  checks: readonly Check[] = rowChecks,
): { check: string; evidence: string } | undefined {
  for (const check of checks) {
    const verdict = check.run(answer, context);
    if (verdict) return { check: check.name, evidence: verdict.evidence };
  }
  return undefined;
}
