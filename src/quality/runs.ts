import { type LanguageCode, languageOf } from '../languages/index.js';
import { tokenise } from '../text/words.js';
import type { CheckSettings } from './check.js';

type Words = readonly string[];

/** How long a run of a prompt's words in a row is a leak: in the language's own unit. */
export function leakLength(
  language: LanguageCode,
  { leakRun, leakCharacters }: Pick<CheckSettings, 'leakRun' | 'leakCharacters'>,
): number {
  return languageOf(language).unit === 'character' ? leakCharacters : leakRun;
}

/** The texts of each list cut into runs of a length, by their first word; worked out once for a list. */
const runsOfLists = new WeakMap<readonly string[], Map<number, Map<string, Words[]>>>();

function runsOf(texts: readonly string[], length: number): Map<string, Words[]> {
  const byLength = runsOfLists.get(texts) ?? new Map<number, Map<string, Words[]>>();
  runsOfLists.set(texts, byLength);
  const known = byLength.get(length);
  if (known) return known;
  const runs = new Map<string, Words[]>();
  for (const words of texts.map(tokenise)) {
    for (let start = 0; start + length <= words.length; start += 1) {
      const first = words[start] as string;
      const others = runs.get(first);
      const run = words.slice(start, start + length);
      if (others) others.push(run);
      else runs.set(first, [run]);
    }
  }
  byLength.set(length, runs);
  return runs;
}

/** The first run of `length` words (Chinese: characters) of a text that stands in one of the others too. */
export function findRun(text: string, others: readonly string[], length: number): string | undefined {
  const runs = runsOf(others, length);
  if (runs.size === 0) return undefined;
  const words = tokenise(text);
  for (let start = 0; start + length <= words.length; start += 1) {
    const run = runs.get(words[start] as string)?.find((one) => one.every((word, k) => word === words[start + k]));
    if (run) return run.join(' ');
  }
  return undefined;
}
