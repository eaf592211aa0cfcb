import nlp from 'compromise/two';
import { tag } from 'jieba-wasm';
import type { Answer } from '../records.js';
import { hasHan } from '../text/words.js';
import type { Check, CheckContext } from './check.js';
import { cutEvidence } from './patterns.js';
import { namesOf } from './role-names.js';

/** Sides of a chat: no character is called so. */
const SIDES = /^(?:user|human|assistant|system|ai|bot|chat ?bot|用户|人类|助手|系统|玩家)(?: ?\d)?$/i;

/** A line that begins with a label, in whatever marks it stands, and what is said behind it. */
const ENGLISH_LABEL =
  /^[\s>*_"“([-]*(\p{Lu}[\p{L}'’.-]*(?: (?:of|the|de|von|van|#?\d+|\p{Lu}[\p{L}'’.-]*)){0,3})[\])*_]*(?: ?\([^()]{1,60}\))?[\])*_]*\s?[:：](?!\/\/)[\s*_]*(.*)$/u;
const CHINESE_LABEL =
  /^[\s>*_“([【（-]*([\p{Script=Han}·]{1,8})[\])】）*_]*(?:[（(][^（）()]{1,30}[）)])?\s?[:：][\s*_]*(.*)$/u;

/** What is said to somebody, and no description of a person in a list: it asks, calls, or speaks of me and you. */
const SPEECH = /[?!？！]|\b(?:I|I'm|I've|I'll|me|my|you|your|you're|we|us|our|thou|thee|thy)\b|[你您我吾俺咱朕]/;

/** Words in capitals that head a piece of text. */
const HEADS =
  /^(?:note|notes|warning|caution|tip|tips|hint|answer|question|step|title|ps|p\.s\.?|nb|n\.b\.?|summary|moral|act|scene|verse|chorus|bridge|part|chapter|subject|dear|re|to|from|date|pros|cons|example|conclusion|introduction|reason|result|ingredients|method|directions|instructions|faq|fact|rule|lesson|first|second|third|finally)\b/i;

/** A question that has several people speak. */
const ASKS_FOR_SPEAKERS =
  /\b(?:dialogues?|dialogs?|conversations?|scripts?|screenplays?|plays?|scenes?|skits?|sketch|interviews?|stor(?:y|ies)|tales?|transcripts?|role-?play\w*|dramas?|exchanges?|jokes?|chats?|debates?|comics?|monologues?|speakers?)\b|对话|剧本|台词|故事|相声|小品|采访|访谈|情景|场景|话剧|戏|小说|聊天|辩论|笑话/i;
/** Of a role, whose questions speak of scenes and talks that were, only one that has it make such a text. */
const ASKS_TO_PLAY =
  /\b(?:write|compose|perform|act out|act (?:us|me)|improvise|recite|stage|invent|make up|play (?:us|me|out|both))\b|写一|编一|演一|背一/i;

function mayHaveSpeakers({ set, question }: Answer): boolean {
  return ASKS_FOR_SPEAKERS.test(question) && (set === 'general' || ASKS_TO_PLAY.test(question));
}

function isPersonsName(label: string): boolean {
  if (hasHan(label)) {
    const tokens = tag(label, true);
    return label.length > 1 && tokens.length === 1 && /^nr/.test(tokens[0]?.tag ?? '');
  }
  const name = label.toLowerCase().replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase());
  return !HEADS.test(label) && nlp(name).has('#Person');
}

/** Whether a label is a speaker's: somebody of the passage or the role itself, a person's name, a name in a play's capitals. */
function isSpeaker(label: string, { set }: Answer, known: ReadonlySet<string>): boolean {
  if (known.has(label.toLowerCase())) return true;
  const isCapital = set === 'role_specific' && /^\p{Lu}{3}[\p{Lu}\s.'’#\d-]*$/u.test(label);
  return (isCapital && !HEADS.test(label)) || isPersonsName(label);
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
  run(answer, context) {
    if (!/[:：]/.test(answer.answer) || mayHaveSpeakers(answer)) return undefined;
    const lines = answer.answer.split('\n');
    const label = hasHan(answer.answer) ? [CHINESE_LABEL, ENGLISH_LABEL] : [ENGLISH_LABEL];
    let known: Set<string> | undefined;
    for (const [k, line] of lines.entries()) {
      const [, name, said = ''] = label.map((pattern) => pattern.exec(line)).find((match) => match !== null) ?? [];
      // A label that the question holds is asked for.
      if (name === undefined || answer.question.includes(name)) continue;
      if (SIDES.test(name)) return { evidence: cutEvidence(line) };
      if (!SPEECH.test(said === '' ? (lines[k + 1] ?? '') : said)) continue;
      known ??= knownSpeakers(answer, context);
      if (isSpeaker(name, answer, known)) return { evidence: cutEvidence(line) };
    }
    return undefined;
  },
};
