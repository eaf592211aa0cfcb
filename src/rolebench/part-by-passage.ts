import type { AcceptedPair, Answer } from './answers.js';
import { answerNumber, type QuestionIndex } from './leaks.js';
import { chooseTestParts, type OwnQuestion } from './passages.js';
import type { Accepted } from './read-accepted.js';
import type { SetToPart, SplitSettings } from './splits.js';

/** A role's answers by their question. */
export function toOwnQuestions(answers: readonly Answer[]): OwnQuestion[] {
  const merged = new Map<string, Answer[]>();
  for (const answer of answers) {
    const same = merged.get(answer.question);
    if (same) same.push(answer);
    else merged.set(answer.question, [answer]);
  }
  return [...merged].map(([question, same]) => ({
    question,
    answers: same.map(({ answer }) => answer),
    segments: same.flatMap(({ segment }) => segment ?? []),
  }));
}

/** Instructions to which a role answers something that it also answers to another one. The pairs come a role at a time. */
function findSharedInstructions(pairs: Iterable<AcceptedPair>): Set<string> {
  const firstOf = new Map<number, string>();
  const shared = new Set<string>();
  let role = '';
  for (const { pair, answers } of pairs) {
    if (pair.role !== role) firstOf.clear();
    role = pair.role;
    for (const { answer } of answers) {
      const number = answerNumber(role, answer);
      const first = firstOf.get(number) ?? pair.question;
      firstOf.set(number, first);
      if (first === pair.question) continue;
      shared.add(first);
      shared.add(pair.question);
    }
  }
  return shared;
}

/** Which questions a split by passage tests. */
export function partByPassage(
  accepted: Accepted,
  questions: QuestionIndex,
  settings: SplitSettings,
): NonNullable<SetToPart['passages']> {
  const testQuestions = new Map<string, Set<string>>();
  for (const { role, answers } of accepted.roleSpecific()) {
    testQuestions.set(role, chooseTestParts(role, toOwnQuestions(answers), settings, questions.isAlone));
  }
  const shared = findSharedInstructions(accepted.pairs());
  return { testQuestions, isApart: (instruction) => !shared.has(instruction) };
}
