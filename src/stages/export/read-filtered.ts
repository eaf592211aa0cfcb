import { UserError } from '../../errors.js';
import { Answer, RolePair } from '../../records.js';
import type { AcceptedPair, RoleAnswers } from '../../rolebench/answers.js';
import type { DataFolder } from '../../store/data-folder.js';
import { keysOf, openRowGroups } from '../../store/row-groups.js';

const openAnswers = (data: DataFolder) => openRowGroups(data.filtered, Answer, keysOf('set', 'role'));

/** The roles with answers of a set, in the order in which the file has them first. */
function* rolesOf(set: Answer['set'], keys: Iterable<string>): Generator<string> {
  for (const key of keys) if (key.startsWith(`${set}\n`)) yield key.slice(set.length + 1);
}

/** Role-specific answers of filtered.jsonl, a role at a time, in whatever order the file has them. */
export function* readRoleSpecific(data: DataFolder): Generator<RoleAnswers> {
  const answers = openAnswers(data);
  for (const role of rolesOf('role_specific', answers.keys())) {
    yield { role, answers: [...answers.read(`role_specific\n${role}`)] };
  }
}

/** The responses of a role by the pair that they belong to, each pair's by their sample numbers. */
function byPair(answers: Iterable<Answer>): Map<string, Answer[]> {
  const pairs = new Map<string, Answer[]>();
  for (const answer of answers) {
    const pair = answer.id.slice(0, answer.id.lastIndexOf('-'));
    const known = pairs.get(pair);
    if (known) known.push(answer);
    else pairs.set(pair, [answer]);
  }
  const sample = ({ id }: Answer) => Number(id.slice(id.lastIndexOf('-') + 1));
  for (const responses of pairs.values()) responses.sort((a, b) => sample(a) - sample(b));
  return pairs;
}

/**
 * Pairs of rolegpt.jsonl with their accepted responses, a role at a time, in whatever order the files have them; a pair without
 * any is left out (papers.md 1.7). Throws UserError where a response belongs to no pair.
 */
export function* readPairs(data: DataFolder): Generator<AcceptedPair> {
  const answers = openAnswers(data);
  const pairs = openRowGroups(data.rolegpt, RolePair, keysOf('role'));
  for (const role of pairs.keys()) {
    const responses = byPair(answers.read(`general\n${role}`));
    for (const pair of pairs.read(role)) {
      const own = responses.get(pair.id);
      if (own) yield { pair, answers: own };
      responses.delete(pair.id);
    }
    checkNoneLeft(responses.values(), data);
  }
  for (const role of rolesOf('general', answers.keys())) {
    if (!pairs.has(role)) checkNoneLeft([[...answers.read(`general\n${role}`)]], data);
  }
}

function checkNoneLeft(responses: Iterable<readonly Answer[]>, data: DataFolder): void {
  for (const [answer] of responses) {
    if (!answer) continue;
    throw new UserError(`the answer ${answer.id} belongs to no pair of ${data.rolegpt}`, {
      file: data.filtered,
      advice: 'rolegpt.jsonl is newer: run `rolellm filter` again.',
    });
  }
}
