import { Settings } from '../../src/config.js';
import type { Check, CheckContext, CheckResult } from '../../src/quality/check.js';
import type { Answer } from '../../src/records.js';
import { profileOf } from '../harness/profile.js';

/** A general answer where no type is given, else a role-specific one. */
export function answerOf(role: string, question: string, answer: string, more: Partial<Answer> = {}): Answer {
  const language = /\p{Script=Han}/u.test(role) ? 'zh' : 'en';
  return {
    id: 'a-0',
    set: more.type ? 'role_specific' : 'general',
    role,
    language,
    question,
    answer,
    type: null,
    confidence: more.type ? 'High' : null,
    segment: null,
    category: null,
    source: null,
    raw_answer: null,
    grounding: null,
    model: 'test',
    ...more,
  };
}

/** Runs one check on one answer. */
export function judge(check: Check, answer: Answer, more: Partial<CheckContext> = {}): CheckResult {
  return check.run(answer, {
    profile: profileOf(answer.role),
    settings: Settings.parse({}).filter,
    promptExamples: [],
    ...more,
  });
}
