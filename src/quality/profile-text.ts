import { Settings } from '../config.js';
import { languageOf } from '../languages/index.js';
import type { LanguageCode, Profile } from '../records.js';
import { tokenise } from '../text/words.js';
import { aiIdentity, MODERN_MODEL } from './ai-identity.js';
import { brokenText } from './broken-text.js';
import type { Check, CheckContext, CheckedTurn } from './check.js';
import { completeness } from './completeness.js';
import { language } from './language.js';
import { loop } from './loop.js';
import { plainLine, refuseMatch } from './patterns.js';
import { placeholder } from './placeholder.js';
import { promptLeak } from './prompt-leak.js';
import { refusal } from './refusal.js';
import { residue } from './residue.js';
import { findRun } from './runs.js';
import { allSigns } from './signs.js';

/** A text about a role goes into the system turn of every row: a longer one leaves no room for anything else. Our choice. */
export const LONGEST_PROFILE_TEXT = 50_000;

/** What is known of a text about a role: who wrote it knew no more. */
export interface ProfileTextFacts {
  language: LanguageCode;
  /** The character is a machine and may be called one. */
  isMachine: boolean;
  /** Texts of the prompt that must not come back. */
  prompt: readonly string[];
}

/** Says of the character what only a model is, in the third and the second person. */
const IS_MODEL = allSigns.flatMap(({ isModel }) => isModel ?? []);

const QUOTATION = /"[^"]*"|“[^“”]*”|«[^«»]*»|「[^「」]*」/g;

/** A text as the checks of answers take one. */
function asAnswer(text: string, { language: spoken }: ProfileTextFacts): CheckedTurn {
  const about = { id: '', role: '', language: spoken, isRoleSpecific: false, question: '', answer: text, earlier: [] };
  return { ...about, confidence: null, segment: null, raw_answer: null };
}

function contextOf({ isMachine, prompt }: ProfileTextFacts): CheckContext {
  const profile = { role: '', aliases: [], is_machine: isMachine } as unknown as Profile;
  return { profile, settings: Settings.parse({}).filter, promptExamples: prompt };
}

const isModel: Check = {
  name: 'ai-identity',
  run: ({ answer }, { profile }) =>
    refuseMatch(plainLine(answer), profile.is_machine ? MODERN_MODEL : [...MODERN_MODEL, ...IS_MODEL]),
};

function failed(checks: readonly Check[], text: string, facts: ProfileTextFacts): string[] {
  const [answer, context] = [asAnswer(text, facts), contextOf(facts)];
  return checks.filter((check) => check.run(answer, context) !== undefined).map(({ name }) => name);
}

/**
 * The checks that a paragraph about a role does not pass. What it quotes is the script's: there only a model that speaks of
 * itself is looked for.
 */
export function failedByDescription(text: string, facts: ProfileTextFacts): string[] {
  if (text.length > LONGEST_PROFILE_TEXT) return ['length'];
  const own = text.replace(QUOTATION, (found) => `${found[0]}…${found.at(-1)}`);
  return [
    ...failed([brokenText, isModel, language, { ...completeness, run: breaksOff }], text, facts),
    ...failed([promptLeak, residue, placeholder, loop, aiIdentity, refusal], own, facts),
  ];
}

/** A paragraph ends as a spoken answer does: with a sentence that is whole. */
const breaksOff: Check['run'] = (answer, context) =>
  completeness.run({ ...answer, isRoleSpecific: true, question: 'What is known of you?' }, context);

/** As failedByDescription, of a catchphrase or a category, which is no sentence. */
export function failedByPhrase(text: string, facts: ProfileTextFacts): string[] {
  if (text.length > LONGEST_PROFILE_TEXT) return ['length'];
  return failed([brokenText, isModel, promptLeak, residue, placeholder, loop, refusal], text, facts);
}

/** Whether phrases, taken together, are written in another language than the role's. */
export function areForeign(phrases: readonly string[], facts: ProfileTextFacts): boolean {
  return failed([language], phrases.join('\n'), facts).length > 0;
}

/** Fewer words (Chinese: characters) of a phrase may stand in a prompt by chance. Our choice. */
const LEAST_COPIED = { word: 3, character: 6 };

/** Whether a whole phrase stands in the prompt: a small model fills a form with the words that explain it. */
export function isOfPrompt(phrase: string, { language: spoken, prompt }: ProfileTextFacts): boolean {
  const words = tokenise(phrase);
  return words.length >= LEAST_COPIED[languageOf(spoken).unit] && findRun(phrase, prompt, words.length) !== undefined;
}
