import { EVERYDAY } from '../../languages/en/everyday.js';
import type { Language } from '../../records.js';
import { splitSentences } from '../../text/sentences.js';
import { countWords, tokenise } from '../../text/words.js';
import { asAnswer, asQuote, givesAway, isWhole, tidyQuotes, withoutDirection } from './quoting.js';
import { type ExcerptExchange, type ExcerptLine, findReplies } from './tags.js';

/** A question-confidence-answer triplet as the prompts ask for it. */
export interface OfflineTriplet {
  question: string;
  confidence: 'High' | 'Low';
  rationale: string;
  answer: string;
}

/** Frames of a question that was really put to the role. */
const ASKED: Record<Language, ((speaker: string, quote: string) => string)[]> = {
  en: [
    (s, q) => `When ${s} asked you, "${q}", what did you answer?`,
    (s, q) => `${s} once asked you, "${q}" What was your answer?`,
    (s, q) => `What did you reply when ${s} asked you, "${q}"?`,
  ],
  zh: [
    (s, q) => `${s}问你“${q}”的时候，你是怎么回答的？`,
    (s, q) => `${s}曾问你：“${q}”你当时如何作答？`,
    (s, q) => `还记得${s}问过你“${q}”吗？你怎么回答的？`,
  ],
};

const isQuestion = (text: string) => /[?？]["'”’」』]*$/.test(text);

/** Fewest words (Chinese: characters) of a question that can be understood by itself, and of its answer. */
const LEAST_ASKED: Record<Language, number> = { en: 5, zh: 6 };
const LEAST_ANSWERED: Record<Language, number> = { en: 4, zh: 5 };

/** Words whose meaning another sentence holds: a question with one of them cannot be understood by itself. */
const POINTS_ELSEWHERE: Record<Language, RegExp> = {
  en: /\b(?:it|its|that|this|these|those|he|she|him|his|her|hers|they|them|their|there|then|so|such|thus|one|ones|ever|else|either|same)\b|^(?:and|but|or|then|not|what then|because)\b|(?<!\p{L})'|(?<!n)'t\b|…|--|—/iu,
  zh: /[他她它其]|彼|如此|似此|这般|这等|这样|那样|这些|那些|(?:^|[，：])(?:这|那|此|且|又|还|难道|莫非|莫不|正是|依此|今此|如今)|之(?=[？，])|…|‘/,
};

/** The question with which a line ends; empty where it ends with something else, or asks twice. */
function finalQuestion(content: string): string {
  const sentences = splitSentences(withoutDirection(content));
  const last = sentences.at(-1) ?? '';
  return isQuestion(last) && isWhole(last) && !isQuestion(sentences.at(-2) ?? '') ? last : '';
}

/** How an English sentence that asks begins, perhaps behind a name or an interjection: not `You, who want it?` */
const ASKS =
  /^(?:(?!(?:You|I|He|She|It|We|They|That|This)\b)(?:\p{Lu}[\p{L}'’.]*(?: \p{Lu}[\p{L}'’.]*)*|and|but|so|then|now|pray|please|sir|my \w+)[,:] )*(?:what(?!,)|who|whom|whose|which|where|when|why|how|do|does|did|is|are|was|were|am|have|has|had|can|could|will|would|shall|should|may|might|must|don't|doesn't|didn't|isn't|aren't|wasn't|weren't|haven't|hasn't|can't|cannot|won't|wouldn't|shouldn't|art|dost|hast|wilt|didst|canst)\b/iu;

/** Whether a question says by itself what it is about. */
function isPlain(question: string, language: Language): boolean {
  if (countWords(question) < LEAST_ASKED[language] || POINTS_ELSEWHERE[language].test(question)) return false;
  return language === 'zh' || (ASKS.test(question) && contentWords(question).length > 0);
}

const contentWords = (text: string) => tokenise(text).filter((word) => !EVERYDAY.has(word));

/** A question that wants yes or no begins with a verb. */
const WANTS_YES_OR_NO =
  /^(?:\p{L}+, )?(?:do|does|did|is|are|was|were|am|have|has|had|can|could|will|would|shall|should|may|might|must|don't|doesn't|didn't|isn't|aren't|wasn't|weren't|haven't|hasn't|can't|won't|wouldn't|art|dost|hast|wilt|didst|canst)\b/iu;
const YES_OR_NO =
  /^(?:(?:oh|ah|o|why|well|but|thanks|indeed|my \w+|sir|madam)[,!.]? )*(?:yes|no|ay|aye|nay|not|never|none|nothing|certainly|of course|indeed|quite|rather|perhaps|i (?:do|did|am|have|had|was|will|can|could|would|shall|should|must|may|think|believe|hope|fear|suppose|know|don't|didn't|haven't|can't|cannot|won't|never)|true|by no means|exactly|just|impossible|with pleasure|he (?:is|was|did|does|has)|she (?:is|was|did|does|has)|they (?:are|were|did|do|have)|it (?:is|was|does|did)|we (?:are|have|do|did|were))\b/i;

/** Whether the reply answers: with words of its own, not by asking back or with what was asked. */
function isAnswer(answer: string, question: string, language: Language): boolean {
  const [first = ''] = splitSentences(answer);
  if (countWords(answer) < LEAST_ANSWERED[language] || isQuestion(first) || givesAway(question, answer, 0.5))
    return false;
  if (language === 'zh') return true;
  const asked = new Set(contentWords(question));
  const takesItUp = contentWords(answer).some((word) => asked.has(word));
  if (WANTS_YES_OR_NO.test(question)) return takesItUp || YES_OR_NO.test(answer);
  return takesItUp || !first.endsWith('!');
}

/** Whether the two speak with each other: the role spoke before the cue, the other goes on after the reply, or nobody else is there. */
function findTalk(lines: readonly (ExcerptLine | null)[], role: string): (exchange: ExcerptExchange) => boolean {
  const spoken = lines.filter((line) => line === null || line.speaker !== null);
  const places = new Map(spoken.map((line, at) => [line?.number, at]));
  return ({ cue, reply }) => {
    const [asked, answered] = [places.get(cue.number) ?? 0, places.get(reply.number) ?? 0];
    const [before, after] = [spoken[asked - 1], spoken[answered + 1]];
    return (!before && !after) || before?.speaker === role || after?.speaker === cue.speaker;
  };
}

/** Whether a line calls somebody who is not the role: `Pickering: shall we go?` */
function callsAnother(content: string, names: readonly string[]): boolean {
  return names.some((name) => [',', ':', '?', '，'].some((mark) => content.includes(name + mark)));
}

function fromExchange({ cue, reply }: ExcerptExchange, turn: number, language: Language): OfflineTriplet[] {
  const asked = finalQuestion(cue.content);
  const quote = isPlain(asked, language) ? asQuote(asked, language) : undefined;
  const answer = asAnswer(reply.content, language);
  if (!quote || !answer || !isAnswer(answer, quote, language)) return [];
  const frames = ASKED[language];
  const question = tidyQuotes((frames[turn % frames.length] as (typeof frames)[0])(cue.speaker, quote));
  const rationale =
    language === 'zh'
      ? `问与答都见于片段第${cue.number}至${reply.number}行，一字不差。`
      : `Question and answer are word for word in the excerpt's lines ${cue.number} to ${reply.number}.`;
  return [{ question, confidence: 'High', rationale, answer }];
}

/**
 * What the role was asked in a passage and answered, word for word. Another sample begins with other exchanges; it asks
 * about the same one in the same words, so that none is kept twice. Fewer than `count` where the passage holds fewer.
 */
export function scriptQuestions(
  lines: readonly (ExcerptLine | null)[],
  role: string,
  count: number,
  sample: number,
  language: Language,
): OfflineTriplet[] {
  const talkTogether = findTalk(lines, role);
  const others = [...new Set(lines.flatMap((line) => line?.speaker ?? []))].filter((name) => name !== role);
  const all = findReplies(lines, role)
    .filter((exchange) => talkTogether(exchange) && !callsAnother(exchange.cue.content, others))
    .flatMap((exchange) => fromExchange(exchange, Number(exchange.reply.number), language));
  const start = all.length > 0 ? (sample * count) % all.length : 0;
  return [...all.slice(start), ...all.slice(0, start)].slice(0, count);
}
