import type { FilterSettings } from '../../config.js';
import type { Tally } from '../recipe.js';
import { countRefusal, describeRefusals } from '../refusals.js';
import { pairOf, type RolePair } from './row.js';

/**
 * Counts the responses of one role: what was asked for, and what is kept of each pair. A role lacks something where pairs keep
 * too few responses, or too small a share of all that was asked for is kept.
 */
export function tallyPairs({ minResponses, minGeneralShare }: FilterSettings): Tally<RolePair> {
  const keptOf = new Map<string, { asked: number; kept: number }>();
  const refusals = new Map<string, number>();
  return {
    plan({ id, generated }) {
      keptOf.set(id, { asked: generated.length, kept: 0 });
    },
    enter({ id }, refusal) {
      const pair = keptOf.get(pairOf(id));
      if (!pair) return;
      if (refusal) countRefusal(refusals, refusal.check);
      else pair.kept += 1;
    },
    lacks(role) {
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
