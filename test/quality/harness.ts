import { Settings } from '../../src/config.js';
import type { Check, CheckContext, CheckedTurn, CheckResult } from '../../src/quality/check.js';
import type { QuestionType } from '../../src/records.js';
import { profileOf } from '../harness/profile.js';

/** A general answer where no type is given, else a role-specific one. */
export function answerOf(
  role: string,
  question: string,
  answer: string,
  { type, ...more }: Partial<CheckedTurn> & { type?: QuestionType } = {},
): CheckedTurn {
  return {
    id: 'a-0',
    role,
    language: /\p{Script=Han}/u.test(role) ? 'zh' : 'en',
    isRoleSpecific: type !== undefined,
    question,
    answer,
    earlier: [],
    confidence: type ? 'High' : null,
    segment: null,
    raw_answer: null,
    ...more,
  };
}

/** Runs one check on one answer. */
export function judge(check: Check, answer: CheckedTurn, more: Partial<CheckContext> = {}): CheckResult {
  return check.run(answer, {
    profile: profileOf(answer.role),
    settings: Settings.parse({}).filter,
    promptExamples: [],
    ...more,
  });
}
