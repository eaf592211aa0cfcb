import { saysValue, tellingWords } from '../../knowledge/says-value.js';
import { languageOf } from '../../languages/index.js';
import type { Fact, FactKind, Profile } from '../../records.js';
import { normalisedWords } from '../../text/normalise.js';
import { hashNumber } from '../../text/random.js';
import { countWords } from '../../text/words.js';

/** What may be asked of a role: a property, and the values that are right. */
export interface AskableFact {
  property: string;
  kind: FactKind;
  values: string[];
}

/** Longest value that somebody who knows the role would say alike, in words or in characters. Our choice. */
const LONGEST_VALUE = { word: 5, character: 10 };

/** Kinds whose values are names or a few words that do not depend on how they are put; the others fill up. Our choice. */
const PREFERRED: ReadonlySet<FactKind> = new Set(['relation', 'place', 'deed', 'possession']);

/**
 * What may be asked of a role: facts that stand in its script, whose values are short and are not given away by what a question
 * shows. Values of one property are right together.
 */
export function findAskable(
  facts: readonly Fact[],
  { role, script_name, language }: Pick<Profile, 'role' | 'script_name' | 'language'>,
): AskableFact[] {
  const longest = LONGEST_VALUE[languageOf(language).unit];
  const found = new Map<string, AskableFact>();
  for (const { property, value, kind, source } of facts) {
    const shown = [role, script_name, property];
    const isAskable =
      source === 'script' &&
      countWords(value) <= longest &&
      tellingWords(value, language).length > 0 &&
      ![...shown, shown.join(' ')].some((text) => saysValue(text, value, language));
    if (!isAskable) continue;
    const key = normalisedWords(property).join(' ');
    const known = found.get(key);
    if (known) known.values.push(value);
    else found.set(key, { property, kind, values: [value] });
  }
  return [...found.values()];
}

/** As many of them as are asked: preferred kinds first, in an order that the seed and their own words decide. */
export function drawAskable(
  askable: readonly AskableFact[],
  count: number,
  { role }: Pick<Profile, 'role'>,
  seed: number,
): AskableFact[] {
  return askable
    .map((fact) => ({ fact, isLater: !PREFERRED.has(fact.kind), at: hashNumber(seed, 'audit', role, fact.property) }))
    .sort((one, other) => Number(one.isLater) - Number(other.isLater) || one.at - other.at)
    .slice(0, count)
    .map(({ fact }) => fact);
}
