import type { Answer, RolePair } from '../records.js';

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
