import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../errors.js';
import { languageCodes } from '../languages/index.js';
import type { LanguageCode } from '../records.js';
import { findFiles } from '../store/find-files.js';
import { readNamedFile } from '../store/read-file.js';
import { type Prompt, parsePrompt, promptExamples } from './template.js';

export { type Prompt, promptExamples, renderPrompt, renderWithoutEmptyLines } from './template.js';

/** A prompt by its id, in a language. Throws UserError where there is none; `has` says whether there is. */
export interface Prompts {
  (id: string, language: LanguageCode): Prompt;
  has(id: string, language: LanguageCode): boolean;
}

/** The prompts that the package ships. */
export const SHIPPED_PROMPTS = fileURLToPath(new URL('../../prompts/', import.meta.url));

/** The worked examples of some prompts in a language. */
export const examplesOf = (prompts: Prompts, ids: readonly string[], language: LanguageCode): string[] =>
  ids.flatMap((id) => (prompts.has(id, language) ? promptExamples(prompts(id, language)) : []));

/**
 * Reads all prompts of folders with a folder a language in each; the shipped ones where none is named. Of prompts with one id
 * the one of the last folder counts. Throws UserError where one does not fit.
 */
export function loadPrompts(...folders: readonly string[]): Prompts {
  const all = folders.length > 0 ? folders : [SHIPPED_PROMPTS];
  const prompts = new Map<string, Prompt>();
  for (const language of languageCodes) {
    for (const file of all.flatMap((folder) => findFiles('*.md', join(folder, language)))) {
      const name = basename(file);
      const prompt = parsePrompt(readNamedFile(file).toString('utf8').replaceAll('\r\n', '\n'), file);
      if (`${prompt.id}.md` !== name || prompt.language !== language) {
        throw new UserError(`the prompt calls itself ${prompt.language}/${prompt.id}`, { file, line: 2 });
      }
      prompts.set(`${language}/${prompt.id}`, prompt);
    }
  }
  const find = (id: string, language: LanguageCode): Prompt => {
    const prompt = prompts.get(`${language}/${id}`);
    if (!prompt) throw new UserError(`there is no prompt "${id}" for "${language}"`, { file: all[0] as string });
    return prompt;
  };
  return Object.assign(find, { has: (id: string, language: LanguageCode) => prompts.has(`${language}/${id}`) });
}
