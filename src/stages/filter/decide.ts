import type { Settings } from '../../config.js';
import { type Check, type CheckContext, type CheckedTurn, checkedTurns, type Refusal } from '../../quality/check.js';
import { dialogueChecks } from '../../quality/dialogue/index.js';
import { scoreGrounding } from '../../quality/grounding/index.js';
import { createJudge, isKeptByReview } from '../../quality/index.js';
import type { Judged, Recipe, Tally } from '../../recipes/recipe.js';
import type { RejectedSample, Sample } from '../../records.js';

/** A sample's fate: kept, or refused by a check. */
export type Decision = { kept: Sample } | { refused: RejectedSample };

/** What judging one role's samples depends on: what the checks know of the role, which they are, and what repeats. */
export interface Deciding {
  about: CheckContext;
  checks: readonly Check[];
  settings: Settings;
  /** What was asked for. */
  asked: Record<string, unknown>;
  /** Samples that repeat a question of another role, by id, with what they repeat. */
  duplicates?: ReadonlyMap<string, string> | undefined;
}

/** Whether the questions of a sample's kind are about the role. */
export const isRoleSpecific = ({ kinds }: Pick<Recipe, 'kinds'>, { kind }: Pick<Sample, 'kind'>): boolean =>
  kinds[kind]?.isRoleSpecific ?? false;

/** Why a sample is refused, and the place of the turn that is to blame among all its turns. */
interface Blame {
  turn: number;
  refusal: Refusal;
}

/** The first trained turn that a row check refuses or that repeats something. */
function findBadTurn(
  sample: Sample,
  turns: readonly CheckedTurn[],
  judge: (turn: CheckedTurn) => Refusal | undefined,
): Blame | undefined {
  const places = sample.turns.flatMap(({ trained }, at) => (trained ? [at] : []));
  for (const [k, turn] of turns.entries()) {
    const refusal = judge(turn);
    if (refusal) return { turn: places[k] as number, refusal };
  }
  return undefined;
}

/** The earliest turn that spoils a dialogue as a whole. */
function findBadInDialogue(sample: Sample): Blame | undefined {
  let first: Blame | undefined;
  for (const { name, run } of dialogueChecks) {
    const found = run(sample);
    if (found && (!first || found.turn < first.turn)) {
      first = { turn: found.turn, refusal: { check: name, evidence: found.evidence } };
    }
  }
  return first;
}

/** A dialogue without its end from the turn that a bad one answers; undefined where too little of it is left. */
function cutBefore(sample: Sample, { turn, refusal }: Blame, least: number): Sample | undefined {
  const turns = sample.turns.slice(0, Math.max(0, turn - 1));
  if (turns.filter(({ trained }) => trained).length < least) return undefined;
  return { ...sample, turns, cut: { turns: sample.turns.length - turns.length, ...refusal } };
}

/** Makes the judge of one role's samples, one after the other: the first trained turn that a check refuses decides. */
function createSampleJudge(recipe: Recipe, { about, checks, settings, duplicates }: Deciding) {
  const judge = createJudge(about, checks, recipe.repeats(settings.filter));
  return (sample: Sample, turns: readonly CheckedTurn[]): Judged => {
    const isMarkedGood = isKeptByReview(sample, about);
    const inTurn = findBadTurn(sample, turns, judge);
    const inDialogue = turns.length > 1 && !isMarkedGood ? findBadInDialogue(sample) : undefined;
    const blame = inDialogue && (!inTurn || inDialogue.turn < inTurn.turn) ? inDialogue : inTurn;
    const evidence = isMarkedGood ? undefined : duplicates?.get(sample.id);
    const repeated = evidence === undefined ? undefined : { check: 'near-duplicate', evidence };
    const cut = blame && turns.length > 1 ? cutBefore(sample, blame, settings.filter.minDialogueTurns) : undefined;
    if (cut) return { sample: cut, refusal: repeated, isMarkedGood };
    return { sample, refusal: blame?.refusal ?? repeated, isMarkedGood };
  };
}

/** The judged samples of one role, each with its grounding, in their order; `onRow` is told each row before its samples. */
function* judgeAll<Row extends { role: string }>(
  recipe: Recipe<Row>,
  rows: Iterable<Row>,
  deciding: Deciding,
  onRow: (row: Row) => void,
): Generator<Judged> {
  const judge = createSampleJudge(recipe as Recipe, deciding);
  for (const row of rows) {
    onRow(row);
    const refused = recipe.refuses?.(row);
    for (const sample of recipe.samples(row)) {
      const turns = checkedTurns(sample, isRoleSpecific(recipe, sample));
      const own = deciding.about.reviews?.has(sample.id) ? undefined : refused?.get(sample.id);
      const judged = own ? { sample, refusal: own, isMarkedGood: false } : judge(sample, turns);
      const last = checkedTurns(judged.sample, isRoleSpecific(recipe, sample)).at(-1);
      const grounding = last ? scoreGrounding(last, deciding.about) : null;
      yield { ...judged, sample: { ...judged.sample, grounding } };
    }
  }
}

/** What a recipe's quota leaves of the samples that passed the checks. */
function applyQuota({ choose }: Recipe, all: readonly Judged[], asked: Record<string, unknown>): readonly Judged[] {
  if (!choose) return all;
  const { stay, why } = choose(all, asked);
  return all.map((one) =>
    one.refusal || stay.has(one.sample.id) ? one : { ...one, refusal: { check: 'quota', evidence: why } },
  );
}

/**
 * Judges one role's samples of a recipe (papers.md 1.4c and 1.7), then keeps as many of them as were asked for. In their order;
 * a recipe without a quota is judged while it is read.
 */
export function* decideRole(
  recipe: Recipe,
  rows: Iterable<{ role: string }>,
  deciding: Deciding,
  tally?: Tally<{ role: string }>,
): Generator<Decision> {
  const judged = judgeAll(recipe, rows, deciding, (row) => tally?.plan(row));
  for (const { sample, refusal } of recipe.choose ? applyQuota(recipe, [...judged], deciding.asked) : judged) {
    tally?.enter(sample, refusal);
    yield refusal ? { refused: { ...sample, ...refusal } } : { kept: sample };
  }
}

/** Those of one role's samples that the checks let pass, whatever the quota says. */
export function* passedOf(recipe: Recipe, rows: Iterable<{ role: string }>, deciding: Deciding): Generator<Sample> {
  for (const { sample, refusal } of judgeAll(recipe, rows, deciding, () => {})) if (!refusal) yield sample;
}

/** The refusal of a decision; undefined where it was kept. */
export const refusalOf = (decision: Decision): Refusal | undefined =>
  'kept' in decision ? undefined : { check: decision.refused.check, evidence: decision.refused.evidence };
