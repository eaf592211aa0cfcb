import { fileURLToPath } from 'node:url';
import { UserError } from '../../errors.js';
import type { Instruction, LanguageCode } from '../../records.js';
import { readNamedFile } from '../../store/read-file.js';
import { readInstructions } from './read-instructions.js';
import { sampleInstructions } from './sample-instructions.js';
import type { RoleGptSettings } from './settings.js';

/** The sample that the package ships: a file a language. */
export function shippedInstructions(language: LanguageCode): string {
  return fileURLToPath(new URL(`../../../instructions/${language}.jsonl`, import.meta.url));
}

/** Reads the user's own file of instructions, where one is named, to see whether it fits. Throws UserError where it does not. */
export function checkInstructions({ instructions: file }: RoleGptSettings): void {
  if (file !== undefined) readInstructions(readNamedFile(file).toString('utf8'), file);
}

/**
 * The general instructions of a run: from the user's file or the shipped sample, through the sampler of papers.md 1.5, for the
 * languages that its roles speak. Throws UserError where the file does not fit or holds nothing for a language.
 */
export function loadInstructions(
  settings: Pick<RoleGptSettings, 'instructions' | 'maxInstructionWords' | 'count' | 'similarity' | 'categories'>,
  languages: readonly LanguageCode[],
  seed: number,
  limit: number | undefined,
  key = 'rolegpt',
): Instruction[] {
  const files = settings.instructions ? [settings.instructions] : languages.map(shippedInstructions);
  const all = files.flatMap((file) => readInstructions(readNamedFile(file).toString('utf8'), file));
  return languages.flatMap((language) => {
    const own = all.filter((instruction) => instruction.language === language);
    const count = limit === undefined ? settings.count : Math.min(limit, settings.count ?? limit);
    const { kept } = sampleInstructions(own, {
      maxWords: settings.maxInstructionWords,
      count,
      similarity: settings.similarity,
      categories: settings.categories,
      seed,
    });
    if (kept.length > 0) return kept;
    throw new UserError(`no instruction is left for roles that speak "${language}"`, {
      ...(settings.instructions ? { file: settings.instructions } : {}),
      advice: `Add some in that language, raise ${key}.maxInstructionWords, or name fewer categories.`,
    });
  });
}
