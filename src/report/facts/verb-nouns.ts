import { eachLanguage, languageCodes, languageOf, type VerbObjectFinder } from '../../languages/index.js';
import type { LanguageCode } from '../../records.js';
import { hashNumber } from '../../text/random.js';

/** A verb of the questions and what it is asked to be done to. */
export interface VerbCount {
  verb: string;
  questions: number;
  /** The commonest nouns; the rest of the questions have others. */
  nouns: { noun: string; questions: number }[];
}

/** Verbs of a language's questions with the nouns that are their objects (the paper's Figure 4). */
export interface VerbNouns {
  language: LanguageCode;
  /** Different questions, those that were looked at, and those of them that have such a pair. */
  questions: number;
  looked_at: number;
  with_pair: number;
  /** The commonest verbs, and the questions that they are in. */
  verbs: VerbCount[];
}

/** Questions of a language that are tagged: a tagger takes about a millisecond for each. Our choice. */
const MOST_TAGGED = 5000;
/** As the paper's figure shows them. */
const VERBS = 20;
const NOUNS = 4;

const descending = ([a, m]: [string, number], [b, n]: [string, number]) => n - m || (a < b ? -1 : 1);

/** The commonest verbs with their commonest nouns, out of counts for each pair. */
function rankVerbs(counts: ReadonlyMap<string, ReadonlyMap<string, number>>): VerbCount[] {
  const totals = [...counts].map(([verb, nouns]): [string, number] => {
    return [verb, [...nouns.values()].reduce((sum, count) => sum + count, 0)];
  });
  return totals
    .sort(descending)
    .slice(0, VERBS)
    .map(([verb, questions]) => ({
      verb,
      questions,
      nouns: [...(counts.get(verb) ?? [])]
        .sort(descending)
        .slice(0, NOUNS)
        .map(([noun, count]) => ({ noun, questions: count })),
    }));
}

function tagQuestions(
  language: LanguageCode,
  find: VerbObjectFinder,
  different: ReadonlySet<string>,
  seed: number,
): VerbNouns {
  const all = [...different];
  const drawn =
    all.length <= MOST_TAGGED
      ? all
      : all
          .map((question): [string, number] => [question, hashNumber(seed, 'verbs', question)])
          .sort(([, a], [, b]) => a - b)
          .slice(0, MOST_TAGGED)
          .map(([question]) => question);
  const counts = new Map<string, Map<string, number>>();
  let withPair = 0;
  for (const question of drawn) {
    const pair = find(question);
    if (!pair) continue;
    withPair += 1;
    const nouns = counts.get(pair.verb) ?? new Map<string, number>();
    counts.set(pair.verb, nouns.set(pair.noun, (nouns.get(pair.noun) ?? 0) + 1));
  }
  const verbs = rankVerbs(counts);
  return { language, questions: all.length, looked_at: drawn.length, with_pair: withPair, verbs };
}

/** Collects different questions; at the end finds verbs and objects in as many as are tagged, drawn by the seed. */
export function createVerbNouns(seed: number): {
  add(language: LanguageCode, question: string): void;
  result(): Promise<VerbNouns[]>;
} {
  const different = eachLanguage(() => new Set<string>());
  return {
    add: (language, question) => void different[language].add(question),
    async result() {
      const found: VerbNouns[] = [];
      for (const language of languageCodes) {
        if (different[language].size === 0) continue;
        const find = await languageOf(language).openVerbObjects?.();
        if (find) found.push(tagQuestions(language, find, different[language], seed));
      }
      return found;
    },
  };
}
