import { UserError } from '../errors.js';
import type { LanguageCode } from '../languages/index.js';

/** Whether roles that speak a language may be held out: role generalization is English (papers.md 1.8). */
export const mayBeHeldOut = ({ language }: { language: LanguageCode }): boolean => language === 'en';

/** Throws UserError where `export.heldOut` names a role that may not be held out; `roles` are those that may. */
export function checkHeldOut(heldOut: number | readonly string[] | undefined, roles: readonly string[]): void {
  const unknown = typeof heldOut === 'object' ? heldOut.find((name) => !roles.includes(name)) : undefined;
  if (unknown === undefined) return;
  throw new UserError(`there is no English role "${unknown}" to hold out`, {
    advice: `Correct --held-out (export.heldOut). There are: ${roles.join(', ') || 'none'}.`,
  });
}
