import { UserError } from '../../errors.js';
import { Answer, RolePair } from '../../records.js';
import type { DataFolder } from '../../store/data-folder.js';
import { readRows } from '../../store/jsonl.js';

/** All accepted answers of one role to its own questions. */
export interface RoleAnswers {
  role: string;
  answers: Answer[];
}

/** A role-instruction pair with the responses that were accepted. */
export interface AcceptedPair {
  pair: RolePair;
  answers: Answer[];
}

/** Role-specific answers of filtered.jsonl, a role at a time, in order. */
export function* readRoleSpecific(data: DataFolder): Generator<RoleAnswers> {
  let group: RoleAnswers | undefined;
  for (const answer of readRows(data.filtered, Answer)) {
    if (answer.set !== 'role_specific') break;
    if (group && group.role !== answer.role) {
      yield group;
      group = undefined;
    }
    group ??= { role: answer.role, answers: [] };
    group.answers.push(answer);
  }
  if (group) yield group;
}

/** Pairs of rolegpt.jsonl with their accepted responses, in order; a pair without any is left out (papers.md 1.7). */
export function* readPairs(data: DataFolder): Generator<AcceptedPair> {
  const answers = readRows(data.filtered, Answer);
  const next = () => {
    for (let step = answers.next(); !step.done; step = answers.next())
      if (step.value.set === 'general') return step.value;
    return undefined;
  };
  let answer = next();
  for (const pair of readRows(data.rolegpt, RolePair)) {
    const answers: Answer[] = [];
    for (; answer?.id.startsWith(`${pair.id}-`); answer = next()) answers.push(answer);
    if (answers.length > 0) yield { pair, answers };
  }
  if (answer) {
    throw new UserError(`the answer ${answer.id} belongs to no pair of ${data.rolegpt}`, {
      file: data.filtered,
      advice: 'rolegpt.jsonl was made anew since: run `rolellm filter` again.',
    });
  }
}
