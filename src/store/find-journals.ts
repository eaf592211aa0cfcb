import { findFiles } from './find-files.js';

/** The journals in a folder of calls; the prompts beside them are none. */
export function findJournals(calls: string): string[] {
  return findFiles('*.jsonl', calls).filter((file) => !file.endsWith('.prompts.jsonl'));
}
