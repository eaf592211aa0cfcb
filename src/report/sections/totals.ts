import type { Answer } from '../../records.js';
import type { Facts } from '../facts/index.js';
import type { RoleFacts } from '../facts/roles.js';

/** Sums over all roles. */
export interface Totals {
  candidates: number;
  responses: number;
  kept: Record<Answer['set'], number>;
  refused: number;
  refused_by: Map<string, number>;
}

export function totalsOf(roles: readonly RoleFacts[]): Totals {
  const totals: Totals = {
    candidates: 0,
    responses: 0,
    kept: { role_specific: 0, general: 0 },
    refused: 0,
    refused_by: new Map(),
  };
  for (const { candidates, responses, kept, refused, refused_by } of roles) {
    totals.candidates += candidates;
    totals.responses += responses;
    totals.kept.role_specific += kept.role_specific;
    totals.kept.general += kept.general;
    totals.refused += refused;
    for (const [check, count] of refused_by) totals.refused_by.set(check, (totals.refused_by.get(check) ?? 0) + count);
  }
  return totals;
}

/** Checks with how many answers each refused, the one that refused most first. */
export const byCount = (counts: ReadonlyMap<string, number>): [string, number][] =>
  [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));

export interface FunnelStep extends Record<Answer['set'], number> {
  name: string;
  /** Rows of which only the number is known. */
  either: number;
}

/** How many rows there were at each step, by the manifest and the rows themselves. */
export function funnelOf({ stages, roles, has }: Facts): FunnelStep[] {
  const { candidates, responses, kept } = totalsOf(roles);
  const ofStages = (of: 'planned' | 'done') => ({
    role_specific: stages['context-instruct']?.[of] ?? 0,
    general: stages.rolegpt?.[of] ?? 0,
  });
  const steps: FunnelStep[] = [
    { name: 'requests planned', ...ofStages('planned'), either: 0 },
    { name: 'requests answered', ...ofStages('done'), either: 0 },
    { name: 'candidates and responses', role_specific: candidates, general: responses, either: 0 },
  ];
  if (has.filtered) steps.push({ name: 'kept by the filter', ...kept, either: 0 });
  if (!stages.export) return steps;
  // The export takes what was kept; where it was made from other answers only their number is known.
  const { rows } = stages.export;
  const isSame = rows === kept.role_specific + kept.general;
  const exported = isSame ? { ...kept, either: 0 } : { role_specific: 0, general: 0, either: rows };
  steps.push({ name: 'exported', ...exported });
  return steps;
}
