import type { Settings } from '../../config.js';
import { type Check, type CheckContext, type CheckedTurn, checkedTurns, type Refusal } from '../../quality/check.js';
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

/** Makes the judge of one role's samples, one after the other: the first trained turn that a check refuses decides. */
function createSampleJudge(recipe: Recipe, { about, checks, settings, duplicates }: Deciding) {
  const judge = createJudge(about, checks, recipe.repeats(settings.filter));
  return (sample: Sample, turns: readonly CheckedTurn[]): Judged => {
    const [found] = turns.flatMap((turn) => judge(turn) ?? []);
    const isMarkedGood = isKeptByReview(sample, about);
    const evidence = isMarkedGood ? undefined : duplicates?.get(sample.id);
    const refusal = found ?? (evidence === undefined ? undefined : { check: 'near-duplicate', evidence });
    return { sample, refusal, isMarkedGood };
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
    for (const sample of recipe.samples(row)) {
      const turns = checkedTurns(sample, isRoleSpecific(recipe, sample));
      const judged = judge(sample, turns);
      const last = turns.at(-1);
      const grounding = last ? scoreGrounding(last, deciding.about) : null;
      yield { ...judged, sample: { ...sample, grounding } };
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
