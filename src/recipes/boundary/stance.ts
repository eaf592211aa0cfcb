import { type LanguageCode, languageOf } from '../../languages/index.js';
import type { Denial } from '../../languages/signs.js';
import { signsOf } from '../../quality/signs.js';
import { countWords, squeeze } from '../../text/words.js';
import { isIn, negationsIn, plainText, type Telltale } from './mentions.js';

/** What a text does with a value: unclear is where it only asks, reports or supposes, or denies something else of it. */
export type Stance = 'asserts' | 'denies' | 'unclear' | 'absent';

interface Clause {
  text: string;
  /** Where its negations stand: -1 before it. */
  negations: number[];
  isUnclear: boolean;
}

/** A longer clause is no member of a list. Our choice. */
const LONGEST_MEMBER = 20;

/** Has the last clause and the members of the list before it denied by what the list begins with: never a boat, a cart, or a raft. */
function denyList(clauses: readonly Clause[]): void {
  const begins = clauses.findLastIndex(
    ({ text, negations }, k) => negations.length > 0 || (k < clauses.length - 1 && text.length > LONGEST_MEMBER),
  );
  if ((clauses[begins]?.negations.length ?? 0) === 0) return;
  for (const { negations } of clauses.slice(begins + 1)) negations.unshift(-1);
}

/** Words of a sentence that only says something after somebody, with surprise. Our choice. */
const LONGEST_ECHO = 3;

/** Whether a sentence gives back what was said: "Seven, you say?", "Seven!" */
const isEcho = (sentence: string, lastClause: string, { reports }: Denial): boolean =>
  (/[?？]/u.test(lastClause) && reports.test(lastClause)) ||
  (/[!！]["'”’»」』]*$/u.test(sentence) && countWords(sentence) <= LONGEST_ECHO);

function cutClauses(sentence: string, denial: Denial): Clause[] {
  const parts = sentence.split(denial.clauseEnd).map((part) => part.trim());
  const clauses: Clause[] = [];
  for (const text of parts.filter((part) => part !== '')) {
    const isUnclear = /[?？]["'”’»」』）)]*$/u.test(text) || denial.reports.test(text);
    clauses.push({ text, negations: negationsIn(text, denial), isUnclear });
    if (denial.goesOn.test(text)) denyList(clauses);
  }
  if (isEcho(sentence, clauses.at(-1)?.text ?? '', denial)) for (const one of clauses) one.isUnclear = true;
  return clauses;
}

/** Where the last of a value's words stands in a clause; -1 where none does. */
const lastAt = ({ text }: Clause, { words }: Telltale) => Math.max(...words.map((word) => text.search(word)));

/** What clauses that hold a value together do with it. */
function stanceOfClauses(clauses: readonly Clause[], value: Telltale): Stance {
  const isUnclear = clauses.some((clause) => clause.isUnclear);
  const count = clauses.reduce((sum, { negations }) => sum + negations.length, 0);
  // A value that denies is held with its own negations, and denied without them or with more.
  if (value.negations > 0) return count !== value.negations ? 'denies' : isUnclear ? 'unclear' : 'asserts';
  if (clauses.some((clause) => (clause.negations[0] ?? Number.POSITIVE_INFINITY) < lastAt(clause, value)))
    return 'denies';
  return isUnclear || count > 0 ? 'unclear' : 'asserts';
}

/** What a sentence does with a value: its clauses that hold it each for itself, or all together where only together they do. */
function stancesIn(sentence: string, value: Telltale, denial: Denial): Stance[] {
  if (!isIn(sentence, value)) return [];
  const clauses = cutClauses(sentence, denial);
  const whole = clauses.filter(({ text }) => isIn(text, value));
  if (whole.length > 0) return whole.map((clause) => stanceOfClauses([clause], value));
  return [
    stanceOfClauses(
      clauses.filter((clause) => lastAt(clause, value) >= 0),
      value,
    ),
  ];
}

const sentencesOf = (text: string, language: LanguageCode): string[] =>
  text.split('\n').flatMap((line) => languageOf(language).splitSentences(squeeze(line)).map(plainText));

/**
 * What a text does with a value, negation in mind: it asserts it where one of its sentences does, else it denies it where one
 * does. Undefined where the language has no signs of denial.
 */
export function stanceOn(text: string, value: Telltale, language: LanguageCode): Stance | undefined {
  const { denial } = signsOf(language);
  if (!denial) return undefined;
  const stances = sentencesOf(text, language).flatMap((sentence) => stancesIn(sentence, value, denial));
  return (['asserts', 'denies', 'unclear'] as const).find((one) => stances.includes(one)) ?? 'absent';
}

/** The words by which a text sets something right, or says that the speaker knows nothing of it; undefined where there are none. */
export function signOf(kind: 'corrects' | 'ignorance', text: string, language: LanguageCode): string | undefined {
  return signsOf(language).denial?.[kind].exec(plainText(squeeze(text)))?.[0];
}
