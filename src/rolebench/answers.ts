import type { RolePair } from '../recipes/rolegpt/row.js';
import { type LanguageCode, QuestionType, type Sample, type Segment } from '../records.js';
import { answerOf, questionOf } from '../turns.js';

/** RoleBench's two sets, each made by one recipe. */
export type SetName = 'role_specific' | 'general';
export const RECIPE_OF: Readonly<Record<SetName, string>> = { role_specific: 'context-instruct', general: 'rolegpt' };

/** The set that a recipe's samples belong to; undefined where RoleBench has none for them. */
export const setOf = (recipe: string): SetName | undefined =>
  (Object.keys(RECIPE_OF) as SetName[]).find((set) => RECIPE_OF[set] === recipe);

/** An accepted answer as RoleBench knows it. */
export interface Answer {
  id: string;
  set: SetName;
  role: string;
  language: LanguageCode;
  question: string;
  answer: string;
  /** Role-specific answers only. */
  type: QuestionType | null;
  segment: Segment | null;
  sample: Sample;
}

/** A sample as an answer of RoleBench; undefined where it has no set for it. */
export function toAnswer(sample: Sample): Answer | undefined {
  const { id, recipe, kind, role, language, segment } = sample;
  const set = setOf(recipe);
  if (set === undefined) return undefined;
  const type = QuestionType.safeParse(kind).data ?? null;
  return { id, set, role, language, question: questionOf(sample), answer: answerOf(sample), type, segment, sample };
}

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
