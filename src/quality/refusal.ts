import type { Check } from './check.js';
import { plainLine, refuseMatch } from './patterns.js';
import { allSigns } from './signs.js';

/** In all languages: an assistant may fall into another than the role's. */
const REFUSAL = allSigns.flatMap(({ refusal }) => refusal ?? []);

/**
 * Refuses answers that turn the task down as an assistant does: sorry but unable, no access, asks for the missing text
 * (papers.md 1.7: non-rejection). A character that will not do something in its own words passes.
 */
export const refusal: Check = {
  name: 'refusal',
  needs: ['refusal'],
  run: ({ answer }) => refuseMatch(plainLine(answer), REFUSAL),
};
