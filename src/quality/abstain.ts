import { type LanguageCode, languageOf } from '../languages/index.js';
import type { Check } from './check.js';
import { signsOf } from './signs.js';

/** Whether a check has nothing to say about answers in a language: it lacks a sign that the check goes by. */
export function abstains({ needs = [] }: Pick<Check, 'needs'>, language: LanguageCode): boolean {
  return needs.some((sign) => signsOf(language)[sign] === undefined);
}

/** Which checks abstained from the languages of some answers, a line each. */
export function tellAbstaining(checks: readonly Check[], languages: Iterable<LanguageCode>): string[] {
  return [...languages].flatMap((language) => {
    const names = checks.filter((check) => abstains(check, language)).map(({ name }) => name);
    return names.length > 0 ? [`${languageOf(language).name}: ${names.join(', ')}`] : [];
  });
}
