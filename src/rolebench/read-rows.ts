import { join } from 'node:path';
import { UserError } from '../errors.js';
import { type LanguageCode, languageOf } from '../languages/index.js';
import type { QuestionType } from '../records.js';
import { readRows } from '../store/jsonl.js';
import { kindOf } from '../store/read-file.js';
import { keysOf, openRowGroups } from '../store/row-groups.js';
import type { SetName } from './answers.js';
import {
  BENCH_LANGUAGES,
  type BenchLanguage,
  benchLanguage,
  type Generalization,
  instructionsFolder,
  profilesFolder,
  splitFolder,
} from './layout.js';
import { AnyRow, readDescriptions } from './read-bench.js';
import { InstructionRow } from './rows.js';

const SETS: readonly SetName[] = ['role_specific', 'general'];
const SPLITS = ['train', 'test'] as const;
const GENERALIZATIONS: readonly Generalization[] = ['instruction', 'role'];

/** A question to a role with its answers, as a file of a folder has it. */
export interface BenchRow {
  set: SetName;
  /** The file that it is in. */
  split: 'train' | 'test';
  question: string;
  answers: string[];
  types: QuestionType[];
}

/** All rows of a language in a folder of RoleBench's layout, those that are trained on too. */
export interface BenchRows {
  language: BenchLanguage;
  /** In the order in which the files have them first. */
  roles: readonly string[];
  descriptions: ReadonlyMap<string, string>;
  descriptionsFile: string;
  /** A role's rows: its own questions first, what is trained on before what is tested. It may be read again. */
  rowsOf(role: string): Generator<BenchRow>;
  /** General instructions with the answers of their own data sets. */
  instructions(): Generator<InstructionRow>;
}

/** Which files of a folder are read: those of one kind of generalization, or all. */
export interface BenchPart {
  language?: LanguageCode | undefined;
  generalization: Generalization | 'all';
}

const foldersOf = (language: BenchLanguage, { generalization }: BenchPart): string[] => [
  ...new Set(
    (generalization === 'all' ? GENERALIZATIONS : [generalization]).map((kind) => splitFolder(language, kind)),
  ),
];

const languagesOf = ({ language }: BenchPart): readonly BenchLanguage[] =>
  BENCH_LANGUAGES.filter((one) => language === undefined || one === language);

const rowFiles = (root: string, language: BenchLanguage, part: BenchPart) =>
  SETS.flatMap((set) =>
    SPLITS.flatMap((split) =>
      foldersOf(language, part).map((folder) => ({ set, split, file: join(root, folder, set, `${split}.jsonl`) })),
    ),
  );

/** The files that are read; those that are not there do not count. */
export const filesOfRows = (root: string, part: BenchPart): string[] =>
  languagesOf(part).flatMap((language) => [
    join(root, profilesFolder(language), 'desc.json'),
    join(root, instructionsFolder(language), 'general.jsonl'),
    ...rowFiles(root, language, part).map(({ file }) => file),
  ]);

function openLanguage(root: string, language: BenchLanguage, part: BenchPart): BenchRows {
  const descriptionsFile = join(root, profilesFolder(language), 'desc.json');
  const files = rowFiles(root, language, part).map(({ file, ...where }) => ({
    ...where,
    rows: openRowGroups(file, AnyRow, keysOf('role')),
  }));
  return {
    language,
    roles: [...new Set(files.flatMap(({ rows }) => [...rows.keys()]))],
    descriptions: readDescriptions(descriptionsFile),
    descriptionsFile,
    *rowsOf(role) {
      for (const { rows, ...where } of files) {
        for (const { question, generated, type } of rows.read(role)) {
          // The released rows have spaces around many texts, which no answer should begin with.
          const answers = generated.map((answer) => answer.trim());
          yield { ...where, question: question.trim(), answers, types: type };
        }
      }
    },
    *instructions() {
      yield* readRows(join(root, instructionsFolder(language), 'general.jsonl'), InstructionRow);
    },
  };
}

function refuseFolder(root: string, part: BenchPart): never {
  const other = part.generalization === 'instruction' ? 'role' : 'instruction';
  const hasOther = languagesOf(part).some((one) => kindOf(join(root, splitFolder(one, other))) === 'folder');
  if (part.generalization !== 'all' && hasOther) {
    throw new UserError(`this folder has no ${part.generalization} generalization`, {
      file: root,
      advice: `Take the other with --generalization ${other}, or have all rows parted with --held-out.`,
    });
  }
  const [only] = part.language === undefined ? [] : languagesOf(part);
  if (only !== undefined) {
    throw new UserError(`this is not a RoleBench folder: it has no rows in ${languageOf(only).name}`, {
      file: root,
      advice: 'Name another folder with --bench, or another language with --lang.',
    });
  }
  throw new UserError('this is not a RoleBench folder: it has neither rolebench-eng/ nor rolebench-zh/', {
    file: root,
    advice: 'Name a folder in the layout of RoleBench with --bench.',
  });
}

/**
 * Opens the rows of a folder in the rolebench layout, by language. Throws UserError where it has none of the files, where a role
 * has no description, and where RoleBench does not have the language.
 */
export function openBenchRows(root: string, part: BenchPart): BenchRows[] {
  if (part.language !== undefined) benchLanguage(part.language);
  const present = languagesOf(part).filter((language) =>
    foldersOf(language, part).some((folder) => kindOf(join(root, folder)) === 'folder'),
  );
  const opened = present.map((language) => openLanguage(root, language, part));
  if (opened.every(({ roles }) => roles.length === 0)) refuseFolder(root, part);
  for (const { roles, descriptions, descriptionsFile } of opened) {
    const without = roles.filter((role) => !descriptions.has(role));
    if (without.length === 0) continue;
    throw new UserError(
      `${without.length} of ${roles.length} roles have rows and no description: ${without.join(', ')}`,
      {
        file: descriptionsFile,
        advice: 'Add them: each role is described in its system message.',
      },
    );
  }
  return opened;
}
