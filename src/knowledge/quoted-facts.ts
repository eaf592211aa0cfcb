import { claimsOf, standsIn } from '../quality/grounding/claims.js';
import type { DialogueLine, Fact, LanguageCode } from '../records.js';
import { normalisedWords } from '../text/normalise.js';
import { comparable, holdsWords } from '../text/word-for-word.js';
import { squeeze } from '../text/words.js';
import type { Passage } from './passages.js';

/** A fact as a model gives it: with the number of the line and the words there that say it. */
export interface ProposedFact extends Pick<Fact, 'property' | 'value' | 'kind'> {
  quote: string;
  /** The line's diag_id; null where the model names none. */
  line: number | null;
}

/** Why a fact is refused: its quote stands in no line that was shown, or its value is not near it. */
export type FactFault = 'quote' | 'value';

/** Facts that stand in the passage, and how many do not. */
export interface QuotedFacts {
  facts: Fact[];
  refused: Record<FactFault, number>;
}

/** Where in the passage the quote stands: in the line that the model named, else in the first that has it. */
function findLine(quote: string, claimed: number | null, passage: Passage): number | undefined {
  const wanted = comparable(quote);
  if (wanted === '') return undefined;
  const has = ({ content }: DialogueLine) => holdsWords(comparable(content), wanted);
  const named = passage.findIndex((line) => line.diag_id === claimed && has(line));
  const at = named === -1 ? passage.findIndex(has) : named;
  return at === -1 ? undefined : at;
}

/** Whether a value stands in a line or beside it: all its names and numbers, and enough of its words. */
function isNear(value: string, at: number, passage: Passage, language: LanguageCode, minFound: number): boolean {
  const near = passage.slice(Math.max(0, at - 1), at + 2);
  const words = near.flatMap(({ role, content }) => normalisedWords(`${role} ${content}`));
  const there = new Set(words);
  const own = normalisedWords(value);
  const found = own.filter((word) => there.has(word)).length;
  if (own.length === 0 || found < minFound * own.length) return false;
  const text = ` ${words.join(' ')} `;
  return claimsOf(value, language).every((claim) => standsIn(claim, text));
}

/**
 * The facts whose quotes stand in the passage word for word and whose values stand in the quoted line, the one before or the one
 * after it; at least the share `minFound` of a value's words must. The rest is counted by why it was refused.
 */
export function judgeFacts(
  proposed: readonly ProposedFact[],
  passage: Passage,
  { language, minFound }: { language: LanguageCode; minFound: number },
): QuotedFacts {
  const facts: Fact[] = [];
  const refused = { quote: 0, value: 0 };
  for (const { property, value, kind, quote, line } of proposed) {
    const at = findLine(quote, line, passage);
    if (at === undefined) {
      refused.quote += 1;
      continue;
    }
    if (!isNear(value, at, passage, language, minFound)) {
      refused.value += 1;
      continue;
    }
    const { script, diag_id } = passage[at] as DialogueLine;
    const place = { script, from: diag_id, to: diag_id, quote: squeeze(quote) };
    facts.push({ property: squeeze(property), value: squeeze(value), kind, source: 'script', ...place });
  }
  return { facts, refused };
}
