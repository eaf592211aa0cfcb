import { UserError } from '../errors.js';
import { pairOf, placeOf, RolePair } from '../recipes/rolegpt/row.js';
import { Sample } from '../records.js';
import type { DataFolder } from '../store/data-folder.js';
import { keysOf, openRowGroups } from '../store/row-groups.js';
import { type AcceptedPair, type Answer, RECIPE_OF, type RoleAnswers, type SetName, toAnswer } from './answers.js';

/** The roles with samples of a recipe, in the order in which the file has them first. */
function* rolesOf(recipe: string, keys: Iterable<string>): Generator<string> {
  for (const key of keys) if (key.startsWith(`${recipe}\n`)) yield key.slice(recipe.length + 1);
}

/** The responses of a role by the pair that they belong to, each pair's by their sample numbers. */
function byPair(answers: Iterable<Answer>): Map<string, Answer[]> {
  const pairs = new Map<string, Answer[]>();
  for (const answer of answers) {
    const pair = pairOf(answer.id);
    const known = pairs.get(pair);
    if (known) known.push(answer);
    else pairs.set(pair, [answer]);
  }
  for (const responses of pairs.values()) responses.sort((a, b) => placeOf(a.id) - placeOf(b.id));
  return pairs;
}

/** What the filter accepted, a role at a time, in whatever order the files have it. It may be read several times. */
export interface Accepted {
  roleSpecific(): Generator<RoleAnswers>;
  /**
   * Pairs of rolegpt.jsonl with their accepted responses; a pair without any is left out (papers.md 1.7). Throws UserError where a
   * response belongs to no pair.
   */
  pairs(): Generator<AcceptedPair>;
  samplesOf(recipe: string): Generator<{ role: string; samples: Sample[] }>;
}

/** Opens filtered.jsonl and rolegpt.jsonl: finds out once where the rows of each role are. */
export function openAccepted(data: DataFolder): Accepted {
  const samples = openRowGroups(data.filtered, Sample, keysOf('recipe', 'role'));
  const pairs = openRowGroups(data.rows(RECIPE_OF.general), RolePair, keysOf('role'));
  const answersOf = (set: SetName, role: string): Answer[] =>
    [...samples.read(`${RECIPE_OF[set]}\n${role}`)].flatMap((sample) => toAnswer(sample) ?? []);

  return {
    *roleSpecific() {
      for (const role of rolesOf(RECIPE_OF.role_specific, samples.keys())) {
        yield { role, answers: answersOf('role_specific', role) };
      }
    },
    *pairs() {
      for (const role of pairs.keys()) {
        const responses = byPair(answersOf('general', role));
        for (const pair of pairs.read(role)) {
          const own = responses.get(pair.id);
          if (own) yield { pair, answers: own };
          responses.delete(pair.id);
        }
        checkNoneLeft(responses.values(), data);
      }
      for (const role of rolesOf(RECIPE_OF.general, samples.keys())) {
        if (!pairs.has(role)) checkNoneLeft([answersOf('general', role)], data);
      }
    },
    *samplesOf(recipe) {
      for (const role of rolesOf(recipe, samples.keys())) {
        yield { role, samples: [...samples.read(`${recipe}\n${role}`)] };
      }
    },
  };
}

function checkNoneLeft(responses: Iterable<readonly Answer[]>, data: DataFolder): void {
  for (const [answer] of responses) {
    if (!answer) continue;
    throw new UserError(`the answer ${answer.id} belongs to no pair of ${data.rows(RECIPE_OF.general)}`, {
      file: data.filtered,
      advice: 'rolegpt.jsonl is newer: run `rolellm filter` again.',
    });
  }
}
