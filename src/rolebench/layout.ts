import { join } from 'node:path';
import type { LanguageCode } from '../records.js';

/** What a test set tests: new instructions to known roles, or roles that were not trained on. */
export type Generalization = 'instruction' | 'role';

/** The released folders of a language (papers.md 1.8): Chinese has one set of splits, for either generalization. */
const FOLDERS: Readonly<Record<LanguageCode, { name: string } & Record<Generalization, string>>> = {
  en: {
    name: 'eng',
    instruction: 'rolebench-eng/instruction-generalization',
    role: 'rolebench-eng/role-generalization',
  },
  zh: { name: 'zh', instruction: 'rolebench-zh', role: 'rolebench-zh' },
};

/** The languages that RoleBench has. */
export const BENCH_LANGUAGES: readonly LanguageCode[] = ['en', 'zh'];

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
export const splitFolder = (language: LanguageCode, generalization: Generalization): string =>
  FOLDERS[language][generalization];

export const profilesFolder = (language: LanguageCode): string => `profiles-${FOLDERS[language].name}`;
export const instructionsFolder = (language: LanguageCode): string => `instructions-${FOLDERS[language].name}`;

/** A role's dialogue lines within the profiles folder, whose name they repeat. */
export const linesFile = (profilesName: string, role: string): string => `${profilesName}-${role}.jsonl`;

/** RoleGPT's own answers to a test set, where a folder has them. */
export const baselineFiles = (root: string, language: LanguageCode, generalization: Generalization): string[] =>
  ['general', 'role_specific'].map((set) =>
    join(root, splitFolder(language, generalization), set, 'rolegpt_baseline.jsonl'),
  );
