import { english } from './en/index.js';
import { french } from './fr/index.js';
import type { Language } from './language.js';
import { chinese } from './zh/index.js';

export type { Language, VerbObjectFinder } from './language.js';

/** The languages that roles may speak, in the order in which they are shown. Adding one is adding a folder and a line here. */
const LIST = [english, chinese, french] as const;

export type LanguageCode = (typeof LIST)[number]['code'];

export const languages: readonly Language<LanguageCode>[] = LIST;

export const languageCodes: readonly LanguageCode[] = LIST.map(({ code }) => code);

const byCode = new Map(languages.map((language) => [language.code, language]));

/** What is known of a language. */
export function languageOf(code: LanguageCode): Language<LanguageCode> {
  return byCode.get(code) as Language<LanguageCode>;
}

/** The language that a text's letters or else its words show; the first of the list where they show none. */
export function guessLanguage(text: string): Language<LanguageCode> {
  const shown = languages.findLast(({ letter }) => letter?.test(text));
  return shown ?? languages.find(({ recognises }) => recognises?.(text)) ?? (LIST[0] as Language<LanguageCode>);
}

/** A value for each language. */
export function eachLanguage<Value>(make: (code: LanguageCode) => Value): Record<LanguageCode, Value> {
  return Object.fromEntries(languageCodes.map((code) => [code, make(code)])) as Record<LanguageCode, Value>;
}

/** The counts of all languages together. */
export const total = (counts: Partial<Record<LanguageCode, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
