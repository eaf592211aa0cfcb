import type { Profile } from '../../records.js';
import { hashNumber } from '../../text/random.js';
import { conflictIn, conflictWithRole } from './conflicts.js';
import type { Rule } from './rule.js';
import type { RulesSettings } from './settings.js';

/** So often a set is drawn again before it is given up. Our choice. */
const TRIES = 200;

/** Rules of one kind in a set. Our choice: a set is of many kinds. */
const OF_A_KIND = 2;

/** The sets that were drawn, and why there are fewer than asked for. */
export interface DrawnSets {
  sets: Rule[][];
  lacks: string | undefined;
}

/** So many rules in an order that the seed decides, at most two of a kind, as the table has them. */
function drawOnce(rules: readonly Rule[], size: number, rank: (rule: Rule) => number): Rule[] {
  const chosen = new Set<Rule>();
  const ranked = rules.map((rule) => ({ rule, at: rank(rule) })).sort((a, b) => a.at - b.at);
  for (const { rule } of ranked) {
    if (chosen.size === size) break;
    const alike = [...chosen].filter(({ kind }) => kind === rule.kind).length;
    if (alike < OF_A_KIND) chosen.add(rule);
  }
  return rules.filter((rule) => chosen.has(rule));
}

/**
 * A role's sets of rules: each drawn by the seed of those that fit the role, and drawn again where two of its rules do not go
 * together or another set is the same.
 */
export function drawSets(
  rules: readonly Rule[],
  profile: Profile,
  { sets: wanted, minRules, maxRules }: Pick<RulesSettings, 'sets' | 'minRules' | 'maxRules'>,
  seed: number,
): DrawnSets {
  const { role } = profile;
  const misfits = rules.flatMap((rule) => conflictWithRole(rule, profile) ?? []);
  const fitting = rules.filter((rule) => conflictWithRole(rule, profile) === undefined);
  const sets: Rule[][] = [];
  const known = new Set<string>();
  let why: string | undefined = fitting.length < minRules ? misfits[0] : undefined;
  for (let set = 0; set < wanted; set += 1) {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const size = minRules + Math.floor(hashNumber(seed, role, 'size', set, attempt) * (maxRules - minRules + 1));
      const drawn = drawOnce(fitting, size, ({ text }) => hashNumber(seed, role, set, attempt, text));
      const conflict = conflictIn(drawn);
      const key = JSON.stringify(drawn.map(({ text }) => text));
      if (conflict) why = conflict.why;
      else if (drawn.length >= minRules && !known.has(key)) {
        known.add(key);
        sets.push(drawn);
        break;
      }
    }
  }
  if (sets.length === wanted) return { sets, lacks: undefined };
  const because = why === undefined ? `${fitting.length} rules are too few` : why;
  return {
    sets,
    lacks: `${role}: ${sets.length} of ${wanted} sets of rules without a conflict can be drawn (${because})`,
  };
}
