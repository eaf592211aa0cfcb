import { hashNumber } from '../text/random.js';

export interface SplitSettings {
  seed: number;
  /** Role-specific test questions a role, at most. */
  testQuestions: number;
  /** … and at most this share of its questions. */
  testShare: number;
  /** Share of the role-instruction pairs that are tested. */
  generalTestShare: number;
  /** Roles that are held out for role generalization: so many, or these; as many as the paper's share where not given. */
  heldOut?: number | readonly string[] | undefined;
  /**
   * By pairs, as released (the default); by instruction, so that no test question is like one in the training set; or by
   * passage, so that a role's test questions share no answer, cue or lines of the script with its training set either; or by
   * scene, so that a role is tested on its last scenes and trained on those before.
   */
  splitBy?: 'pair' | 'instruction' | 'passage' | 'scene' | undefined;
  /** A test question leaks where one as similar as this is trained on, by the measure of text/similar-pairs.ts. */
  leakSimilarity: number;
}

/** The `count` items with the lowest seeded number: another item changes nobody's number. */
function lowest<Item>(items: readonly Item[], count: number, numberOf: (item: Item) => number): Set<Item> {
  const sorted = [...items].sort((a, b) => numberOf(a) - numberOf(b));
  return new Set(sorted.slice(0, count));
}

/** A role's test questions for instruction generalization (papers.md 1.8): at least one where it has two or more. */
export function chooseTestQuestions(role: string, questions: readonly string[], settings: SplitSettings): Set<string> {
  return lowest(questions, testCount(questions.length, settings), (question) => testRank(role, question, settings));
}

/** Whether a role-instruction pair is tested: decided for each pair by itself, as the released Chinese files are (1.8). */
export function isTestPair(role: string, question: string, { seed, generalTestShare }: SplitSettings): boolean {
  return hashNumber(seed, 'test pair', role, question) < generalTestShare;
}

/** The paper holds out 10 of 95 English roles (papers.md 1.8): about a tenth, so that a set of a few roles trains on all. */
const heldOutOf = (roles: number) => Math.floor((roles * 10) / 95);

/**
 * Roles that are held out for role generalization (papers.md 1.8): those named, or the first of a seeded order. With a number
 * given, another role may take a place among them but never sends a trained one there. Where there are no more roles than
 * that, all are.
 */
export function chooseHeldOutRoles(
  roles: readonly string[],
  { seed, heldOut = heldOutOf(roles.length) }: SplitSettings,
): Set<string> {
  if (typeof heldOut !== 'number') return new Set(roles.filter((role) => heldOut.includes(role)));
  return lowest(roles, heldOut, (role) => hashNumber(seed, 'held-out role', role));
}

/** Which side a row is on; none where it belongs to neither without leaking. */
export type Side = 'train' | 'test' | undefined;

/** What is known of a set's questions, to part it without leaks. */
export interface SetToPart {
  roles: readonly string[];
  /** Whether no other question is like it. */
  isAlone(question: string): boolean;
  /** By scene: the test questions of each role. */
  scenes?: ReadonlyMap<string, ReadonlySet<string>>;
  /** By passage: the test questions of each role, and whether nothing that is answered to an instruction is answered to another. */
  passages?: { testQuestions: ReadonlyMap<string, ReadonlySet<string>>; isApart(instruction: string): boolean };
}

/** How many role-specific test questions a role has at most: at least one where it has two or more. */
export function testCount(questions: number, { testQuestions, testShare }: SplitSettings): number {
  return Math.min(testQuestions, Math.max(questions > 1 ? 1 : 0, Math.floor(questions * testShare)));
}

/** The place of a role's question in the seeded order from whose beginning test questions are taken. */
export const testRank = (role: string, question: string, { seed }: SplitSettings): number =>
  hashNumber(seed, 'test question', role, question);

/** How a set is parted: for both kinds of generalization (papers.md 1.8), and for those who train on it. */
export interface Splits {
  heldOut: ReadonlySet<string>;
  /** Instruction generalization: the test questions among a role's own. */
  testQuestions(role: string, questions: readonly string[]): Set<string>;
  isTestPair(role: string, question: string): boolean;
  /** Role generalization: the side of a role-specific question, and of a role-instruction pair. */
  questionSide(role: string, question: string): Side;
  pairSide(role: string, question: string): Side;
}

/**
 * The sides of a role's own questions in every file that is trained on: what either kind of generalization tests is in none of
 * them. The released instruction-generalization/train alone also holds the roles that role generalization holds out.
 */
export function trainingSides(splits: Splits, role: string, questions: readonly string[]): (question: string) => Side {
  if (splits.heldOut.has(role)) return (question) => splits.questionSide(role, question);
  const tested = splits.testQuestions(role, questions);
  return (question) => (tested.has(question) ? 'test' : 'train');
}

/** As trainingSides, of a role-instruction pair. */
export function trainingSideOfPair(splits: Splits, role: string, question: string): Side {
  if (splits.heldOut.has(role)) return splits.pairSide(role, question);
  return splits.isTestPair(role, question) ? 'test' : 'train';
}

/**
 * The splits of a set. Rows never go from training to test because another role came. By instruction, only a question that is
 * like no other is tested (`isAlone`), so that fewer are, and all roles' answers to an instruction stand on the same side; role
 * generalization then leaves out what would leak.
 */
export function createSplits(settings: SplitSettings, { roles, isAlone, passages, scenes }: SetToPart): Splits {
  const heldOut = chooseHeldOutRoles(roles, settings);
  const sideOf = (role: string): Side => (heldOut.has(role) ? 'test' : 'train');
  if (settings.splitBy !== 'instruction' && !passages) {
    return {
      heldOut,
      testQuestions: (role, questions) =>
        scenes ? new Set(scenes.get(role)) : chooseTestQuestions(role, questions, settings),
      isTestPair: (role, question) => isTestPair(role, question, settings),
      questionSide: sideOf,
      pairSide: sideOf,
    };
  }
  const isTestInstruction = (question: string) =>
    isAlone(question) &&
    (passages?.isApart(question) ?? true) &&
    hashNumber(settings.seed, 'test instruction', question) < settings.generalTestShare;
  return {
    heldOut,
    // Another question does not take the place of one that is not alone: it would go over from training when a role is added.
    testQuestions: (role, questions) =>
      passages
        ? new Set(passages.testQuestions.get(role))
        : new Set([...chooseTestQuestions(role, questions, settings)].filter((question) => isAlone(question))),
    isTestPair: (_, question) => isTestInstruction(question),
    questionSide: (role, question) => (heldOut.has(role) && !isAlone(question) ? undefined : sideOf(role)),
    pairSide: (role, question) => (heldOut.has(role) === isTestInstruction(question) ? sideOf(role) : undefined),
  };
}
