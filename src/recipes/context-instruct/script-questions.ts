import type { LanguageCode } from '../../languages/index.js';
import type { Said } from '../../languages/offline.js';
import { type ExcerptExchange, type ExcerptLine, findReplies } from '../../offline/excerpt.js';
import { asAnswer, asQuote, givesAway, isWhole, tidyQuotes, withoutDirection } from '../../offline/quoting.js';
import { speechOf } from '../../offline/speech.js';
import { splitSentences } from '../../text/sentences.js';
import { countWords, tokenise } from '../../text/words.js';
import type { Triplet } from './triplets.js';

const isQuestion = (text: string) => /[?？](?:["'”’」』]|\s?»)*$/.test(text);

/** The question with which a line ends; empty where it ends with something else, or asks twice. */
function finalQuestion(content: string): string {
  const sentences = splitSentences(withoutDirection(content));
  const last = sentences.at(-1) ?? '';
  return isQuestion(last) && isWhole(last) && !isQuestion(sentences.at(-2) ?? '') ? last : '';
}

const said = (text: string): Said => ({ text, words: tokenise(text) });

/** Whether a question says by itself what it is about. */
function isPlain(question: string, language: LanguageCode): boolean {
  const speech = speechOf(language);
  if (countWords(question) < speech.leastAsked || speech.pointsElsewhere.test(question)) return false;
  return speech.isPlain?.(said(question)) ?? true;
}

/** Whether the reply answers: with words of its own, not by asking back or with what was asked. */
function isAnswer(answer: string, question: string, language: LanguageCode): boolean {
  const speech = speechOf(language);
  const [first = ''] = splitSentences(answer);
  if (countWords(answer) < speech.leastAnswered || isQuestion(first) || givesAway(question, answer, 0.5)) return false;
  return speech.isAnswer?.(said(answer), said(question), first) ?? true;
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

function fromExchange({ cue, reply }: ExcerptExchange, turn: number, language: LanguageCode): Triplet[] {
  const asked = finalQuestion(cue.content);
  const quote = isPlain(asked, language) ? asQuote(asked, language) : undefined;
  const answer = asAnswer(reply.content, language);
  if (!quote || !answer || !isAnswer(answer, quote, language)) return [];
  const { asked: frames, exchangeRationale } = speechOf(language);
  const question = tidyQuotes((frames[turn % frames.length] as (typeof frames)[0])(cue.speaker, quote));
  const rationale = exchangeRationale(cue.number, reply.number);
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
  language: LanguageCode,
): Triplet[] {
  const talkTogether = findTalk(lines, role);
  const others = [...new Set(lines.flatMap((line) => line?.speaker ?? []))].filter((name) => name !== role);
  const all = findReplies(lines, role)
    .filter((exchange) => talkTogether(exchange) && !callsAnother(exchange.cue.content, others))
    .flatMap((exchange) => fromExchange(exchange, Number(exchange.reply.number), language));
  const start = all.length > 0 ? (sample * count) % all.length : 0;
  return [...all.slice(start), ...all.slice(0, start)].slice(0, count);
}
