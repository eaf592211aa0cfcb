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

/** A language, and those that are written in another script: its words mean nothing else in them. */
const besides = new Map(
  languages.map(({ code, script }) => [
    code,
    languages.filter((other) => other.code === code || other.script !== script),
  ]),
);

/**
 * Whether a text of a role that speaks a language shows a sign: in that language, or in one of another script, as instructions
 * may be. Languages of one script have words in common that are signs in one of them alone.
 */
export function isShown(name: PatternName, text: string, language: LanguageCode): boolean {
  return (besides.get(language) ?? []).some(({ code }) => signsOf(code)[name]?.test(text) === true);
}
