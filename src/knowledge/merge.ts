import type { Fact } from '../records.js';
import { normalisedWords } from '../text/normalise.js';

const plain = (text: string) => normalisedWords(text).join(' ');

/** Facts of which the first alone stays: the same property with the same value, or the same value out of the same line. */
function keysOf({ property, value, script, from }: Fact): string[] {
  const said = plain(value);
  const keys = [JSON.stringify([plain(property), said])];
  return script === undefined ? keys : [...keys, JSON.stringify([script, from, said])];
}

/** All facts of a role, no two alike: those of the user's file, then of the card, then of the scripts in their order, numbered. */
export function mergeFacts(...groups: readonly (readonly Fact[])[]): Fact[] {
  const seen = new Set<string>();
  let order = 0;
  return groups.flat().flatMap((fact): Fact[] => {
    const keys = keysOf(fact);
    if (keys.some((key) => seen.has(key))) return [];
    for (const key of keys) seen.add(key);
    return [fact.source === 'script' ? { ...fact, order: order++ } : fact];
  });
}
