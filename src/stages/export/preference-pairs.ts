import type { ExportSettings } from '../../config.js';
import { isRehearsal, type Judgement, type Sample, type Turn } from '../../records.js';
import { commonSubsequence } from '../../text/lcs.js';
import { normalisedWords } from '../../text/normalise.js';
import { countWords } from '../../text/words.js';
import type { SplitSample } from './samples.js';

/** The format that holds pairs, and its folder in an export. */
export const PAIRS = 'dpo';

/** Who says that one answer is the better one: a check that refused the other, the judge, or the recipe that gave both. */
export type PreferredBy = 'check' | 'judge' | 'recipe';

/** Why an answer is the worse one of a pair. */
interface Fault {
  preferred_by: PreferredBy;
  /** The check, what the judge missed, or the recipe. */
  reason: string;
  /** What in the answer the check refused, or what the judge said. */
  evidence: string;
}

/** A better and a worse answer of one role to the same turns. */
export interface PreferencePair extends Fault {
  chosen: SplitSample;
  rejected: string;
}

/** A refused answer, with all that was said before it. */
export interface RefusedAnswer {
  /** See `askedOf`. */
  asked: string;
  text: string;
  check: string;
  evidence: string;
}

/** What came before the last turn, and the system text: answers to the same can be compared. */
export const askedOf = (system: string, turns: readonly Turn[]): string =>
  JSON.stringify([system, ...turns.slice(0, -1).map(({ by, text }) => [by, text])]);

/** Whether a sample may be in a pair at all, on either side: its last turn is trained on, and it is no rehearsal unless that is asked for. */
export const mayBePaired = (
  sample: Pick<Sample, 'turns' | 'model'>,
  { rehearsal }: Pick<ExportSettings, 'rehearsal'>,
): boolean => sample.turns.at(-1)?.trained === true && (rehearsal || !isRehearsal(sample));

/** What the judge asks (papers.md 1.8), by what an answer lacks where the reply is no. */
const LACKS = { answers: 'no-answer', in_style: 'out-of-style', correct: 'incorrect' } as const;
const QUESTIONS = Object.keys(LACKS) as (keyof typeof LACKS)[];

/** What a judge found of an answer: `good` where it said yes to all in both orders, a fault where it twice said no to the same. */
export function verdictOf({ verdicts }: Judgement): 'good' | Fault | undefined {
  if (verdicts.length === 0) return undefined;
  if (verdicts.every((verdict) => QUESTIONS.every((question) => verdict[question]))) return 'good';
  const missed = QUESTIONS.find((question) => verdicts.every((verdict) => !verdict[question]));
  if (missed === undefined) return undefined;
  return { preferred_by: 'judge', reason: LACKS[missed], evidence: verdicts[0]?.reason ?? '' };
}

/** How alike two answers are: words in the same order, of all words of both (Rouge-L's F1). */
function similarityOf(one: string, other: string): number {
  const [left, right] = [normalisedWords(one), normalisedWords(other)];
  return left.length + right.length === 0 ? 1 : (2 * commonSubsequence(left, right)) / (left.length + right.length);
}

/** Why two answers are no pair to learn from; undefined where they are one. */
function whyNoPair(chosen: string, rejected: string, { maxSimilarity, maxLengthRatio }: ExportSettings['dpo']) {
  const [short, long] = [countWords(chosen), countWords(rejected)].sort((a, b) => a - b) as [number, number];
  if (long > short * maxLengthRatio)
    return `one of its answers is more than ${maxLengthRatio} times as long as the other`;
  return similarityOf(chosen, rejected) > maxSimilarity ? 'its two answers are nearly the same' : undefined;
}

/** A worse answer, and those that are known to be better. */
interface Worse extends Fault {
  text: string;
  better: readonly SplitSample[];
}

/** All worse answers to the same turns: the recipe's own, then those that the judge found wanting, then refused ones. */
function* findWorse(
  kept: readonly SplitSample[],
  refused: readonly RefusedAnswer[],
  verdicts: ReadonlyMap<string, ReturnType<typeof verdictOf>>,
): Generator<Worse> {
  for (const sample of kept) {
    const { rejected: text, recipe: reason } = sample;
    if (text !== null) yield { text, preferred_by: 'recipe', reason, evidence: '', better: [sample] };
  }
  const good = kept.filter(({ id }) => verdicts.get(id) === 'good');
  const faulty = kept.filter(({ id }) => typeof verdicts.get(id) === 'object');
  for (const { id, answer: text } of faulty) yield { text, ...(verdicts.get(id) as Fault), better: good };
  const unblamed = kept.filter((sample) => !faulty.includes(sample));
  for (const { text, check: reason, evidence } of refused) {
    yield { text, preferred_by: 'check', reason, evidence, better: unblamed };
  }
}

/** Pairs of answers to the same turns. */
function* pairSame(
  worse: Iterable<Worse>,
  settings: ExportSettings['dpo'],
  leaveOut: LeaveOut,
): Generator<PreferencePair> {
  const used = new Map<SplitSample, number>();
  const seen = new Set<string>();
  for (const { text, better, ...fault } of worse) {
    if (better.length === 0 || seen.has(text)) continue;
    seen.add(text);
    const inTurn = [...better].sort((a, b) => (used.get(a) ?? 0) - (used.get(b) ?? 0));
    const chosen = inTurn.find(({ answer }) => whyNoPair(answer, text, settings) === undefined);
    const [first] = inTurn as [SplitSample];
    if (!chosen) leaveOut(first, whyNoPair(first.answer, text, settings) ?? '');
    else {
      used.set(chosen, (used.get(chosen) ?? 0) + 1);
      yield { chosen, rejected: text, ...fault };
    }
  }
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const known = groups.get(keyOf(item));
    if (known) known.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

type LeaveOut = (sample: SplitSample, why: string) => void;

/**
 * The preference pairs of one role's answers, of which none costs a call. A worse answer is in one pair, once for each text. Of
 * the better answers to the same turns it takes the one that is in the fewest pairs so far, the first of several, and passes
 * over those that are nearly the same or much shorter or longer; where that leaves none, `leaveOut` is told.
 */
export function* pairAnswers(
  kept: readonly SplitSample[],
  {
    refused,
    judgements,
    settings,
    leaveOut,
  }: {
    refused: readonly RefusedAnswer[];
    judgements: ReadonlyMap<string, Judgement>;
    settings: Pick<ExportSettings, 'dpo' | 'rehearsal'>;
    leaveOut: LeaveOut;
  },
): Generator<PreferencePair> {
  const bySame = groupBy(
    kept.filter((sample) => mayBePaired(sample, settings)),
    ({ system, turns }) => askedOf(system, turns),
  );
  const refusedBySame = groupBy(refused, ({ asked }) => asked);
  for (const [asked, same] of bySame) {
    const verdicts = new Map(
      same.flatMap(({ id, answer }) => {
        const judgement = judgements.get(id);
        return judgement?.answer === answer ? [[id, verdictOf(judgement)] as const] : [];
      }),
    );
    yield* pairSame(findWorse(same, refusedBySame.get(asked) ?? [], verdicts), settings.dpo, leaveOut);
  }
}
