import type { LanguageCode } from '../../languages/index.js';
import { signsOf } from '../signs.js';

/**
 * How well a question can be understood without the passage that it came from (papers.md 1.4b, rule 2): the share of its
 * pointers (he, that moment, 他, 这件事) that stand after something that the question itself names; 1 where it has none.
 * Null where the language has no sign of them.
 */
export function selfContained(question: string, language: LanguageCode): number | null {
  return signsOf(language).selfContained?.(question) ?? null;
}
