import { join } from 'node:path';
import { UserError } from '../errors.js';
import { type LanguageCode, languageOf } from '../languages/index.js';

/** The languages that RoleBench has. Rows in any other are in the other formats. */
export const BENCH_LANGUAGES = ['en', 'zh'] as const satisfies readonly LanguageCode[];
export type BenchLanguage = (typeof BENCH_LANGUAGES)[number];

/** Whether RoleBench has a language. */
export const isBenchLanguage = (code: LanguageCode): code is BenchLanguage =>
  (BENCH_LANGUAGES as readonly LanguageCode[]).includes(code);

const ONLY = `RoleBench has ${BENCH_LANGUAGES.map((code) => languageOf(code).name).join(' and ')} only`;

/** Throws UserError where RoleBench does not have the language. */
export function benchLanguage(code: LanguageCode): BenchLanguage {
  if (isBenchLanguage(code)) return code;
  throw new UserError(`${ONLY}: nothing in ${languageOf(code).name} can be scored as it scores`, {
    advice: `Name one of its languages with --lang: ${BENCH_LANGUAGES.join(' or ')}.`,
  });
}

/** Why its layout does not hold rows in a language; nothing where it does. */
export const whyNotInBench = (code: LanguageCode): string | undefined =>
  isBenchLanguage(code) ? undefined : `${ONLY}; the other formats hold ${languageOf(code).name} too`;

/** What a test set tests: new instructions to known roles, or roles that were not trained on. */
export type Generalization = 'instruction' | 'role';

/** The released folders of a language (papers.md 1.8): Chinese has one set of splits, for either generalization. */
const FOLDERS: Readonly<Record<BenchLanguage, { name: string } & Record<Generalization, string>>> = {
  en: {
    name: 'eng',
    instruction: 'rolebench-eng/instruction-generalization',
    role: 'rolebench-eng/role-generalization',
  },
  zh: { name: 'zh', instruction: 'rolebench-zh', role: 'rolebench-zh' },
};

/** The folders at the top of the layout that hold splits, and all of its folders. */
export const SPLIT_FOLDERS = BENCH_LANGUAGES.map((language) => `rolebench-${FOLDERS[language].name}`);
const TOP_FOLDERS = new Set(
  BENCH_LANGUAGES.flatMap((language) =>
    ['instructions', 'profiles', 'rolebench'].map((kind) => `${kind}-${FOLDERS[language].name}`),
  ),
);

/** Whether a folder at the top of an export belongs to the layout. */
export const isLayoutFolder = (name: string): boolean => TOP_FOLDERS.has(name);

/** The folder of a test set with what it is trained on. */
export const splitFolder = (language: BenchLanguage, generalization: Generalization): string =>
  FOLDERS[language][generalization];

export const profilesFolder = (language: BenchLanguage): string => `profiles-${FOLDERS[language].name}`;
export const instructionsFolder = (language: BenchLanguage): string => `instructions-${FOLDERS[language].name}`;

/** A role's dialogue lines within the profiles folder, whose name they repeat. */
export const linesFile = (profilesName: string, role: string): string => `${profilesName}-${role}.jsonl`;

/** RoleGPT's own answers to a test set, where a folder has them. */
export const baselineFiles = (root: string, language: BenchLanguage, generalization: Generalization): string[] =>
  ['general', 'role_specific'].map((set) =>
    join(root, splitFolder(language, generalization), set, 'rolegpt_baseline.jsonl'),
  );
