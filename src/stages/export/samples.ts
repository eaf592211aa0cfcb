import { UserError } from '../../errors.js';
import type { Answer, Profile } from '../../records.js';
import type { AcceptedPair, RoleAnswers } from '../../rolebench/answers.js';
import type { LeakCounter } from '../../rolebench/leaks.js';
import { type Side, type Splits, trainingSideOfPair, trainingSides } from '../../rolebench/splits.js';
import type { DataFolder } from '../../store/data-folder.js';
import type { Sample } from './formats/index.js';
import { readPairs, readRoleSpecific } from './read-filtered.js';

/** What the export is made of, in order: each role's own answers, then each pair of a role and a general instruction. */
export type Group =
  | { set: 'role_specific'; profile: Profile; answers: RoleAnswers['answers']; samples: Sample[] }
  | { set: 'general'; profile: Profile; accepted: AcceptedPair; samples: Sample[] };

/** What decides an export beside the rows. */
export interface ExportParts {
  profiles: readonly Profile[];
  splits: Splits;
  leaks: LeakCounter;
  systemOf(profile: Profile): string;
}

function toSample(answer: Answer, system: string, side: Side): Sample {
  const { id, set, role, language, type, category, source, question, answer: text, model } = answer;
  return {
    id,
    set,
    role,
    language,
    type,
    category,
    source,
    question,
    answer: text,
    model,
    system,
    split: side ?? null,
  };
}

/** Reads what was accepted, with each answer's side. Throws UserError where a row's role has no profile. */
export function* readGroups(data: DataFolder, { profiles, splits, systemOf }: ExportParts): Generator<Group> {
  const profileOf = new Map(profiles.map((profile) => [profile.role, profile]));
  const needed = (role: string): Profile => {
    const profile = profileOf.get(role);
    if (profile) return profile;
    throw new UserError(`the role "${role}" has answers but no profile`, {
      file: data.filtered,
      advice: 'profiles.jsonl is newer: run `rolellm filter` again.',
    });
  };
  for (const { role, answers } of readRoleSpecific(data)) {
    const profile = needed(role);
    const sideOf = trainingSides(splits, role, [...new Set(answers.map(({ question }) => question))]);
    const samples = answers.map((answer) => toSample(answer, systemOf(profile), sideOf(answer.question)));
    yield { set: 'role_specific', profile, answers, samples };
  }
  for (const accepted of readPairs(data)) {
    const { role, question } = accepted.pair;
    const profile = needed(role);
    const side = trainingSideOfPair(splits, role, question);
    const samples = accepted.answers.map((answer) => toSample(answer, systemOf(profile), side));
    yield { set: 'general', profile, accepted, samples };
  }
}
