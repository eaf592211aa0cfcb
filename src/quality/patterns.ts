import { rememberLast } from '../text/remember-last.js';
import type { CheckResult } from './check.js';

/** At most so much of a text is shown as evidence. */
const LONGEST_EVIDENCE = 120;

/** Cuts evidence down to a length that reads well in a report. */
export function cutEvidence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= LONGEST_EVIDENCE ? line : `${line.slice(0, LONGEST_EVIDENCE - 1)}…`;
}

/** Refuses a text in which one of the patterns is found, and shows what was found by the first of them. */
export function refuseMatch(text: string, patterns: readonly RegExp[]): CheckResult {
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    if (match) return { evidence: cutEvidence(match[0]) };
  }
  return undefined;
}

/** A text as patterns see it: one line, straight apostrophes. */
export const plainLine = rememberLast((text): string => {
  const straight = text.replaceAll('’', "'");
  // Most texts are one line with single spaces already, and looking is cheaper than replacing.
  return (/\s\s|[^\S ]/.test(straight) ? straight.replace(/\s+/g, ' ') : straight).trim();
});

/** Makes a literal text part of a regular expression, outside of `[…]`. No other character may be escaped under the u flag. */
export function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
