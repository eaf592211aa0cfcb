import { openJournal } from '../../store/journal.js';
import type { JournalEntry } from '../../store/journal-line.js';
import { type JournalReader, openJournalReader } from '../../store/journal-reader.js';
import { costOf, type Price } from '../prices.js';
import { type Answer, repliesOf } from './wire.js';

/** Replies that came beside those in the journal: money that was spent, never data. */
export interface SpentReplies {
  /** What tells whether a very reply is in its stage's journal, or with those that were spent; reads each of these files once. */
  lookUp(): (answer: Answer) => boolean;
  /** Keeps a reply that is not to be data. Resolves when it is on disk. */
  keep(answer: Answer): Promise<void>;
}

/** Where a stage's journal is, and the file of its spent replies. */
export interface SpentFiles {
  journal(stage: string): string;
  spent(stage: string): string;
}

/** The spent replies of a data folder, of one model. */
export function spentReplies(files: SpentFiles, model: string, price: Price | null): SpentReplies {
  /** Whether a reply is in a file. */
  const createIsIn = () => {
    const readers = new Map<string, JournalReader>();
    return (file: string, { id, ids: [first] }: Answer): boolean => {
      if (first === undefined) return false;
      const reader = readers.get(file) ?? openJournalReader(file);
      readers.set(file, reader);
      return reader.entriesOf(first).some(({ reply }) => reply === id);
    };
  };
  return {
    lookUp() {
      const isIn = createIsIn();
      return (answer) => isIn(files.journal(answer.stage), answer) || isIn(files.spent(answer.stage), answer);
    },
    async keep(answer) {
      if (!answer.replies || createIsIn()(files.spent(answer.stage), answer)) return;
      const { choices, usage } = repliesOf(answer.replies);
      const ids = answer.ids.slice(0, choices.length);
      const kept = choices.slice(0, ids.length);
      if (kept.length === 0) return;
      const entry: JournalEntry = {
        ids,
        contents: kept.map(({ content }) => content),
        finish_reasons: kept.map(({ finish_reason }) => finish_reason),
        usage: { cached_tokens: 0, ...usage },
        cost: price && costOf(usage, price),
        model,
        prompt: answer.prompt,
        reply: answer.id,
      };
      // Seldom enough that the file need not stay open.
      const journal = openJournal(files.spent(answer.stage));
      try {
        await journal.append(entry);
      } finally {
        await journal.close();
      }
    },
  };
}
