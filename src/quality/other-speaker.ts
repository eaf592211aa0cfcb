import { guessLanguage, languages } from '../languages/index.js';
import type { Answer } from '../records.js';
import type { Check, CheckContext } from './check.js';
import { cutEvidence } from './patterns.js';
import { namesOf } from './role-names.js';
import { isShown, signsOf } from './signs.js';

/** Sides of a chat: no character is called so. */
const SIDES = /^(?:user|human|assistant|system|ai|bot|chat ?bot|用户|人类|助手|系统|玩家)(?: ?\d)?$/i;

function mayHaveSpeakers({ set, question }: Answer): boolean {
  return isShown('asksForSpeakers', question) && (set === 'general' || isShown('asksToPlay', question));
}

const isPersonsName = (label: string) => signsOf(guessLanguage(label).code).isPersonsName?.(label) ?? false;

/** Labels of the languages whose letters the text holds, and of those that no letter shows, the last of the list first. */
function labelsIn(text: string): RegExp[] {
  const spoken = languages.filter(({ letter }) => letter?.test(text) ?? true);
  return spoken.reverse().flatMap(({ code }) => signsOf(code).speakerLabel ?? []);
}

/** What is said to somebody, and no description of a person in a list: it asks, calls, or speaks of me and you. */
const isSpeech = (text: string) => /[?!？！]/.test(text) || isShown('speech', text);

/** Whether a label is a speaker's: somebody of the passage or the role itself, a person's name, a name in a play's capitals. */
function isSpeaker(label: string, { set }: Answer, known: ReadonlySet<string>): boolean {
  if (known.has(label.toLowerCase())) return true;
  const isCapital = set === 'role_specific' && /^\p{Lu}{3}[\p{Lu}\s.'’#\d-]*$/u.test(label);
  return (isCapital && !isShown('headings', label)) || isPersonsName(label);
}

/** Names under which others and the role itself speak, lower case. */
function knownSpeakers({ segment }: Answer, { profile, passageOf }: CheckContext): Set<string> {
  const others = (segment && passageOf?.(segment)?.speakers) ?? [];
  return new Set([...others, ...namesOf(profile)].map((name) => name.toLowerCase()));
}

/**
 * Refuses answers that go on for another speaker: a line `NORA: …`, `诺拉：…` or `User: …` that is said to somebody. Letters,
 * lists with labels and descriptions of people pass, and so does a play where one was asked for.
 */
export const otherSpeaker: Check = {
  name: 'other-speaker',
  needs: ['speakerLabel', 'speech'],
  run(answer, context) {
    if (!/[:：]/.test(answer.answer) || mayHaveSpeakers(answer)) return undefined;
    const lines = answer.answer.split('\n');
    const labels = labelsIn(answer.answer);
    let known: Set<string> | undefined;
    for (const [k, line] of lines.entries()) {
      const [, name, said = ''] = labels.map((pattern) => pattern.exec(line)).find((match) => match !== null) ?? [];
      // A label that the question holds is asked for.
      if (name === undefined || answer.question.includes(name)) continue;
      if (SIDES.test(name)) return { evidence: cutEvidence(line) };
      if (!isSpeech(said === '' ? (lines[k + 1] ?? '') : said)) continue;
      known ??= knownSpeakers(answer, context);
      if (isSpeaker(name, answer, known)) return { evidence: cutEvidence(line) };
    }
    return undefined;
  },
};
