import { dominantScript, type Script } from '../text/language.js';
import type { BenchLanguage } from './layout.js';
import type { Tokeniser } from './rouge.js';

const SCRIPT: Readonly<Record<BenchLanguage, Script>> = { en: 'latin', zh: 'han' };
const NAMES: Readonly<Record<Script, string>> = {
  latin: 'Latin letters',
  han: 'Chinese characters',
  other: 'neither Latin letters nor Chinese characters',
  none: 'signs without letters or figures',
};

const OTHER: Readonly<Record<BenchLanguage, BenchLanguage>> = { en: 'zh', zh: 'en' };

/** What is to be said of texts of emoji and other signs alone. */
function signsWarning(texts: readonly string[], tokens: Tokeniser): string | undefined {
  const signs = texts.filter((text) => text.trim() !== '' && tokens(text).length === 0).length;
  if (signs === 0) return undefined;
  return `${signs} of ${texts.length} references are written in ${NAMES.none}; no token of them is compared, and they score 0.`;
}

/**
 * What is to be said where texts are not in the language that they are scored in: Rouge-L compares only what that language's
 * tokens see, and the rest scores 0. Undefined where they fit.
 */
export function languageWarning(
  texts: readonly string[],
  language: BenchLanguage,
  tokens: Tokeniser,
): string | undefined {
  const scripts = texts.map(dominantScript);
  const unseen = texts.filter((text, k) => scripts[k] !== 'none' && tokens(text).length === 0).length;
  const foreign = scripts.filter((script) => script !== 'none' && script !== SCRIPT[language]);
  if (unseen === 0 && foreign.length * 2 <= texts.length) return signsWarning(texts, tokens);
  const script = foreign.includes('han') ? 'han' : (foreign[0] ?? 'other');
  const advice = script === SCRIPT[OTHER[language]] ? ` Score them with --lang ${OTHER[language]}.` : '';
  const seen = unseen > 0 ? `; of ${unseen} no token is compared, and they score 0` : '';
  return `${foreign.length} of ${texts.length} references are written in ${NAMES[script]} and scored with --lang ${language}${seen}.${advice}`;
}
