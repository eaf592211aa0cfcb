import { z } from 'zod';
import type { Settings } from '../../config.js';
import { askedOf, chooseInTurn, limitedTo, tallyAnswers } from '../quota.js';
import type { Judged } from '../recipe.js';
import { ownSettings } from '../settings.js';
import { promptOf } from './row.js';
import { OWN } from './settings.js';

/** What the filter is told of the stage, under a name of its own: it asks all recipes at once. */
const Asked = z.object({ rowsUnderRules: z.number() });

/** How many answers are wanted of each role by the settings. */
export const wantedOf = (settings: Settings): number => limitedTo(ownSettings(OWN, settings).perRole, settings);

/** What was asked for. */
export const askedRows = (recorded: Record<string, unknown> | undefined, settings: Settings) => ({
  rowsUnderRules: askedOf(recorded, wantedOf(settings)),
});

/** As many as were asked for: one answer to each prompt first, then second ones. */
export function chooseRows(judged: readonly Judged[], asked: Record<string, unknown>) {
  const { rowsUnderRules } = Asked.parse(asked);
  return {
    stay: chooseInTurn(judged, rowsUnderRules, promptOf),
    why: `${rowsUnderRules} rows of this role are enough (rules.perRole)`,
  };
}

/** Counts what is kept of one role's answers. */
export const tallyRows = (asked: Record<string, unknown>) =>
  tallyAnswers(Asked.parse(asked).rowsUnderRules, 'that keep all their rules');
