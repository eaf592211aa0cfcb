import { z } from 'zod';
import type { Settings } from '../../config.js';
import type { Judged, Tally } from '../recipe.js';
import { countRefusal, describeRefusals } from '../refusals.js';
import { ownSettings } from '../settings.js';
import { promptOf, type RuledPrompt } from './row.js';
import { OWN } from './settings.js';

/** What the stage records, and what the filter is told of it: its own name, beside those of other recipes. */
const Recorded = z.object({ perRole: z.number() });
const Asked = z.object({ rowsUnderRules: z.number() });

/** How many rows are wanted of each role by the settings: `--limit` makes it less. */
export function wantedOf(settings: Settings): number {
  const { perRole } = ownSettings(OWN, settings);
  return settings.limit === undefined ? perRole : Math.min(settings.limit, perRole);
}

/** What was asked for: as its stage recorded it, so that `filter` alone needs no flag of it again. */
export const askedRows = (recorded: Record<string, unknown> | undefined, settings: Settings) => ({
  rowsUnderRules: Recorded.safeParse(recorded).data?.perRole ?? wantedOf(settings),
});

/** As many as were asked for: one answer of each prompt first, then second ones. */
export function chooseRows(judged: readonly Judged[], asked: Record<string, unknown>) {
  const { rowsUnderRules } = Asked.parse(asked);
  const passed = judged.filter(({ refusal }) => !refusal);
  const timesOf = new Map<string, number>();
  const inTurn = passed.map(({ sample: { id }, isMarkedGood }) => {
    const turn = timesOf.get(promptOf(id)) ?? 0;
    timesOf.set(promptOf(id), turn + 1);
    return { id, turn: isMarkedGood ? -1 : turn };
  });
  const chosen = inTurn.toSorted((a, b) => a.turn - b.turn);
  const stay = new Set(chosen.filter(({ turn }, k) => turn < 0 || k < rowsUnderRules).map(({ id }) => id));
  return { stay, why: `${rowsUnderRules} rows of this role are enough (rules.perRole)` };
}

/** Counts what is kept of one role's answers. */
export function tallyRows(asked: Record<string, unknown>): Tally<RuledPrompt> {
  const { rowsUnderRules } = Asked.parse(asked);
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
      if (kept >= rowsUnderRules || answers === 0) return undefined;
      const why = refusals.size > 0 ? ` (refused: ${describeRefusals(refusals)})` : '';
      return `${role}: ${kept} of ${rowsUnderRules} answers that keep all their rules, from ${answers} answers${why}`;
    },
  };
}
