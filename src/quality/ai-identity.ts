import type { Check } from './check.js';
import { plainLine, refuseMatch } from './patterns.js';
import { allSigns } from './signs.js';

/** No character of a script says this of itself, a machine neither. In all languages: a model may fall into another than the role's. */
export const MODERN_MODEL: readonly RegExp[] = allSigns.flatMap(({ modernModel }) => modernModel ?? []);
const MODEL_OR_MACHINE = [...MODERN_MODEL, ...allSigns.flatMap(({ machine }) => machine ?? [])];

/** Whether a text says of its speaker what only a language model is. */
export function disclosesModel(text: string): boolean {
  return refuseMatch(plainLine(text), MODERN_MODEL) !== undefined;
}

/**
 * Refuses answers in which the speaker says that it is an AI (papers.md 1.7: AI identity concealment). Talk about artificial
 * intelligence passes. A role whose profile says `is_machine` may say that it is a machine, but not that it is a language
 * model or whose product it is.
 */
export const aiIdentity: Check = {
  name: 'ai-identity',
  needs: ['modernModel', 'machine'],
  run({ isRoleSpecific, question, answer }, { profile }) {
    // A general instruction is the user's own; a question about the role was written by a model.
    if (isRoleSpecific && disclosesModel(question)) return refuseMatch(plainLine(question), MODERN_MODEL);
    const line = plainLine(answer);
    return refuseMatch(line, profile.is_machine ? MODERN_MODEL : MODEL_OR_MACHINE);
  },
};
