import { z } from 'zod';
import type { Settings } from '../../config.js';
import { limitedTo } from '../quota.js';
import type { Judged, Tally } from '../recipe.js';
import { countRefusal, describeRefusals } from '../refusals.js';
import { ownSettings } from '../settings.js';
import { type BoundaryKind, type BoundaryRow, CONTROL, KINDS, TRAPS } from './row.js';
import { type BoundarySettings, OWN } from './settings.js';

/** How many rows of each kind. */
export type Counts = Record<BoundaryKind, number>;

/** What the stage records, and what the filter is told of it: its own name, beside those of other recipes. */
const Recorded = z.object({ quota: z.record(z.enum(KINDS), z.number()) });
const Asked = z.object({ boundaryRows: z.record(z.enum(KINDS), z.number()) });

/** So many rows shared among the kinds: the controls' share, then the traps by their weights, largest remainders first. */
export function shareOut(count: number, { controls, kinds }: Pick<BoundarySettings, 'controls' | 'kinds'>): Counts {
  const control = Math.round(count * controls);
  const traps = count - control;
  const all = TRAPS.reduce((sum, kind) => sum + kinds[kind], 0);
  const exact = TRAPS.map((kind) => ({ kind, exact: (traps * kinds[kind]) / all }));
  const counts = { [CONTROL]: control } as Counts;
  for (const { kind, exact: part } of exact) counts[kind] = Math.floor(part);
  let left = traps - exact.reduce((sum, { exact: part }) => sum + Math.floor(part), 0);
  for (const { kind } of exact.toSorted((a, b) => (b.exact % 1) - (a.exact % 1))) {
    if (left === 0 || kinds[kind] === 0) continue;
    counts[kind] += 1;
    left -= 1;
  }
  return counts;
}

/** How many rows are wanted of each role by the settings. */
export const wantedOf = (settings: Settings): number => limitedTo(ownSettings(OWN, settings).perRole, settings);

/** How many of each kind are wanted of a role. */
export const quotaOf = (settings: Settings): Counts => shareOut(wantedOf(settings), ownSettings(OWN, settings));

/** What was asked for: as its stage recorded it, so that `filter` alone needs no flag of it again. */
export const askedRows = (recorded: Record<string, unknown> | undefined, settings: Settings) => ({
  boundaryRows: Recorded.safeParse(recorded).data?.quota ?? quotaOf(settings),
});

const countOf = (quota: Counts, kinds: readonly BoundaryKind[]) => kinds.reduce((sum, kind) => sum + quota[kind], 0);

/**
 * As many of each kind as were asked for, the first ones; where one kind of trap has too few, the others fill its places. Controls
 * never do: they would be more than their share.
 */
export function chooseRows(judged: readonly Judged[], asked: Record<string, unknown>) {
  const { boundaryRows: quota } = Asked.parse(asked);
  const passed = judged
    .filter(({ refusal }) => !refusal)
    .toSorted((a, b) => Number(b.isMarkedGood) - Number(a.isMarkedGood));
  const stay = new Set<string>();
  const left = { ...quota };
  for (const { sample, isMarkedGood } of passed) {
    const kind = sample.kind as BoundaryKind;
    if (left[kind] > 0 || isMarkedGood) stay.add(sample.id);
    left[kind] = Math.max(0, left[kind] - 1);
  }
  let places = countOf(left, TRAPS);
  for (const { sample } of passed) {
    if (places === 0) break;
    if (sample.kind === CONTROL || stay.has(sample.id)) continue;
    stay.add(sample.id);
    places -= 1;
  }
  return { stay, why: `${countOf(quota, KINDS)} rows of this role are enough (boundary.perRole)` };
}

/** Counts what is kept of one role. */
export function tallyRows(asked: Record<string, unknown>): Tally<BoundaryRow> {
  const { boundaryRows: quota } = Asked.parse(asked);
  const refusals = new Map<string, number>();
  const kept = { traps: 0, controls: 0 };
  let rows = 0;
  return {
    plan: () => {
      rows += 1;
    },
    enter({ kind }, refusal) {
      if (refusal) countRefusal(refusals, refusal.check);
      else kept[kind === CONTROL ? 'controls' : 'traps'] += 1;
    },
    lacks(role) {
      const [traps, controls] = [countOf(quota, TRAPS), quota[CONTROL]];
      // Who was asked nothing, or whose requests failed, is told of by the stage.
      if (rows === 0 || (kept.traps >= traps && kept.controls >= controls)) return undefined;
      const why = refusals.size > 0 ? ` (refused: ${describeRefusals(refusals)})` : '';
      return `${role}: ${kept.traps} of ${traps} traps and ${kept.controls} of ${controls} controls kept, from ${rows} questions${why}`;
    },
  };
}
