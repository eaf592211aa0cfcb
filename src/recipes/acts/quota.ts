import { z } from 'zod';
import type { Settings } from '../../config.js';
import { askedOf, chooseInTurn, limitedTo, tallyAnswers } from '../quota.js';
import type { Judged } from '../recipe.js';
import { ownSettings } from '../settings.js';
import { instructionOf } from './row.js';
import { OWN } from './settings.js';

/** What the filter is told of the stage, under a name of its own: it asks all recipes at once. */
const Asked = z.object({ actsOfRole: z.number() });

/** How many answers are wanted of each role by the settings. */
export const wantedOf = (settings: Settings): number => limitedTo(ownSettings(OWN, settings).perRole, settings);

/** What was asked for. */
export const askedActs = (recorded: Record<string, unknown> | undefined, settings: Settings) => ({
  actsOfRole: askedOf(recorded, wantedOf(settings)),
});

/** As many as were asked for: one answer to each instruction first, then second ones. */
export function chooseActs(judged: readonly Judged[], asked: Record<string, unknown>) {
  const { actsOfRole } = Asked.parse(asked);
  return {
    stay: chooseInTurn(judged, actsOfRole, instructionOf),
    why: `${actsOfRole} answers of this role are enough (acts.perRole)`,
  };
}

/** Counts what is kept of one role's answers. */
export const tallyActs = (asked: Record<string, unknown>) =>
  tallyAnswers(Asked.parse(asked).actsOfRole, 'with a program');
