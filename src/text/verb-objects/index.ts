import type { Language } from '../../records.js';

/** What a question asks somebody to do, in two words: the verb as a dictionary has it, and its direct object's noun. */
export interface VerbObject {
  verb: string;
  noun: string;
}

/** Finds the first verb of a question that has a noun for its object. Undefined where none has. */
export type VerbObjectFinder = (question: string) => VerbObject | undefined;

/** Opens the finder of a language: its tagger is loaded now and not before. */
export async function openVerbObjects(language: Language): Promise<VerbObjectFinder> {
  if (language === 'zh') {
    const { createChineseFinder } = await import('./chinese.js');
    return createChineseFinder();
  }
  const { createEnglishFinder } = await import('./english.js');
  return createEnglishFinder();
}
