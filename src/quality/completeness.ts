import { type LanguageCode, languageOf } from '../languages/index.js';
import { countWords } from '../text/words.js';
import type { Check, CheckedTurn, CheckResult } from './check.js';
import { plainLine } from './patterns.js';
import { isShown, signsOf } from './signs.js';

/** Closing punctuation, with what may follow it: quotes, brackets, marks of emphasis, symbols such as emoji. */
const ENDS = /[.!?…。！？～~♪][\s"'”’»」』）)\]*_》】\p{Extended_Pictographic}]*$/u;
/** A note in brackets after a sentence that is over. */
const ENDS_WITH_NOTE = /[.!?…。！？]\s*[(（][^()（）]+[)）]$/u;
/** An ending that promises more. */
const OPEN_END = /[,;:、，；：(（“‘«「『—-]$/u;
const breaksOff = (text: string, language: LanguageCode) =>
  OPEN_END.test(text) || isShown('danglingWord', text, language);
/** A headline, a slogan, a list of numbers or a piece of code that was asked for, closed; an opening quote stands after a space. */
const CLOSED = /(?:\S["'”’」』）)\]};]|\S\s?»)$/u;
const LIST_LINE = /^\s*(?:[-*•·]|\(?\d{1,3}[.)、）]|[A-Za-z][.)]|[一二三四五六七八九十]{1,3}、)\s*\S/u;

const ASKS = /[?？]["'”’»」』)）*\s]*$|[?？]\s*(?=\S)/u;

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}

function checkQuestion(question: string, language: LanguageCode): CheckResult {
  const line = plainLine(question);
  if (countWords(line) < languageOf(language).limits.shortestQuestion)
    return { evidence: `the question is a fragment: ${line}` };
  if (breaksOff(line, language)) return { evidence: `the question breaks off: …${line.slice(-40)}` };
  const asks = ASKS.test(line) || signsOf(language).request?.test(line) === true;
  return asks ? undefined : { evidence: `neither a question nor a request: …${line.slice(-40)}` };
}

function checkAnswer({ isRoleSpecific, answer, language }: CheckedTurn): CheckResult {
  const text = answer.trim();
  if (text.split('```').length % 2 === 0) return { evidence: 'a code block is not closed' };
  if (ENDS.test(text) || text.endsWith('```') || ENDS_WITH_NOTE.test(text)) return undefined;
  const short = countWords(text) <= languageOf(language).limits.longestLabel;
  const mayEndSo = short || LIST_LINE.test(lastLine(text)) || CLOSED.test(text);
  if (!breaksOff(text, language) && !isRoleSpecific && mayEndSo) return undefined;
  return { evidence: `the answer breaks off: …${text.slice(-40)}` };
}

/**
 * Refuses answers that break off in the middle (papers.md 1.7: response completeness), and role-specific questions that are
 * a fragment or ask nothing (papers.md 1.4b, rule 2). General answers may be a bare label, end with a list, or with
 * what is closed by a quotation mark or a bracket. In a script people are interrupted.
 */
export const completeness: Check = {
  name: 'completeness',
  needs: ['request'],
  run(answer) {
    if (answer.isQuoted) return undefined;
    const question = answer.isRoleSpecific ? checkQuestion(answer.question, answer.language) : undefined;
    return question ?? checkAnswer(answer);
  },
};
