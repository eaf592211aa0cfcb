import type { Check } from './check.js';
import { scoreGrounding } from './grounding/index.js';
import { selfContained } from './grounding/self-contained.js';
import { findRun, leakLength } from './runs.js';

/** So many times as long as a leak of a prompt is a run of another's line: a role may well quote a few words. Our choice. */
const ECHO = 2;

/**
 * Refuses role-specific rows that do not stand on what they were made from, by the thresholds of the settings: a question
 * that points at what it does not name, an answer whose names and numbers are not those of its passage, or that gives
 * another's line as the role's own.
 */
export const grounded: Check = {
  name: 'grounded',
  needs: ['selfContained', 'namesIn'],
  run(answer, context) {
    if (!answer.isRoleSpecific) return undefined;
    const { minSelfContained, minSupport } = context.settings;
    const share = selfContained(answer.question, answer.language);
    if (share !== null && share < minSelfContained)
      return { evidence: `points at what it does not name: ${answer.question}` };
    const passage = answer.segment ? context.passageOf?.(answer.segment) : undefined;
    if (!passage) return undefined;
    const echo = findRun(answer.answer, passage.othersLines, ECHO * leakLength(answer.language, context.settings));
    if (echo !== undefined) return { evidence: `another's line: ${echo}` };
    if (minSupport === 0) return undefined;
    const { support, unsupported } = scoreGrounding(answer, context);
    if (support === null || support >= minSupport) return undefined;
    return { evidence: `not in its passage: ${unsupported.join(', ')}` };
  },
};
