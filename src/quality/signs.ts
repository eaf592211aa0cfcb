import { type LanguageCode, languages } from '../languages/index.js';
import type { Signs } from '../languages/signs.js';

export type { Signs } from '../languages/signs.js';

/** Opened once: their taggers are loaded with the checks and not before. */
const opened = new Map(
  await Promise.all(languages.map(async ({ code, openSigns }) => [code, (await openSigns?.()) ?? {}] as const)),
);

/** The signs by which the checks know a text in a language. */
export const signsOf = (language: LanguageCode): Signs => opened.get(language) as Signs;

/** The signs of all languages, in the order of the list. */
export const allSigns: readonly Signs[] = [...opened.values()];

type PatternName = { [Name in keyof Signs]-?: NonNullable<Signs[Name]> extends RegExp ? Name : never }[keyof Signs];

/** Whether a text shows a sign in any of the languages: roles speak their own, but instructions may be in another. */
export function isShown(name: PatternName, text: string): boolean {
  return allSigns.some((signs) => signs[name]?.test(text) === true);
}
