import { claimsOf, standsIn } from '../../quality/grounding/claims.js';
import type { Fact, LanguageCode } from '../../records.js';
import { normalisedWords } from '../../text/normalise.js';
import { weighWords } from '../../text/question-words.js';

/** Least weight of a word, or a Chinese character, that says what a text is about. */
const TELLING = 0.6;

/** The words of a text that say what it is about, each once. */
const tellingWords = (text: string): Set<string> =>
  new Set(
    weighWords(normalisedWords(text))
      .filter(({ weight }) => weight >= TELLING)
      .map(({ feature }) => feature),
  );

/** What a fact's value tells that the question does not. */
function newWords(value: string, question: string): string[] {
  const asked = tellingWords(question);
  return [...tellingWords(value)].filter((word) => !asked.has(word));
}

/** The share of a value's telling words that stand in a text; words of the question do not count. Undefined where no others are left. */
export function shareHeld(text: string, { value }: Pick<Fact, 'value'>, question: string): number | undefined {
  const words = newWords(value, question);
  if (words.length === 0) return undefined;
  const there = tellingWords(text);
  return words.filter((word) => there.has(word)).length / words.length;
}

/** Whether a text gives a fact away: all words that its value tells, or one of its names and numbers, that the question does not have. */
export function givesAway(
  text: string,
  fact: Pick<Fact, 'value'>,
  { question, language }: { question: string; language: LanguageCode },
): boolean {
  if (shareHeld(text, fact, question) === 1) return true;
  const spaced = (one: string) => ` ${normalisedWords(one).join(' ')} `;
  const [said, asked] = [spaced(text), spaced(question)];
  return claimsOf(fact.value, language).some((claim) => standsIn(claim, said) && !standsIn(claim, asked));
}
