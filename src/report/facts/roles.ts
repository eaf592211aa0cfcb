import type { Answer, Candidate, LanguageCode, Profile, RejectedAnswer, RolePair } from '../../records.js';

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
  /** Candidates of Context-Instruct, and responses of RoleGPT without the baseline. */
  candidates: number;
  responses: number;
  kept: Record<Answer['set'], number>;
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

const emptyMean = (): Mean => ({ sum: 0, count: 0 });

/** Counts rows by role, in the order of the profiles; a role that is in none of them comes after. */
export function createRoleTally(profiles: readonly Profile[]): {
  addCandidate(row: Candidate): void;
  addPair(row: RolePair): void;
  addKept(row: Answer): void;
  addRefused(row: RejectedAnswer): void;
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
      candidates: 0,
      responses: 0,
      kept: { role_specific: 0, general: 0 },
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
    addCandidate({ role, language }) {
      factsOf(role, language).candidates += 1;
    },
    addPair({ role, language, generated }) {
      factsOf(role, language).responses += generated.filter((response) => response !== null).length;
    },
    addKept({ role, language, set, grounding }) {
      const facts = factsOf(role, language);
      facts.kept[set] += 1;
      addTo(facts.support, grounding?.support);
      addTo(facts.addresses_role, grounding?.addresses_role);
      addTo(facts.self_contained, grounding?.self_contained);
    },
    addRefused({ role, language, check }) {
      const facts = factsOf(role, language);
      facts.refused += 1;
      facts.refused_by.set(check, (facts.refused_by.get(check) ?? 0) + 1);
    },
    result: () => [...roles.values()],
  };
}
