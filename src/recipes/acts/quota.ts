import { z } from 'zod';
import type { Settings } from '../../config.js';
import type { Judged, Tally } from '../recipe.js';
import { countRefusal, describeRefusals } from '../refusals.js';
import { ownSettings } from '../settings.js';
import { type ActRow, instructionOf } from './row.js';
import { OWN } from './settings.js';

/** What the stage records, and what the filter is told of it: its own name, beside those of other recipes. */
const Recorded = z.object({ perRole: z.number() });
const Asked = z.object({ actsOfRole: z.number() });

/** How many answers are wanted of each role by the settings: `--limit` makes it less. */
export function wantedOf(settings: Settings): number {
  const { perRole } = ownSettings(OWN, settings);
  return settings.limit === undefined ? perRole : Math.min(settings.limit, perRole);
}

/** What was asked for: as its stage recorded it, so that `filter` alone needs no flag of it again. */
export const askedActs = (recorded: Record<string, unknown> | undefined, settings: Settings) => ({
  actsOfRole: Recorded.safeParse(recorded).data?.perRole ?? wantedOf(settings),
});

/** As many as were asked for: one answer to each instruction first, then second ones. */
export function chooseActs(judged: readonly Judged[], asked: Record<string, unknown>) {
  const { actsOfRole } = Asked.parse(asked);
  const timesOf = new Map<string, number>();
  const inTurn = judged.flatMap(({ sample: { id }, refusal, isMarkedGood }) => {
    if (refusal) return [];
    const turn = timesOf.get(instructionOf(id)) ?? 0;
    timesOf.set(instructionOf(id), turn + 1);
    return [{ id, turn: isMarkedGood ? -1 : turn }];
  });
  const chosen = inTurn.toSorted((a, b) => a.turn - b.turn);
  const stay = new Set(chosen.filter(({ turn }, k) => turn < 0 || k < actsOfRole).map(({ id }) => id));
  return { stay, why: `${actsOfRole} answers of this role are enough (acts.perRole)` };
}

/** Counts what is kept of one role's answers. */
export function tallyActs(asked: Record<string, unknown>): Tally<ActRow> {
  const { actsOfRole } = Asked.parse(asked);
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
      if (kept >= actsOfRole || answers === 0) return undefined;
      const why = refusals.size > 0 ? ` (refused: ${describeRefusals(refusals)})` : '';
      return `${role}: ${kept} of ${actsOfRole} answers with a program, from ${answers} answers${why}`;
    },
  };
}
