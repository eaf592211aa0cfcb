import { UserError } from '../../errors.js';
import type { Recipe } from '../../recipes/recipe.js';
import type { Profile, QuestionType, Sample } from '../../records.js';
import { type AcceptedPair, type Answer, type RoleAnswers, type SetName, setOf } from '../../rolebench/answers.js';
import type { LeakCounter } from '../../rolebench/leaks.js';
import type { Accepted } from '../../rolebench/read-accepted.js';
import { type Side, type Splits, trainingSideOfPair, trainingSides } from '../../rolebench/splits.js';
import type { DataFolder } from '../../store/data-folder.js';
import { answerOf, questionOf } from '../../turns.js';
import type { CopyCounter } from './copied-scripts.js';
import type { SceneLeakCounter } from './scene-leaks.js';

/** A sample as training data: with its system text, its role's where it has none (papers.md 1.9), and the side that it is on. */
export interface SplitSample
  extends Pick<
    Sample,
    | 'id'
    | 'recipe'
    | 'kind'
    | 'role'
    | 'language'
    | 'category'
    | 'source'
    | 'segment'
    | 'turns'
    | 'rejected'
    | 'model'
    | 'rejection'
  > {
  /** What RoleBench calls its set and type; null where it has none for it. */
  set: SetName | null;
  type: QuestionType | null;
  system: string;
  /** The last turn, and the one that it answers. */
  question: string;
  answer: string;
  /** The side that every trainer's files have it on; null where it is on neither, because it would leak. */
  split: 'train' | 'test' | null;
}

/**
 * What the export is made of, in order: each role's own answers, then each pair of a role and a general instruction, then what
 * other recipes made, which RoleBench's layout has no place for.
 */
export type Group =
  | { set: 'role_specific'; profile: Profile; answers: RoleAnswers['answers']; samples: SplitSample[] }
  | { set: 'general'; profile: Profile; accepted: AcceptedPair; samples: SplitSample[] }
  | { set: null; profile: Profile; samples: SplitSample[] };

/** What decides an export beside the rows. */
export interface ExportParts {
  profiles: readonly Profile[];
  recipes: readonly Recipe[];
  accepted: Accepted;
  splits: Splits;
  leaks: LeakCounter;
  sceneLeaks: SceneLeakCounter;
  copies: CopyCounter;
  systemOf(profile: Profile): string;
}

function toSplitSample(sample: Sample, system: string, side: Side, answer?: Answer): SplitSample {
  const { id, recipe, kind, role, language, category, source, segment, turns, rejected, model, rejection } = sample;
  return {
    id,
    recipe,
    kind,
    set: answer?.set ?? null,
    role,
    language,
    type: answer?.type ?? null,
    category,
    source,
    segment,
    question: questionOf(sample),
    answer: answerOf(sample),
    turns,
    rejected,
    model,
    system: sample.system ?? system,
    split: side ?? null,
    ...(rejection && { rejection }),
  };
}

/** The side of another recipe's sample: its scene's own where it says that, but nothing of a held-out role is trained on. */
function sideOfSample(splits: Splits, sample: Sample): Side {
  const { role, held_out } = sample;
  if (held_out === undefined) return trainingSideOfPair(splits, role, questionOf(sample));
  return held_out || splits.heldOut.has(role) ? 'test' : 'train';
}

/** Reads what was accepted, with each sample's side. Throws UserError where a row's role has no profile. */
export function* readGroups(data: DataFolder, parts: ExportParts): Generator<Group> {
  const { profiles, recipes, accepted: all, splits, systemOf } = parts;
  const profileOf = new Map(profiles.map((profile) => [profile.role, profile]));
  const needed = (role: string): Profile => {
    const profile = profileOf.get(role);
    if (profile) return profile;
    throw new UserError(`the role "${role}" has answers but no profile`, {
      file: data.filtered,
      advice: 'profiles.jsonl is newer: run `rolellm filter` again.',
    });
  };
  const split = (answer: Answer, profile: Profile, side: Side) =>
    toSplitSample(answer.sample, systemOf(profile), side, answer);
  for (const { role, answers } of all.roleSpecific()) {
    const profile = needed(role);
    const sideOf = trainingSides(splits, role, [...new Set(answers.map(({ question }) => question))]);
    const samples = answers.map((answer) => split(answer, profile, sideOf(answer.question)));
    yield { set: 'role_specific', profile, answers, samples };
  }
  for (const accepted of all.pairs()) {
    const { role, question } = accepted.pair;
    const profile = needed(role);
    const side = trainingSideOfPair(splits, role, question);
    yield {
      set: 'general',
      profile,
      accepted,
      samples: accepted.answers.map((answer) => split(answer, profile, side)),
    };
  }
  for (const { name } of recipes) {
    if (setOf(name) !== undefined) continue;
    for (const { role, samples } of all.samplesOf(name)) {
      const profile = needed(role);
      const sideOf = (sample: Sample) => sideOfSample(splits, sample);
      const found = samples.map((sample) => toSplitSample(sample, systemOf(profile), sideOf(sample)));
      yield { set: null, profile, samples: found };
    }
  }
}
