import { english } from './en/index.js';
import { french } from './fr/index.js';
import type { Language } from './language.js';
import { chinese } from './zh/index.js';

export type { Language, StageWords, VerbObjectFinder } from './language.js';

/** The languages that roles may speak, in the order in which they are shown. Adding one is adding a folder and a line here. */
const LIST = [english, chinese, french] as const;

export type LanguageCode = (typeof LIST)[number]['code'];

const all: Language<LanguageCode>[] = [...LIST];
const codes = all.map(({ code }) => code);
const byCode = new Map(all.map((language) => [language.code, language]));

export const languages: readonly Language<LanguageCode>[] = all;

export const languageCodes: readonly LanguageCode[] = codes;

/**
 * Adds a language of a plug-in. To be called before anything else of the program is loaded: schemas, checks and comparisons know
 * all languages from when they are.
 */
export function addLanguage(language: Language): void {
  const own = language as Language<LanguageCode>;
  all.push(own);
  codes.push(own.code);
  byCode.set(own.code, own);
}

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
