import { basename } from 'node:path';
import type { DataFolder } from '../store/data-folder.js';
import { findJournals, MEASURING, SPENT } from '../store/find-journals.js';
import { type JournalEntry, readSoundEntries } from '../store/journal.js';
import type { StageRecord } from '../store/manifest.js';
import { createReplyPlaces } from '../store/reply-places.js';
import { goesInCircles } from '../text/loops.js';
import { holdsThoughts } from './visible-text.js';

/** What became of the replies to one prompt of one model: replies = requests + asked_again, usable = replies - unusable. */
export interface ReplyCounts {
  /** `id@version` of the prompt's file. */
  prompt: string;
  model: string;
  /** Requests that were answered. */
  requests: number;
  replies: number;
  /** Replies that could not be used: each after which its request was asked again, and each that was the last one. */
  unusable: number;
  /** Replies that were cut off at the longest length allowed, those that loop among them. */
  cut_off: number;
  /** Replies that go round in circles until their end. */
  looped: number;
  /** Replies whose thoughts were taken off. */
  thought: number;
  /** Replies to requests that had one before. */
  asked_again: number;
}

/**
 * Counts the replies of a journal, by prompt and model, in the order of their names. Reads a line at a time, also while a run adds
 * to it; a damaged line is left out, as the run that reads the journal names it. Which last replies cannot be used is known to
 * whoever read them: the stage's record says how many.
 */
export function countReplies(file: string, { unusable = [] }: Pick<StageRecord, 'unusable'> = {}): ReplyCounts[] {
  const known = createReplyPlaces();
  const all = new Map<string, ReplyCounts>();

  function countsOf({ prompt, model }: JournalEntry): ReplyCounts {
    const key = JSON.stringify([prompt, model]);
    const found = all.get(key);
    if (found) return found;
    const none = { requests: 0, replies: 0, unusable: 0, cut_off: 0, looped: 0, thought: 0, asked_again: 0 };
    const counts = { prompt, model, ...none };
    all.set(key, counts);
    return counts;
  }

  for (const entry of readSoundEntries(file)) {
    const counts = countsOf(entry);
    for (const [k, id] of entry.ids.entries()) {
      const content = entry.contents[k] ?? '';
      const isAgain = known.find(id) !== undefined;
      known.enter(id, { offset: 0, length: 0, isCut: false });
      counts.replies += 1;
      counts[isAgain ? 'asked_again' : 'requests'] += 1;
      if (entry.finish_reasons[k] === 'length') counts.cut_off += 1;
      if (goesInCircles(content)) counts.looped += 1;
      if (holdsThoughts(content)) counts.thought += 1;
    }
  }
  for (const counts of all.values()) {
    const last = unusable.find(({ prompt, model }) => prompt === counts.prompt && model === counts.model);
    counts.unusable = counts.asked_again + Math.min(last?.requests ?? 0, counts.requests);
  }
  const nameOf = ({ prompt, model }: ReplyCounts) => `${prompt} ${model}`;
  return [...all.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** What became of replies, with the stage that asked for them. */
export interface StageReplies extends ReplyCounts {
  stage: string;
}

/** Whether the replies of a journal are read: those that only measure, and second replies of a queue, are none. */
const isRead = (file: string) => !file.endsWith(SPENT) && basename(file) !== `${MEASURING}.jsonl`;

/** Counts the replies in all journals of a data folder that are read, by stage, prompt and model. */
export function countAllReplies(
  { calls }: Pick<DataFolder, 'calls'>,
  stages: Readonly<Record<string, StageRecord>>,
): StageReplies[] {
  return findJournals(calls)
    .filter(isRead)
    .flatMap((file) => {
      const stage = basename(file, '.jsonl');
      const record = Object.hasOwn(stages, stage) ? stages[stage] : undefined;
      return countReplies(file, record).map((counts) => ({ stage, ...counts }));
    });
}
