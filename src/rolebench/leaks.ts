import type { Leak, Segment, Shared } from '../records.js';
import { normaliseForComparison } from '../text/duplicates.js';
import { hashNumber } from '../text/random.js';
import { compareTexts } from '../text/similar-pairs.js';
import type { SetName } from './answers.js';
import { type AlikePair, type OwnQuestion, sharedBy } from './passages.js';

/** The questions of a whole set, to see which of them are alike. */
export interface QuestionIndex {
  /** Whether no other question is the same or nearly, but for those that are named. */
  isAlone(question: string, butFor?: readonly string[]): boolean;
  numberOf(question: string): number;
  /** Questions that are nearly this one, by their numbers. */
  alikeTo(number: number): readonly number[];
}

/**
 * Compares all questions of a set with each other, exactly: see text/similar-pairs.ts for the measure. Give each role-specific
 * question once for each role, each general instruction once.
 */
export function indexQuestions(questions: Iterable<string>, similarity: number): QuestionIndex {
  const numbers = new Map<string, number>();
  const texts: string[] = [];
  const times: number[] = [];
  for (const question of questions) {
    const key = normaliseForComparison(question);
    const number = numbers.get(key) ?? texts.length;
    if (number === texts.length) {
      numbers.set(key, number);
      texts.push(question);
    }
    times[number] = (times[number] ?? 0) + 1;
  }
  const alike = new Map<number, number[]>();
  const note = (one: number, other: number) => {
    const others = alike.get(one);
    if (others) others.push(other);
    else alike.set(one, [other]);
  };
  for (const { left, right } of compareTexts(texts).pairs(similarity)) {
    note(left, right);
    note(right, left);
  }
  const numberOf = (question: string) => numbers.get(normaliseForComparison(question)) ?? -1;
  const alikeTo = (number: number) => alike.get(number) ?? [];
  return {
    numberOf,
    alikeTo,
    isAlone(question, butFor = []) {
      const number = numberOf(question);
      const named = new Set(butFor.map(numberOf));
      return times[number] === 1 && alikeTo(number).every((other) => named.has(other));
    },
  };
}

/** An answer that is trained on or tested. */
export interface SidedAnswer {
  set: SetName;
  role: string;
  question: string;
  answer: string;
  segment: Segment | null;
  side: 'train' | 'test';
}

/** Counts what the test questions of a set share with its training rows. */
export interface LeakCounter {
  /** Give all answers of a set, a role at a time: what is known of one is forgotten when the next one begins. */
  add(answer: SidedAnswer): void;
  result(): Leak[];
}

type Example = NonNullable<Leak['example']>;

/** The sides on which a question is seen, whichever role is asked. */
interface Sided {
  text: string;
  role: string;
  isTrained: boolean;
  isTestedIn: Record<SetName, boolean>;
}

/**
 * Counts leaks: test questions that are also trained on, as questions (of any role) or by what was answered, quoted or read: the
 * answer, the cue or lines of the script that the same role is trained on. General answers are compared word for word only:
 * there are thousands of them for each role.
 */
export function countLeaks(questions: QuestionIndex, similarity: number): LeakCounter {
  const asked = new Map<number, Sided>();
  const own = countOwnLeaks(similarity);
  const general = countRepeatedAnswers(questions, (number) => asked.get(number)?.text ?? '');

  function noteQuestion({ set, role, question, side }: SidedAnswer): void {
    const number = questions.numberOf(question);
    const nowhere = { role_specific: false, general: false };
    const known = asked.get(number) ?? { text: question, role, isTrained: false, isTestedIn: nowhere };
    asked.set(number, known);
    if (side === 'train') known.isTrained = true;
    else known.isTestedIn[set] = true;
  }

  function questionLeak(set: SetName): Leak {
    const leak: Leak = { set, shared: 'question', tested: 0, exact: 0, near: 0, example: null };
    for (const [number, { text, role, isTrained, isTestedIn }] of asked) {
      if (!isTestedIn[set]) continue;
      leak.tested += 1;
      const near = isTrained ? undefined : questions.alikeTo(number).find((other) => asked.get(other)?.isTrained);
      if (isTrained) leak.exact += 1;
      else if (near !== undefined) leak.near += 1;
      else continue;
      const trained = near === undefined ? text : (asked.get(near)?.text ?? '');
      leak.example ??= { role, tested: text, trained };
    }
    return leak;
  }

  return {
    add(answer) {
      noteQuestion(answer);
      if (answer.set === 'general') general.add(answer);
      else own.add(answer);
    },
    result: () => [questionLeak('role_specific'), ...own.result(), questionLeak('general'), general.result()],
  };
}

/** A question of one role with all its answers, on one side. */
interface OwnRow extends OwnQuestion {
  answers: string[];
  segments: Segment[];
  side: 'train' | 'test';
}

/** Counts what the test questions of each role share with what the same role is trained on. */
function countOwnLeaks(similarity: number) {
  const kinds: Shared[] = ['answer', 'cue', 'lines'];
  const base = { set: 'role_specific' as const, tested: 0, exact: 0, near: 0, example: null };
  const leaks = kinds.map((shared): Leak => ({ ...base, shared }));
  let current = '';
  const questions = new Map<string, OwnRow>();

  function closeRole(): void {
    const rows = [...questions.values()];
    const shared = sharedBy(rows, similarity);
    for (const leak of leaks) {
      if (leak.shared === 'question') continue;
      const found = findLeaks(rows, shared[leak.shared]);
      leak.tested += rows.filter(({ side }) => side === 'test').length;
      for (const [tested, { isExact, trained }] of found) {
        if (isExact) leak.exact += 1;
        else leak.near += 1;
        leak.example ??= { role: current, tested: (rows[tested] as OwnRow).question, trained };
      }
    }
    questions.clear();
  }

  return {
    add({ role, question, answer, segment, side }: SidedAnswer): void {
      if (role !== current) closeRole();
      current = role;
      const row = questions.get(question) ?? { question, answers: [], segments: [], side };
      questions.set(question, row);
      row.answers.push(answer);
      if (segment) row.segments.push(segment);
    },
    result(): Leak[] {
      closeRole();
      return leaks;
    },
  };
}

/** Of each test question that shares something with a trained one: with which, and whether exactly. */
function findLeaks(
  rows: readonly OwnRow[],
  pairs: Iterable<AlikePair>,
): Map<number, { isExact: boolean; trained: string }> {
  const found = new Map<number, { isExact: boolean; trained: string }>();
  for (const { left, right, isExact } of pairs) {
    const [one, other] = [rows[left] as OwnRow, rows[right] as OwnRow];
    if (one.side === other.side) continue;
    const [tested, trained] = one.side === 'test' ? [left, other] : [right, one];
    const known = found.get(tested);
    if (!known || (isExact && !known.isExact)) found.set(tested, { isExact, trained: trained.question });
  }
  return new Map([...found].sort(([a], [b]) => a - b));
}

/** A number for what a role answered: alike for answers that differ in case, punctuation and width alone. */
export const answerNumber = (role: string, answer: string): number =>
  hashNumber(0, 'answer', role, normaliseForComparison(answer));

/** Counts the general test questions of which a role gives an answer word for word that it is trained on elsewhere. */
function countRepeatedAnswers({ numberOf }: QuestionIndex, textOf: (question: number) => string) {
  const leak: Leak = { set: 'general', shared: 'answer', tested: 0, exact: 0, near: 0, example: null };
  let current = '';
  /** By an answer's number: the number of a question that is trained on with it, and each test question that has it. */
  const trained = new Map<number, number>();
  const tested = new Map<number, string[]>();

  function closeRole(): void {
    const leaking = new Map<string, Example>();
    for (const [number, questions] of tested) {
      const other = trained.get(number);
      if (other === undefined) continue;
      for (const question of questions)
        leaking.set(question, { role: current, tested: question, trained: textOf(other) });
    }
    leak.tested += new Set([...tested.values()].flat()).size;
    leak.exact += leaking.size;
    leak.example ??= leaking.values().next().value ?? null;
    trained.clear();
    tested.clear();
  }

  return {
    add({ role, question, answer, side }: SidedAnswer): void {
      if (role !== current) closeRole();
      current = role;
      const number = answerNumber(role, answer);
      if (side === 'train') {
        if (!trained.has(number)) trained.set(number, numberOf(question));
        return;
      }
      const known = tested.get(number);
      if (known) known.push(question);
      else tested.set(number, [question]);
    },
    result(): Leak {
      closeRole();
      return leak;
    },
  };
}
