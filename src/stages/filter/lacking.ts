import type { FilterSettings } from '../../config.js';
import type { RolePair } from '../../records.js';
import { describeRefusals } from '../context-instruct/accept.js';
import type { Decision } from './decide.js';

/** What roles have less of than was asked for, a line each. */
export interface Lacking {
  role_specific: string[];
  general: string[];
}

/** Nothing is lacking yet. */
export const noLacking = (): Lacking => ({ role_specific: [], general: [] });

/** Counts how often each check refused. */
export function countRefusals(judged: Iterable<Decision>): { kept: number; refusals: Map<string, number> } {
  const refusals = new Map<string, number>();
  let kept = 0;
  for (const one of judged) {
    if ('kept' in one) kept += 1;
    else refusals.set(one.refused.check, (refusals.get(one.refused.check) ?? 0) + 1);
  }
  return { kept, refusals };
}

/** Counts the general answers of one role: what was asked for, and what is kept of each pair. */
export function tallyGeneral() {
  const keptOf = new Map<string, { asked: number; kept: number }>();
  const refusals = new Map<string, number>();
  return {
    plan({ id, generated }: RolePair): void {
      keptOf.set(id, { asked: generated.length, kept: 0 });
    },
    enter(judged: Decision): void {
      const { id } = 'kept' in judged ? judged.kept : judged.refused;
      const pair = keptOf.get(id.slice(0, id.lastIndexOf('-')));
      if (!pair) return;
      if ('kept' in judged) pair.kept += 1;
      else refusals.set(judged.refused.check, (refusals.get(judged.refused.check) ?? 0) + 1);
    },
    /**
     * What the role lacks: pairs that keep too few responses, or too small a share of all that was asked for. Undefined where it
     * lacks nothing.
     */
    lacking(role: string, { minResponses, minGeneralShare }: FilterSettings): string | undefined {
      const pairs = [...keptOf.values()];
      const asked = pairs.reduce((sum, pair) => sum + pair.asked, 0);
      const kept = pairs.reduce((sum, pair) => sum + pair.kept, 0);
      const thin = pairs.filter((pair) => pair.kept < Math.min(minResponses, pair.asked)).length;
      if (thin === 0 && kept >= asked * minGeneralShare) return undefined;
      const few = minResponses === 1 ? 'none' : `fewer than ${minResponses}`;
      const where = thin > 0 ? `; ${thin} of ${pairs.length} instructions kept ${few}` : '';
      const why = refusals.size > 0 ? ` (refused: ${describeRefusals(refusals)})` : '';
      return `${role}: ${kept} of ${asked} general answers kept${where}${why}`;
    },
  };
}
