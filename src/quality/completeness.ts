import { type LanguageCode, languageOf } from '../languages/index.js';
import type { Answer } from '../records.js';
import { countWords } from '../text/words.js';
import type { Check, CheckResult } from './check.js';
import { plainLine } from './patterns.js';

/** Closing punctuation, with what may follow it: quotes, brackets, marks of emphasis, symbols such as emoji. */
const ENDS = /[.!?…。！？～~♪][\s"'”’」』）)\]*_》】\p{Extended_Pictographic}]*$/u;
/** A note in brackets after a sentence that is over. */
const ENDS_WITH_NOTE = /[.!?…。！？]\s*[(（][^()（）]+[)）]$/u;
/** An ending that promises more. */
const BREAKS_OFF =
  /(?:[,;:、，；：(（“‘「『—-]|\b(?:and|or|but|the|a|an|of|to|with|because|that|which|my|your|is|are))$/iu;
/** A headline, a slogan, a list of numbers or a piece of code that was asked for, closed; an opening quote stands after a space. */
const CLOSED = /\S["'”’」』）)\]};]$/u;
const LIST_LINE = /^\s*(?:[-*•·]|\(?\d{1,3}[.)、）]|[A-Za-z][.)]|[一二三四五六七八九十]{1,3}、)\s*\S/u;

const ASKS = /[?？]["'”’」』)）*\s]*$|[?？]\s*(?=\S)/u;
const REQUEST =
  /^(?:\p{L}[\p{L} .'-]{0,40}, )?(?:please |kindly |now |then |come, |pray )*(?:tell|describe|explain|give|show|share|recite|sing|name|list|speak|talk|teach|let|imagine|recount|relate|introduce|compare|write|advise|convince|persuade|say|help|call|define|i (?:want|wish|would|'d)|i'd)\b/iu;
const CHINESE_REQUEST =
  /请|告诉|说说|谈谈|讲讲|讲一|说一|聊聊|描述|介绍|分享|形容|解释|评价|吗[。！]?$|呢[。！]?$|什么|怎么|为何|为什么|如何/;

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}

function checkQuestion(question: string, language: LanguageCode): CheckResult {
  const line = plainLine(question);
  if (countWords(line) < languageOf(language).limits.shortestQuestion)
    return { evidence: `the question is a fragment: ${line}` };
  if (BREAKS_OFF.test(line)) return { evidence: `the question breaks off: …${line.slice(-40)}` };
  const asks = ASKS.test(line) || (language === 'zh' ? CHINESE_REQUEST : REQUEST).test(line);
  return asks ? undefined : { evidence: `neither a question nor a request: …${line.slice(-40)}` };
}

function checkAnswer({ set, answer, language }: Answer): CheckResult {
  const text = answer.trim();
  if (text.split('```').length % 2 === 0) return { evidence: 'a code block is not closed' };
  if (ENDS.test(text) || text.endsWith('```') || ENDS_WITH_NOTE.test(text)) return undefined;
  const short = countWords(text) <= languageOf(language).limits.longestLabel;
  const mayEndSo = short || LIST_LINE.test(lastLine(text)) || CLOSED.test(text);
  if (!BREAKS_OFF.test(text) && set === 'general' && mayEndSo) return undefined;
  return { evidence: `the answer breaks off: …${text.slice(-40)}` };
}

/**
 * Refuses answers that break off in the middle (papers.md 1.7: response completeness), and role-specific questions that are
 * a fragment or ask nothing (papers.md 1.4b, rule 2). General answers may be a bare label, end with a list, or with
 * what is closed by a quotation mark or a bracket.
 */
export const completeness: Check = {
  name: 'completeness',
  run(answer) {
    const question = answer.set === 'role_specific' ? checkQuestion(answer.question, answer.language) : undefined;
    return question ?? checkAnswer(answer);
  },
};
