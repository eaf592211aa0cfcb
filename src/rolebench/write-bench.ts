import { join } from 'node:path';
import type { z } from 'zod';
import { disclosesModel } from '../quality/ai-identity.js';
import type { DialogueLine, LanguageCode, Profile } from '../records.js';
import type { Dialogues } from '../store/dialogues.js';
import { openRowWriter, type RowWriter, writeRows } from '../store/jsonl.js';
import { findBrokenCharacter } from '../text/broken-characters.js';
import type { AcceptedPair, Answer } from './answers.js';
import { mayBeHeldOut } from './held-out.js';
import {
  type BenchLanguage,
  instructionsFolder,
  isBenchLanguage,
  linesFile,
  profilesFolder,
  splitFolder,
} from './layout.js';
import { GeneralRow, InstructionRow, NumsRow, ProfileRow, TestRow, TrainRow } from './rows.js';
import type { Side, Splits } from './splits.js';

/** What the layout holds of an answer. */
export type WrittenAnswer = Pick<Answer, 'role' | 'question' | 'answer' | 'type'>;

/** What it holds of a role-instruction pair. */
export interface WrittenPair {
  pair: Pick<AcceptedPair['pair'], 'role' | 'question' | 'baseline' | 'language'>;
  answers: readonly Pick<Answer, 'answer'>[];
}

/** Writes the released layout (papers.md 1.8) answer by answer. What is in a language that RoleBench does not have is left out. */
export interface RoleBenchWriter {
  profile(profile: Profile, linesOf: Dialogues): void;
  roleSpecific(role: string, answers: readonly WrittenAnswer[]): void;
  pair(pair: WrittenPair): void;
  /** A general instruction with the answer of its own data set. */
  instruction(language: LanguageCode, row: InstructionRow): void;
  /** Puts all files in place. Returns how many rows each of them has, by its path in the export. */
  commit(): Map<string, number>;
}

/** Equal questions of a role as one row with all their answers, as in the released test files. */
function mergeQuestions(answers: readonly WrittenAnswer[]): Map<string, WrittenAnswer[]> {
  const merged = new Map<string, WrittenAnswer[]>();
  for (const answer of answers) {
    const same = merged.get(answer.question);
    if (same) same.push(answer);
    else merged.set(answer.question, [answer]);
  }
  return merged;
}

const toProfileRow = ({ role, content, act_id, diag_id }: DialogueLine): ProfileRow => ({
  role,
  content,
  act_id,
  diag_id,
});

const toInstructionRow = (question: string, first: WrittenAnswer | undefined): InstructionRow => ({
  instruction: question,
  answer: first?.answer ?? '',
});

function toTestRow(question: string, answers: readonly WrittenAnswer[]): TestRow {
  return {
    role: answers[0]?.role ?? '',
    question,
    generated: answers.map(({ answer }) => answer),
    type: answers.map(({ type }) => type ?? 'script_agnostic'),
  };
}

function toTrainRow({ role, question, answer, type }: WrittenAnswer): TrainRow {
  return { role, question, generated: [answer], type: type ?? 'script_agnostic' };
}

/** The baseline is as the model gave it, filtered by nothing but what no file of the export may hold. */
const isExportable = (baseline: string) => !disclosesModel(baseline) && findBrokenCharacter(baseline) === undefined;

/** The folders of one language's splits: Chinese has no role generalization, nor has English where no role is held out. */
function splitFolders(language: BenchLanguage, { heldOut }: Splits): { instruction: string; role: string | undefined } {
  const hasHeldOut = mayBeHeldOut({ language }) && heldOut.size > 0;
  return {
    instruction: splitFolder(language, 'instruction'),
    role: hasHeldOut ? splitFolder(language, 'role') : undefined,
  };
}

/** Begins the export of these roles into a folder. */
export function openRoleBench(
  folder: string,
  profiles: readonly Pick<Profile, 'role' | 'language'>[],
  splits: Splits,
): RoleBenchWriter {
  const writers = new Map<string, RowWriter<unknown>>();
  /** Rows of the files of one role, which are in place already: two for each of a hundred roles would be much to hold open. */
  const rowsOfRole = new Map<string, number>();
  const languageOf = new Map(
    profiles.flatMap(({ role, language }) => (isBenchLanguage(language) ? [[role, language] as const] : [])),
  );

  /** The file of this path; opened when it is first named, so that readers find it even where it gets no row. */
  function file(path: string, schema: Parameters<typeof openRowWriter>[1]): RowWriter<unknown> {
    const open = writers.get(path) ?? openRowWriter(join(folder, path), schema);
    writers.set(path, open);
    return open;
  }

  function wholeFile<Row>(path: string, schema: z.ZodType<Row>, rows: Iterable<Row>): void {
    rowsOfRole.set(path, writeRows(join(folder, path), schema, rows).rows);
  }

  for (const language of new Set(languageOf.values())) {
    const { instruction, role } = splitFolders(language, splits);
    for (const at of role === undefined ? [instruction] : [instruction, role]) {
      for (const split of ['train', 'test', 'rolegpt_baseline']) file(`${at}/general/${split}.jsonl`, GeneralRow);
      file(`${at}/role_specific/train.jsonl`, TrainRow);
      file(`${at}/role_specific/test.jsonl`, TestRow);
    }
  }

  return {
    profile({ role, language, scripts }, linesOf) {
      if (!isBenchLanguage(language)) return;
      const at = profilesFolder(language);
      wholeFile(`${at}/${linesFile(at, role)}`, ProfileRow, linesOf(scripts).map(toProfileRow));
    },

    roleSpecific(role, answers) {
      const language = languageOf.get(role);
      if (language === undefined) return;
      const folders = splitFolders(language, splits);
      const merged = mergeQuestions(answers);
      const tested = splits.testQuestions(role, [...merged.keys()]);
      const instructions = [...merged].map(([question, [first]]) => toInstructionRow(question, first));
      wholeFile(`${instructionsFolder(language)}/role-specific-${role}.jsonl`, InstructionRow, instructions);
      for (const [question, same] of merged) {
        const test = toTestRow(question, same);
        const train = same.map(toTrainRow);
        const write = (at: string, side: Side) => {
          if (side === 'test') file(`${at}/role_specific/test.jsonl`, TestRow).write(test);
          if (side === 'train') for (const row of train) file(`${at}/role_specific/train.jsonl`, TrainRow).write(row);
        };
        write(folders.instruction, tested.has(question) ? 'test' : 'train');
        if (folders.role !== undefined) write(folders.role, splits.questionSide(role, question));
      }
      file(`${instructionsFolder(language)}/nums.jsonl`, NumsRow).write({
        role,
        script_based: answers.filter(({ type }) => type === 'script_based').length,
        script_agnostic: answers.filter(({ type }) => type === 'script_agnostic').length,
      });
    },

    pair({ pair, answers }) {
      const { role, question, baseline, language } = pair;
      if (!isBenchLanguage(language)) return;
      const generated = answers.map(({ answer }) => answer);
      const folders = splitFolders(language, splits);
      const write = (at: string, side: Side) => {
        if (side === undefined) return;
        file(`${at}/general/${side}.jsonl`, GeneralRow).write({ role, question, generated });
        if (side === 'train' || baseline === null || !isExportable(baseline)) return;
        file(`${at}/general/rolegpt_baseline.jsonl`, GeneralRow).write({ role, question, generated: [baseline] });
      };
      write(folders.instruction, splits.isTestPair(role, question) ? 'test' : 'train');
      if (folders.role !== undefined) write(folders.role, splits.pairSide(role, question));
    },

    instruction(language, row) {
      if (!isBenchLanguage(language)) return;
      file(`${instructionsFolder(language)}/general.jsonl`, InstructionRow).write(row);
    },

    commit() {
      const rows = new Map(rowsOfRole);
      for (const [path, writer] of writers) rows.set(path, writer.commit().rows);
      return rows;
    },
  };
}
