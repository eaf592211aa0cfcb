import { languageCodes } from '../../languages/index.js';
import type { LanguageCode, Profile, Sample } from '../../records.js';
import { type Counts, createCounts } from '../../text/counts.js';
import { readDialogue } from '../../text/dialogue.js';
import { normaliseForComparison } from '../../text/duplicates.js';
import { fingerprint } from '../../text/fingerprint.js';
import { countWords } from '../../text/words.js';
import type { WordsOf } from './distinctive-words.js';
import { type ByRecipe, type Distribution, distributionOf } from './lengths.js';
import { countIn } from './roles.js';
import { indexPhrases, rolesHeard } from './style-markers.js';

/** Bars of a distribution are about so many, and turns of the role have indices to here; later ones share the last. Our choice. */
const BARS = 20;
const LAST_INDEX = 5;

/** What a check cut from the ends of samples. */
export interface Cuts {
  check: string;
  samples: number;
  turns: number;
}

/** The dialogues of one recipe. */
export interface RecipeDialogues {
  recipe: string;
  samples: number;
  held_out: number;
  /** Turns of the role in samples that are not held out, and those of them that a model is to learn. */
  role_turns: number;
  trained: number;
  /** By check, the one that cut most samples first. */
  cuts: Cuts[];
}

/** Trained turns of one index: the first, the second, … that the role speaks in its sample. */
export interface IndexStyle {
  index: number;
  /** Whether it stands for all later ones too. */
  isLast: boolean;
  turns: number;
  /** Words of a turn, in the language's unit. */
  median: number;
  /** Shares of the turns: of different ones, and of those with one of the role's catchphrases. */
  distinct: number;
  with_catchphrase: number;
  /** Of a thousand words, those that are distinctive of the role; null where there are no words. */
  word_rate: number | null;
}

/** What is told of samples of more than one exchange. */
export interface DialogueFacts {
  recipes: RecipeDialogues[];
  turns: Distribution;
  partners: Distribution;
  /** Of samples of more than one exchange, by recipe and language. */
  style: { recipe: string; language: LanguageCode; indices: IndexStyle[] }[];
}

interface IndexTally {
  turns: number;
  lengths: Map<number, ByRecipe>;
  different: Counts;
  with_catchphrase: number;
  words: number;
  distinctive: number;
}

interface Tally {
  facts: Omit<RecipeDialogues, 'cuts'>;
  hasLonger: boolean;
  turns: Map<number, number>;
  partners: Map<number, number>;
  cuts: Map<string, Cuts>;
  indices: Map<LanguageCode, IndexTally[]>;
}

const emptyTally = (recipe: string): Tally => ({
  facts: { recipe, samples: 0, held_out: 0, role_turns: 0, trained: 0 },
  hasLonger: false,
  turns: new Map(),
  partners: new Map(),
  cuts: new Map(),
  indices: new Map(),
});

const emptyIndex = (): IndexTally => ({
  turns: 0,
  lengths: new Map(),
  different: createCounts(),
  with_catchphrase: 0,
  words: 0,
  distinctive: 0,
});

/** The tally of a key, made where there is none. */
function tallyOf<Key, Value>(tallies: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = tallies.get(key) ?? make();
  tallies.set(key, known);
  return known;
}

const countNumber = (counts: Map<number, number>, number: number) =>
  void counts.set(number, (counts.get(number) ?? 0) + 1);

/** The counts of several recipes as one distribution. */
function together(tallies: readonly Tally[], of: 'turns' | 'partners'): Distribution {
  const all = new Map<number, ByRecipe>();
  for (const { facts, [of]: counts } of tallies)
    for (const [number, samples] of counts)
      countIn(
        tallyOf(all, number, () => new Map<string, number>()),
        facts.recipe,
        samples,
      );
  return distributionOf(all, BARS);
}

function toIndexStyle(tally: IndexTally, k: number): IndexStyle {
  const { turns, lengths, different, with_catchphrase, words, distinctive } = tally;
  return {
    index: k + 1,
    isLast: k + 1 === LAST_INDEX,
    turns,
    median: distributionOf(lengths).median,
    distinct: different.size() / turns,
    with_catchphrase: with_catchphrase / turns,
    word_rate: words === 0 ? null : (1000 * distinctive) / words,
  };
}

const byMostSamples = (a: Cuts, b: Cuts) => b.samples - a.samples || (a.check < b.check ? -1 : 1);

/** Counts dialogues one by one. Turns are kept as numbers: a set may have a million. */
export function createDialogueFacts(
  profiles: readonly Profile[],
  words: ReadonlyMap<string, readonly string[]>,
  wordsOf: WordsOf,
): { add(sample: Sample): void; result(): DialogueFacts | undefined } {
  const phrases = indexPhrases(profiles);
  const distinctive = new Map([...words].map(([role, own]) => [role, new Set(own)]));
  const tallies = new Map<string, Tally>();

  function countTurn(tally: IndexTally, { role, language, recipe }: Sample, text: string): void {
    const said = wordsOf(text, language);
    tally.turns += 1;
    countIn(
      tallyOf(tally.lengths, countWords(text), () => new Map()),
      recipe,
    );
    tally.different.add(fingerprint(normaliseForComparison(text)));
    if (rolesHeard(text, phrases).has(role)) tally.with_catchphrase += 1;
    tally.words += said.length;
    tally.distinctive += said.filter((word) => distinctive.get(role)?.has(word)).length;
  }

  /** Counts what the role says by its place among the role's turns. */
  function countStyle({ indices }: Tally, sample: Sample): void {
    const own = sample.turns.filter(({ by }) => by === 'role');
    const ofLanguage = tallyOf(indices, sample.language, () => Array.from({ length: LAST_INDEX }, emptyIndex));
    for (const [k, { trained, text }] of own.entries())
      if (trained) countTurn(ofLanguage[Math.min(k, LAST_INDEX - 1)] as IndexTally, sample, text);
  }

  return {
    add(sample) {
      const { recipe, turns, held_out, cut } = sample;
      const tally = tallyOf(tallies, recipe, () => emptyTally(recipe));
      const { facts } = tally;
      facts.samples += 1;
      countNumber(tally.turns, turns.length);
      countNumber(tally.partners, readDialogue(sample).partners.length);
      const own = turns.filter(({ by }) => by === 'role');
      if (held_out) facts.held_out += 1;
      else {
        facts.role_turns += own.length;
        facts.trained += own.filter(({ trained }) => trained).length;
      }
      if (cut) {
        const ofCheck = tallyOf(tally.cuts, cut.check, () => ({ check: cut.check, samples: 0, turns: 0 }));
        ofCheck.samples += 1;
        ofCheck.turns += cut.turns;
      }
      if (turns.length <= 2) return;
      tally.hasLonger = true;
      countStyle(tally, sample);
    },
    result() {
      const told = [...tallies.values()].filter(({ hasLonger }) => hasLonger);
      if (told.length === 0) return undefined;
      return {
        recipes: told.map(({ facts, cuts }) => ({ ...facts, cuts: [...cuts.values()].sort(byMostSamples) })),
        turns: together(told, 'turns'),
        partners: together(told, 'partners'),
        style: told.flatMap(({ facts: { recipe }, indices }) =>
          languageCodes.flatMap((language) => {
            const found = (indices.get(language) ?? []).map(toIndexStyle).filter(({ turns }) => turns > 0);
            return found.length === 0 ? [] : [{ recipe, language, indices: found }];
          }),
        ),
      };
    },
  };
}
