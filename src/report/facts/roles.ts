import type { LanguageCode, Profile, RejectedSample, Sample } from '../../records.js';

/** A mean that grows; null where nothing was counted. */
export interface Mean {
  sum: number;
  count: number;
}

export const meanOf = ({ sum, count }: Mean): number | null => (count === 0 ? null : sum / count);

/** What was made for one role. */
export interface RoleFacts {
  role: string;
  language: LanguageCode;
  /** Its lines in the script. */
  lines: number;
  /** Samples that were made, and those that were kept, by recipe. */
  made: Map<string, number>;
  kept: Map<string, number>;
  refused: number;
  refused_by: Map<string, number>;
  /** Scores of the kept answers; see quality/grounding. */
  support: Mean;
  addresses_role: Mean;
  self_contained: Mean;
}

function addTo(mean: Mean, value: number | boolean | null | undefined): void {
  if (value === null || value === undefined) return;
  mean.sum += Number(value);
  mean.count += 1;
}

/** Counts one more of a name. */
export function countIn(counts: Map<string, number>, name: string, more = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + more);
}

const emptyMean = (): Mean => ({ sum: 0, count: 0 });

/** Counts rows by role, in the order of the profiles; a role that is in none of them comes after. */
export function createRoleTally(profiles: readonly Profile[]): {
  addMade(sample: Sample): void;
  addKept(sample: Sample): void;
  addRefused(sample: RejectedSample): void;
  result(): RoleFacts[];
} {
  const roles = new Map<string, RoleFacts>();

  function factsOf(role: string, language: LanguageCode): RoleFacts {
    const known = roles.get(role);
    if (known) return known;
    const none: RoleFacts = {
      role,
      language,
      lines: 0,
      made: new Map(),
      kept: new Map(),
      refused: 0,
      refused_by: new Map(),
      support: emptyMean(),
      addresses_role: emptyMean(),
      self_contained: emptyMean(),
    };
    roles.set(role, none);
    return none;
  }

  for (const { role, language, counts } of profiles) factsOf(role, language).lines = counts.lines;
  return {
    addMade({ role, language, recipe }) {
      countIn(factsOf(role, language).made, recipe);
    },
    addKept({ role, language, recipe, grounding }) {
      const facts = factsOf(role, language);
      countIn(facts.kept, recipe);
      addTo(facts.support, grounding?.support);
      addTo(facts.addresses_role, grounding?.addresses_role);
      addTo(facts.self_contained, grounding?.self_contained);
    },
    addRefused({ role, language, check }) {
      const facts = factsOf(role, language);
      facts.refused += 1;
      countIn(facts.refused_by, check);
    },
    result: () => [...roles.values()],
  };
}
