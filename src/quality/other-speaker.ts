import { guessLanguage, type LanguageCode, languageOf, languages } from '../languages/index.js';
import type { Check, CheckContext, CheckedTurn } from './check.js';
import { cutEvidence } from './patterns.js';
import { namesOf } from './role-names.js';
import { isShown, signsOf } from './signs.js';

/** Sides of a chat: no character is called so. */
const SIDES = /^(?:user|human|assistant|system|ai|bot|chat ?bot|用户|人类|助手|系统|玩家)(?: ?\d)?$/i;

function mayHaveSpeakers({ isRoleSpecific, question, language }: CheckedTurn): boolean {
  const asks = isShown('asksForSpeakers', question, language);
  return asks && (!isRoleSpecific || isShown('asksToPlay', question, language));
}

/** Of the languages that no letter shows, the one that a role's texts are in: its own, or else the first. */
const plainLanguage = (language: LanguageCode): LanguageCode =>
  languageOf(language).letter === undefined ? language : guessLanguage('').code;

/** Labels of the languages whose letters the text holds, and of the role's own where no letter shows it, the last of the list first. */
function labelsIn({ answer, language }: CheckedTurn): RegExp[] {
  const plain = plainLanguage(language);
  const spoken = languages.filter(({ code, letter }) => letter?.test(answer) ?? code === plain);
  return spoken.reverse().flatMap(({ code }) => signsOf(code).speakerLabel ?? []);
}

function isPersonsName(label: string, language: LanguageCode): boolean {
  const shown = languages.find(({ letter }) => letter?.test(label))?.code ?? plainLanguage(language);
  return signsOf(shown).isPersonsName?.(label) ?? false;
}

/** What is said to somebody, and no description of a person in a list: it asks, calls, or speaks of me and you. */
const isSpeech = (text: string, language: LanguageCode) => /[?!？！]/.test(text) || isShown('speech', text, language);

/** Whether a label is a speaker's: somebody of the passage or the role itself, a person's name, a name in a play's capitals. */
function isSpeaker(label: string, { isRoleSpecific, language }: CheckedTurn, known: ReadonlySet<string>): boolean {
  if (known.has(label.toLowerCase())) return true;
  const isCapital = isRoleSpecific && /^\p{Lu}{3}[\p{Lu}\s.'’#\d-]*$/u.test(label);
  return (isCapital && !isShown('headings', label, language)) || isPersonsName(label, language);
}

/** Names under which others and the role itself speak, lower case. */
function knownSpeakers({ segment }: CheckedTurn, { profile, passageOf }: CheckContext): Set<string> {
  const others = (segment && passageOf?.(segment)?.speakers) ?? [];
  return new Set([...others, ...namesOf(profile)].map((name) => name.toLowerCase()));
}

/**
 * Refuses answers that go on for another speaker: a line `NORA: …`, `诺拉：…` or `User: …` that is said to somebody. Letters,
 * lists with labels and descriptions of people pass, and so does a play where one was asked for. In a script it is how somebody is addressed.
 */
export const otherSpeaker: Check = {
  name: 'other-speaker',
  needs: ['speakerLabel', 'speech'],
  run(answer, context) {
    if (answer.isQuoted || !/[:：]/.test(answer.answer) || mayHaveSpeakers(answer)) return undefined;
    const lines = answer.answer.split('\n');
    const labels = labelsIn(answer);
    let known: Set<string> | undefined;
    for (const [k, line] of lines.entries()) {
      const [, name, said = ''] = labels.map((pattern) => pattern.exec(line)).find((match) => match !== null) ?? [];
      // A label that the question holds is asked for.
      if (name === undefined || answer.question.includes(name)) continue;
      if (SIDES.test(name) || isShown('sides', name, answer.language)) return { evidence: cutEvidence(line) };
      if (!isSpeech(said === '' ? (lines[k + 1] ?? '') : said, answer.language)) continue;
      known ??= knownSpeakers(answer, context);
      if (isSpeaker(name, answer, known)) return { evidence: cutEvidence(line) };
    }
    return undefined;
  },
};
