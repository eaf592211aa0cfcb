import { hashNumber } from '../text/random.js';

export interface SplitSettings {
  seed: number;
  /** Role-specific test questions a role, at most. */
  testQuestions: number;
  /** … and at most this share of its questions. */
  testShare: number;
  /** Share of the role-instruction pairs that are tested. */
  generalTestShare: number;
  /** Roles that are held out for role generalization: so many, or these. */
  heldOut: number | readonly string[];
  /** By pairs, as released, or so that no test question stands in the training set, word for word or nearly. */
  splitBy: 'pair' | 'instruction';
}

/** The `count` items with the lowest seeded number: another item changes nobody's number. */
function lowest<Item>(items: readonly Item[], count: number, numberOf: (item: Item) => number): Set<Item> {
  const sorted = [...items].sort((a, b) => numberOf(a) - numberOf(b));
  return new Set(sorted.slice(0, count));
}

/** A role's test questions for instruction generalization (papers.md 1.8): at least one where it has two or more. */
export function chooseTestQuestions(role: string, questions: readonly string[], settings: SplitSettings): Set<string> {
  const share = Math.max(questions.length > 1 ? 1 : 0, Math.floor(questions.length * settings.testShare));
  const count = Math.min(settings.testQuestions, share);
  return lowest(questions, count, (question) => hashNumber(settings.seed, 'test question', role, question));
}

/** Whether a role-instruction pair is tested: decided for each pair by itself, as the released Chinese files are (1.8). */
export function isTestPair(role: string, question: string, { seed, generalTestShare }: SplitSettings): boolean {
  return hashNumber(seed, 'test pair', role, question) < generalTestShare;
}

/**
 * Roles that are held out for role generalization (papers.md 1.8): those named, or the first of a seeded order, so that another
 * role may take a place among them but never sends a trained one there. Where there are no more roles than that, all are.
 */
export function chooseHeldOutRoles(roles: readonly string[], { seed, heldOut }: SplitSettings): Set<string> {
  if (typeof heldOut !== 'number') return new Set(roles.filter((role) => heldOut.includes(role)));
  return lowest(roles, heldOut, (role) => hashNumber(seed, 'held-out role', role));
}

/** Which side a row is on; none where it belongs to neither without leaking. */
export type Side = 'train' | 'test' | undefined;

/** How a set is parted, for both kinds of generalization (papers.md 1.8). */
export interface Splits {
  /** The test questions among a role's own. */
  testQuestions(role: string, questions: readonly string[]): Set<string>;
  isTestPair(role: string, question: string): boolean;
  /** Role generalization: the side of a role-specific question, and of a role-instruction pair. */
  questionSide(role: string, question: string): Side;
  pairSide(role: string, question: string): Side;
}

/**
 * The splits of a set. Rows never go from training to test because another role came. By instruction, only a question that is
 * like no other is tested (`isAlone`), so that fewer are, and all roles' answers to an instruction stand on the same side; role
 * generalization then leaves out what would leak.
 */
export function createSplits(
  settings: SplitSettings,
  { roles, isAlone }: { roles: readonly string[]; isAlone(question: string): boolean },
): Splits {
  const heldOut = chooseHeldOutRoles(roles, settings);
  const sideOf = (role: string): Side => (heldOut.has(role) ? 'test' : 'train');
  if (settings.splitBy === 'pair') {
    return {
      testQuestions: (role, questions) => chooseTestQuestions(role, questions, settings),
      isTestPair: (role, question) => isTestPair(role, question, settings),
      questionSide: sideOf,
      pairSide: sideOf,
    };
  }
  const isTestInstruction = (question: string) =>
    isAlone(question) && hashNumber(settings.seed, 'test instruction', question) < settings.generalTestShare;
  return {
    // Another question does not take the place of one that is not alone: it would go over from training when a role is added.
    testQuestions: (role, questions) =>
      new Set([...chooseTestQuestions(role, questions, settings)].filter((question) => isAlone(question))),
    isTestPair: (_, question) => isTestInstruction(question),
    questionSide: (role, question) => (heldOut.has(role) && !isAlone(question) ? undefined : sideOf(role)),
    pairSide: (role, question) => (heldOut.has(role) === isTestInstruction(question) ? sideOf(role) : undefined),
  };
}
