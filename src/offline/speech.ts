import { UserError } from '../errors.js';
import { type LanguageCode, languageOf, languages } from '../languages/index.js';
import type { OfflineSpeech } from '../languages/offline.js';

/** Opened once, with the offline model's answers: their taggers take longer to load than all of the rest. */
const opened = new Map(
  await Promise.all(languages.map(async ({ code, openOffline }) => [code, await openOffline?.()] as const)),
);

/** What the offline model says in a language. Throws UserError where it does not speak it. */
export function speechOf(language: LanguageCode): OfflineSpeech {
  const speech = opened.get(language);
  if (speech) return speech;
  throw new UserError(`the offline model does not speak ${languageOf(language).name}`, {
    advice: 'Name a model with --model and --base-url.',
  });
}

/** A description without its catchphrases. */
export function withoutCatchphrases(description: string, language: LanguageCode): string {
  const at = description.indexOf(languageOf(language).phrases.catchphrasesOpener);
  return at === -1 ? description : description.slice(0, at);
}
