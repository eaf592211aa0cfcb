import { z } from 'zod';
import type { Settings } from '../config.js';
import type { Judged, Tally } from './recipe.js';
import { countRefusal, describeRefusals } from './refusals.js';

/** How many rows are wanted of each role: `--limit` makes it less. */
export const limitedTo = (perRole: number, { limit }: Pick<Settings, 'limit'>): number =>
  limit === undefined ? perRole : Math.min(limit, perRole);

const Recorded = z.object({ perRole: z.number() });

/** How many rows of a role a stage was asked for, by its record; `wanted` where it has none. So `filter` alone needs no flag of it again. */
export const askedOf = (recorded: Record<string, unknown> | undefined, wanted: number): number =>
  Recorded.safeParse(recorded).data?.perRole ?? wanted;

/** Of several answers to a question as many as were asked for: one to each question first, then second ones. What a person marked good stays. */
export function chooseInTurn(
  judged: readonly Judged[],
  count: number,
  questionOf: (id: string) => string,
): ReadonlySet<string> {
  const timesOf = new Map<string, number>();
  const inTurn = judged.flatMap(({ sample: { id }, refusal, isMarkedGood }) => {
    if (refusal) return [];
    const question = questionOf(id);
    const turn = timesOf.get(question) ?? 0;
    timesOf.set(question, turn + 1);
    return [{ id, turn: isMarkedGood ? -1 : turn }];
  });
  const chosen = inTurn.toSorted((a, b) => a.turn - b.turn);
  return new Set(chosen.filter(({ turn }, k) => turn < 0 || k < count).map(({ id }) => id));
}

/** Counts what is kept of one role's rows with several answers each; `what` says what kind of answers these are. */
export function tallyAnswers(wanted: number, what: string): Tally<{ role: string; answers: readonly unknown[] }> {
  const refusals = new Map<string, number>();
  let [kept, answers] = [0, 0];
  return {
    plan: (row) => {
      answers += row.answers.filter((answer) => answer !== null).length;
    },
    enter(_, refusal) {
      if (refusal) countRefusal(refusals, refusal.check);
      else kept += 1;
    },
    lacks(role) {
      // Who was asked nothing, or whose requests failed, is told of by the stage.
      if (kept >= wanted || answers === 0) return undefined;
      const why = refusals.size > 0 ? ` (refused: ${describeRefusals(refusals)})` : '';
      return `${role}: ${kept} of ${wanted} answers ${what}, from ${answers} answers${why}`;
    },
  };
}
