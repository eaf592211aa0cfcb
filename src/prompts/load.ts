import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../errors.js';
import { languageCodes } from '../languages/index.js';
import type { LanguageCode } from '../records.js';
import { findFiles } from '../store/find-files.js';
import { readNamedFile } from '../store/read-file.js';
import { type Prompt, parsePrompt, promptExamples } from './template.js';

export { type Prompt, promptExamples, renderPrompt } from './template.js';

/** A prompt by its id, in a language. */
export type Prompts = (id: string, language: LanguageCode) => Prompt;

/** The prompts that the package ships. */
const SHIPPED = fileURLToPath(new URL('../../prompts/', import.meta.url));

/** The worked examples of some prompts in a language. */
export const examplesOf = (prompts: Prompts, ids: readonly string[], language: LanguageCode): string[] =>
  ids.flatMap((id) => promptExamples(prompts(id, language)));

/**
 * Reads all prompts of a folder with a folder a language in it; the shipped ones where none is named. Throws UserError where
 * one does not fit.
 */
export function loadPrompts(folder: string = SHIPPED): Prompts {
  const prompts = new Map<string, Prompt>();
  for (const language of languageCodes) {
    for (const file of findFiles('*.md', join(folder, language))) {
      const name = basename(file);
      const prompt = parsePrompt(readNamedFile(file).toString('utf8').replaceAll('\r\n', '\n'), file);
      if (`${prompt.id}.md` !== name || prompt.language !== language) {
        throw new UserError(`the prompt calls itself ${prompt.language}/${prompt.id}`, { file, line: 2 });
      }
      prompts.set(`${language}/${prompt.id}`, prompt);
    }
  }
  return (id, language) => {
    const prompt = prompts.get(`${language}/${id}`);
    if (!prompt) throw new UserError(`there is no prompt "${id}" for "${language}"`, { file: folder });
    return prompt;
  };
}
