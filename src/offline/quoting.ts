import type { LanguageCode } from '../languages/index.js';
import { spokenPart } from '../text/actions.js';
import { splitSentences } from '../text/sentences.js';
import { countWords, joinText, tokenise } from '../text/words.js';
import { speechOf } from './speech.js';

/** Whole sentences from the beginning as long as they fit; the first one always. */
function sentencesWithin(text: string, words: number, language: LanguageCode): string {
  const chosen: string[] = [];
  let length = 0;
  for (const sentence of splitSentences(text)) {
    length += countWords(sentence);
    if (chosen.length > 0 && length > words) break;
    chosen.push(sentence);
  }
  return joinText(chosen, language);
}

/** A line of the role as an answer: whole sentences; undefined where it is not one (no end, too long for one breath). */
export function asAnswer(content: string, language: LanguageCode): string | undefined {
  const { longestAnswer } = speechOf(language);
  const text = sentencesWithin(withoutDirection(content), longestAnswer, language);
  return isWhole(text) && countWords(text) <= 2 * longestAnswer ? text : undefined;
}

/** One line without the stage direction in square brackets that it begins with ([Aside] A little more than kin.) and *actions*. */
export function withoutDirection(text: string): string {
  return spokenPart(text).replace(/^(?:\[[^\]]*\]\s*)+/, '');
}

/** Quotation marks and brackets that open close again, and no stage direction inside: anything else reads as broken. */
export function hasBalancedMarks(text: string): boolean {
  const count = (mark: RegExp) => text.match(mark)?.length ?? 0;
  if (/[[\]]/.test(text)) return false;
  return count(/[“«「『(（]/g) === count(/[”»」』)）]/g) && count(/"/g) % 2 === 0;
}

/** Whether a text ends as a sentence does, with every mark closed: not broken off by a dash. */
export function isWhole(text: string): boolean {
  return /[.!?。！？](?:["'”’」』)）]|\s?»)*$/.test(text) && hasBalancedMarks(text);
}

/** A sentence to be quoted in a question: its first part up to a clause's end where it is too long. */
export function asQuote(sentence: string, language: LanguageCode): string | undefined {
  const text = withoutDirection(sentence);
  if (!hasBalancedMarks(text)) return undefined;
  const { longestQuote, withInnerQuotes } = speechOf(language);
  const inner = withInnerQuotes(text);
  if (countWords(inner) <= longestQuote) return inner;
  const clauses = inner.split(/(?<=[,;:，；：、—])/);
  let shown = '';
  for (const clause of clauses) {
    if (countWords(shown + clause) > longestQuote) break;
    shown += clause;
  }
  const trimmed = shown.replace(/[,;:，；：、—\s]+$/, '');
  return trimmed === '' ? undefined : `${trimmed}…`;
}

/** Punctuation around a quotation as English sets it: one mark, not two, where the quotation and the sentence both have one. */
export function tidyQuotes(question: string): string {
  const capital = question.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
  return capital
    .replace(/([?!…])",/g, '$1"')
    .replace(/\.",/g, ',"')
    .replace(/\."\?/g, '"?')
    .replace(/\?"\?/g, '?"')
    .replace(/\.”，/g, '”，');
}

/** Whether a question gives away its answer: more than this share of the answer's words stands in it. */
export function givesAway(question: string, answer: string, share = 0.7): boolean {
  const asked = new Set(tokenise(question));
  const words = tokenise(answer);
  return words.length > 0 && words.filter((word) => asked.has(word)).length / words.length > share;
}
