import { resolve } from 'node:path';
import type { LanguageCode } from '../records.js';
import { type BenchLanguage, isBenchLanguage } from './layout.js';

/** OpenCompass's own configurations of RoleBench (formats.md 6): module, variable, and our name for the set. */
const OPENCOMPASS: Record<BenchLanguage, [module: string, abbr: string][]> = {
  en: [
    ['instruction_generalization_eng', 'rolellm_instruction_eng'],
    ['role_generalization_eng', 'rolellm_role_eng'],
  ],
  zh: [['instruction_generalization_zh', 'rolellm_instruction_zh']],
};

/**
 * OpenCompass's RoleBench configurations over an export. The path is absolute, because the loader of the Chinese set does not
 * resolve another, and every set has a name of its own.
 */
export function renderOpenCompass(
  exportFolder: string,
  { languages, heldOut }: { languages: readonly LanguageCode[]; heldOut: ReadonlySet<string> },
): string {
  const sets = languages
    .filter(isBenchLanguage)
    .flatMap((language) => OPENCOMPASS[language])
    .filter(([module]) => heldOut.size > 0 || !module.startsWith('role_generalization'));
  const lines = [
    '# RoleBench as OpenCompass scores it, over the export beside this file. Add a line `models = [...]` and run',
    '# `opencompass` with this file. The path is absolute: run `rolellm export` again after moving the folder.',
    'from mmengine.config import read_base',
    '',
    'with read_base():',
    ...sets.map(([module]) => `    from opencompass.configs.datasets.rolebench.${module} import ${module}_datasets`),
    '',
    `path = ${JSON.stringify(resolve(exportFolder).replaceAll('\\', '/'))}`,
    'datasets = []',
    ...sets.map(([module, abbr]) => `datasets += [dict(one, path=path, abbr='${abbr}') for one in ${module}_datasets]`),
  ];
  return `${lines.join('\n')}\n`;
}
