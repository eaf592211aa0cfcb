import { findFiles } from './find-files.js';

/** What second replies to calls are kept under, beside a stage's journal: money that was spent, and no data. */
export const SPENT = '.spent.jsonl';

/** The journal of the replies that only measure how a model counts tokens: nobody reads what they say. */
export const MEASURING = 'window';

/** The journals in a folder of calls; the prompts beside them are none. */
export function findJournals(calls: string): string[] {
  return findFiles('*.jsonl', calls).filter((file) => !file.endsWith('.prompts.jsonl'));
}
