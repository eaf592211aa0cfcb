import { UserError } from '../errors.js';
import type { QuestionType } from '../records.js';
import type { SetName } from './answers.js';
import { checkHeldOut, mayBeHeldOut } from './held-out.js';
import type { BenchLanguage } from './layout.js';
import { indexQuestions, type QuestionIndex } from './leaks.js';
import type { BenchRow, BenchRows } from './read-rows.js';
import {
  createSplits,
  type Side,
  type SplitSettings,
  type Splits,
  trainingSideOfPair,
  trainingSides,
} from './splits.js';

/** A question to a role with its answers, on one side; on none where it would leak. */
export interface PartedRow {
  set: SetName;
  role: string;
  question: string;
  answers: { answer: string; type: QuestionType | null }[];
  side: Side;
}

/** A role with its rows. */
export interface PartedRole {
  role: string;
  language: BenchLanguage;
  rows: PartedRow[];
}

/** The rows of a folder in the rolebench layout, parted for training. */
export interface PartedBench {
  questions: QuestionIndex;
  /** How they are parted anew; undefined where the folder's own files decide. */
  splits: Splits | undefined;
  /** A role at a time. They may be read again. */
  roles(): Generator<PartedRole>;
}

/** Each role's own questions, once for each role, and each general one once. */
function* questionsOf(benches: readonly BenchRows[]): Generator<string> {
  const general = new Set<string>();
  for (const { roles, rowsOf } of benches) {
    for (const role of roles) {
      const own = new Set<string>();
      for (const { set, question } of rowsOf(role)) (set === 'general' ? general : own).add(question);
      yield* own;
    }
  }
  yield* general;
}

const answersOf = ({ answers, types }: BenchRow): PartedRow['answers'] =>
  answers.map((answer, k) => ({ answer, type: types[k] ?? types[0] ?? null }));

/** Rows of the same question in one set as one, with all their answers: both kinds of generalization hold most rows. */
function mergeRows(rows: Iterable<BenchRow>): Pick<PartedRow, 'set' | 'question' | 'answers'>[] {
  const merged = new Map<string, Pick<PartedRow, 'set' | 'question' | 'answers'>>();
  for (const row of rows) {
    const { set, question } = row;
    const known = merged.get(`${set}\n${question}`) ?? { set, question, answers: [] };
    const seen = new Set(known.answers.map(({ answer }) => answer));
    known.answers.push(...answersOf(row).filter(({ answer }) => !seen.has(answer)));
    merged.set(`${set}\n${question}`, known);
  }
  return [...merged.values()];
}

/**
 * Parts all rows of a folder anew, whatever file they are in: by role and by question, so that no test question, nor one that is
 * nearly the same, is trained on. Throws UserError where a role is named that may not be held out.
 */
export function partAnew(benches: readonly BenchRows[], settings: SplitSettings): PartedBench {
  const splitBy = settings.splitBy ?? 'instruction';
  if (splitBy === 'passage' || splitBy === 'scene') {
    throw new UserError(`--split-by ${splitBy} needs scripts, which the rows of a RoleBench folder do not name`, {
      advice: 'Take instruction (the default with --bench) or pair.',
    });
  }
  const mayHoldOut = benches.filter(mayBeHeldOut).flatMap(({ roles }) => roles);
  checkHeldOut(settings.heldOut, mayHoldOut);
  const questions = indexQuestions(questionsOf(benches), settings.leakSimilarity);
  const splits = createSplits(
    { ...settings, splitBy },
    { roles: mayHoldOut, isAlone: (question) => questions.isAlone(question) },
  );
  return {
    questions,
    splits,
    *roles() {
      for (const { language, roles, rowsOf } of benches) {
        for (const role of roles) {
          const merged = mergeRows(rowsOf(role));
          const own = merged.filter(({ set }) => set === 'role_specific').map(({ question }) => question);
          const sideOfOwn = trainingSides(splits, role, own);
          const sideOf = ({ set, question }: (typeof merged)[number]) =>
            set === 'general' ? trainingSideOfPair(splits, role, question) : sideOfOwn(question);
          yield { role, language, rows: merged.map((row) => ({ ...row, role, side: sideOf(row) })) };
        }
      }
    },
  };
}

/**
 * The rows of a folder on the sides of the files that they are in, but for training rows whose question is tested, or nearly the
 * same as one that is, in whatever role; by pair, but for those that test the same question in the same role.
 */
export function partAsFiled(benches: readonly BenchRows[], { splitBy, leakSimilarity }: SplitSettings): PartedBench {
  const questions = indexQuestions(questionsOf(benches), leakSimilarity);
  const tested = new Set<number>();
  for (const { roles, rowsOf } of benches) {
    for (const role of roles) {
      for (const { split, question } of rowsOf(role)) {
        if (split === 'test') tested.add(questions.numberOf(question));
      }
    }
  }
  const isLike = (question: string) => {
    const number = questions.numberOf(question);
    return tested.has(number) || questions.alikeTo(number).some((other) => tested.has(other));
  };
  return {
    questions,
    splits: undefined,
    *roles() {
      for (const { language, roles, rowsOf } of benches) {
        for (const role of roles) {
          const own = [...rowsOf(role)];
          const testedHere = new Set(own.flatMap(({ split, question }) => (split === 'test' ? [question] : [])));
          const leaks = (question: string) => (splitBy === 'pair' ? testedHere.has(question) : isLike(question));
          const rows = own.map((row) => {
            const { set, split, question } = row;
            const side: Side = split === 'test' ? 'test' : leaks(question) ? undefined : 'train';
            return { set, role, question, answers: answersOf(row), side };
          });
          yield { role, language, rows };
        }
      }
    },
  };
}
