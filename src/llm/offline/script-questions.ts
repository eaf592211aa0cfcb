import type { Language } from '../../records.js';
import { splitSentences } from '../../text/sentences.js';
import { countWords, joinText } from '../../text/words.js';
import { asAnswer, asQuote, givesAway, isWhole, tidyQuotes, withoutDirection } from './quoting.js';
import { type ExcerptExchange, type ExcerptLine, findReplies, ownLines } from './tags.js';

/** A question-confidence-answer triplet as the prompts ask for it. */
export interface OfflineTriplet {
  question: string;
  confidence: 'High' | 'Low';
  rationale: string;
  answer: string;
}

type Template = (speaker: string, quote: string) => string;

/** What was said before need not have been said to the role: the wording leaves it open. */
const ASKED: Record<Language, Template[]> = {
  en: [
    (s, q) => `When ${s} asked, "${q}", what did you answer?`,
    (s, q) => `What did you say to ${s}, who asked, "${q}"?`,
    (s, q) => `To the question of ${s}, "${q}", how did you reply?`,
    (s, q) => `${s} wanted to know, "${q}" What did you say to that?`,
    (s, q) => `You will remember that ${s} asked, "${q}" What was your answer?`,
  ],
  zh: [
    (s, q) => `${s}问“${q}”的时候，你是怎么回答的？`,
    (s, q) => `${s}曾问：“${q}”你当时如何作答？`,
    (s, q) => `还记得${s}问过“${q}”吗？你怎么说的？`,
    (s, q) => `听${s}问起“${q}”，你回了什么话？`,
  ],
};
const SAID: Record<Language, Template[]> = {
  en: [
    (s, q) => `When ${s} said, "${q}", what did you say?`,
    (s, q) => `What were your words after ${s} had said, "${q}"?`,
    (s, q) => `${s} once said, "${q}" How did you answer?`,
    (s, q) => `How did you take it up when ${s} said, "${q}"?`,
    (s, q) => `You will remember the words of ${s}, "${q}" What did you say then?`,
  ],
  zh: [
    (s, q) => `听${s}说了“${q}”之后，你说了什么？`,
    (s, q) => `${s}说“${q}”的时候，你是怎么应答的？`,
    (s, q) => `${s}曾说：“${q}”你接着怎么说？`,
    (s, q) => `还记得${s}说的“${q}”这句话吗？你当时怎么讲？`,
  ],
};
const WENT_ON: Record<Language, ((quote: string) => string)[]> = {
  en: [
    (q) => `You once said, "${q}" How did you go on?`,
    (q) => `What did you say next, after the words "${q}"?`,
    (q) => `Your speech began, "${q}" What came after that?`,
    (q) => `After you had said, "${q}", what else did you say?`,
  ],
  zh: [
    (q) => `你曾说：“${q}”接下来你又说了什么？`,
    (q) => `说了“${q}”之后，你还说了哪些话？`,
    (q) => `你有一番话以“${q}”开头，后面你是怎么说的？`,
  ],
};

/** Fewest words that make a question or an answer specific. */
const SPECIFIC: Record<Language, number> = { en: 4, zh: 6 };

const isQuestion = (text: string) => /[?？]["'”’」』]*$/.test(text);

/** The whole sentence of a line that was answered: its last question, or its last; none where it was broken off. */
function answeredSentence(content: string): string {
  const sentences = splitSentences(withoutDirection(content));
  const answered = sentences.findLast(isQuestion) ?? sentences.at(-1) ?? '';
  return isWhole(answered) ? answered : '';
}

function confidenceOf(quote: string, answer: string, numbers: string, language: Language) {
  const least = SPECIFIC[language];
  if (countWords(quote) >= least && countWords(answer) >= least) {
    const rationale =
      language === 'zh'
        ? `问与答都见于片段第${numbers}行，一字不差。`
        : `Question and answer stand word for word in ${numbers}.`;
    return { confidence: 'High' as const, rationale };
  }
  const rationale =
    language === 'zh'
      ? `片段第${numbers}行的话太短，单看问题难以知道所指。`
      : `What was said in ${numbers} is too short to tell what is meant.`;
  return { confidence: 'Low' as const, rationale };
}

function fromExchange({ cue, reply }: ExcerptExchange, turn: number, language: Language): OfflineTriplet[] {
  const sentence = answeredSentence(cue.content);
  const quote = sentence === '' ? undefined : asQuote(sentence, language);
  const answer = asAnswer(reply.content, language);
  if (!quote || !answer) return [];
  const templates = (isQuestion(sentence) ? ASKED : SAID)[language];
  const question = tidyQuotes((templates[turn % templates.length] as Template)(cue.speaker, quote));
  if (givesAway(question, answer)) return [];
  const numbers =
    language === 'zh' ? `${cue.number}至${reply.number}` : `the excerpt's lines ${cue.number} to ${reply.number}`;
  return [{ question, ...confidenceOf(quote, answer, numbers, language), answer }];
}

function fromSpeech({ content, number }: ExcerptLine, turn: number, language: Language): OfflineTriplet[] {
  const [first, ...rest] = splitSentences(withoutDirection(content));
  if (first === undefined || rest.length === 0) return [];
  const quote = asQuote(first, language);
  const answer = asAnswer(joinText(rest, language), language);
  if (!quote || !answer || countWords(quote) < SPECIFIC[language]) return [];
  const templates = WENT_ON[language];
  const question = tidyQuotes((templates[turn % templates.length] as (quote: string) => string)(quote));
  if (givesAway(question, answer)) return [];
  const numbers = language === 'zh' ? number : `the excerpt's line ${number}`;
  return [{ question, ...confidenceOf(quote, answer, numbers, language), answer }];
}

/**
 * Questions about what was really said in a passage: what the role answered to somebody, and how it went on. The answers are
 * its own lines, word for word. Another sample begins with other lines and words its questions otherwise.
 */
export function scriptQuestions(
  lines: readonly (ExcerptLine | null)[],
  role: string,
  count: number,
  sample: number,
  language: Language,
): OfflineTriplet[] {
  const replies = findReplies(lines, role);
  const exchanges = replies.flatMap((exchange) =>
    fromExchange(exchange, Number(exchange.reply.number) + sample, language),
  );
  const speeches = ownLines(lines, role).flatMap((line) => fromSpeech(line, Number(line.number) + sample, language));
  const all = [...exchanges, ...speeches];
  const start = all.length > 0 ? (sample * count) % all.length : 0;
  return [...all.slice(start), ...all.slice(0, start)].slice(0, count);
}
