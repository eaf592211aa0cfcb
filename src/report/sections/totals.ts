import type { Facts } from '../facts/index.js';
import { sumOf } from '../facts/lengths.js';
import { countIn, type RoleFacts } from '../facts/roles.js';

/** Sums over all roles, by recipe or by check. */
export interface Totals {
  made: Map<string, number>;
  kept: Map<string, number>;
  refused: number;
  refused_by: Map<string, number>;
}

export function totalsOf(roles: readonly RoleFacts[]): Totals {
  const totals: Totals = { made: new Map(), kept: new Map(), refused: 0, refused_by: new Map() };
  for (const role of roles) {
    totals.refused += role.refused;
    for (const of of ['made', 'kept', 'refused_by'] as const) {
      for (const [name, count] of role[of]) countIn(totals[of], name, count);
    }
  }
  return totals;
}

/** Checks with how many samples each refused, the one that refused most first. */
export const byCount = (counts: ReadonlyMap<string, number>): [string, number][] =>
  [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));

export interface FunnelStep {
  name: string;
  /** Rows of each recipe. */
  of: ReadonlyMap<string, number>;
  /** Rows of which only the number is known. */
  either: number;
}

/** How many rows there were at each step, by the manifest and the rows themselves. */
export function funnelOf({ stages, recipes, roles, has }: Facts): FunnelStep[] {
  const { made, kept } = totalsOf(roles);
  const ofStages = (of: 'planned' | 'done') => new Map(recipes.map(({ name }) => [name, stages[name]?.[of] ?? 0]));
  const steps: FunnelStep[] = [
    { name: 'requests planned', of: ofStages('planned'), either: 0 },
    { name: 'requests answered', of: ofStages('done'), either: 0 },
    { name: 'candidates and responses', of: made, either: 0 },
  ];
  if (has.filtered) steps.push({ name: 'kept by the filter', of: kept, either: 0 });
  if (!stages.export) return steps;
  // The export takes what was kept; where it was made from other answers only their number is known.
  const { rows } = stages.export;
  const exported = rows === sumOf(kept) ? { of: kept, either: 0 } : { of: new Map<string, number>(), either: rows };
  steps.push({ name: 'exported', ...exported });
  return steps;
}
