import { tokenise } from '../text/words.js';

/** Runs of so many words, with the words that they begin with. */
interface Runs {
  runs: Set<string>;
  beginnings: Set<string | undefined>;
}

/** The runs of each list of texts by their length; worked out once for a list. */
const runsOfLists = new WeakMap<readonly string[], Map<number, Runs>>();

function* runsOf(text: string, length: number, beginnings?: Runs['beginnings']): Generator<string> {
  const words = tokenise(text);
  for (let start = 0; start + length <= words.length; start += 1) {
    if (!beginnings || beginnings.has(words[start])) yield words.slice(start, start + length).join(' ');
  }
}

function allRuns(texts: readonly string[], length: number): Runs {
  const byLength = runsOfLists.get(texts) ?? new Map<number, Runs>();
  runsOfLists.set(texts, byLength);
  const known = byLength.get(length);
  if (known) return known;
  const runs = new Set(texts.flatMap((text) => [...runsOf(text, length)]));
  const found = { runs, beginnings: new Set([...runs].map((run) => run.split(' ')[0])) };
  byLength.set(length, found);
  return found;
}

/** The first run of `length` words (Chinese: characters) of a text that stands in one of the others too. */
export function findRun(text: string, others: readonly string[], length: number): string | undefined {
  const { runs, beginnings } = allRuns(others, length);
  if (runs.size === 0) return undefined;
  for (const run of runsOf(text, length, beginnings)) if (runs.has(run)) return run;
  return undefined;
}
