import { join } from 'node:path';
import type { z } from 'zod';
import type { Answer } from '../../../records.js';
import { openRowWriter } from '../../../store/jsonl.js';

/** One answer as training data: with its role's system instruction (papers.md 1.9) and the side that it is on. */
export interface Sample
  extends Pick<
    Answer,
    'id' | 'set' | 'role' | 'language' | 'type' | 'category' | 'source' | 'question' | 'answer' | 'model'
  > {
  system: string;
  /** The side that every trainer's files have it on; null where it is on neither, because it would leak. */
  split: 'train' | 'test' | null;
}

/** Writes an export of one format, sample by sample. */
export interface FormatWriter {
  write(sample: Sample): void;
  /** Puts its files in place. Returns how many rows each has, by its path in the export. */
  commit(): Map<string, number>;
}

/** A format of a JSONL row a sample. */
export interface RowFormat<Row> {
  /** Its folder, too. */
  name: string;
  schema: z.ZodType<Row>;
  toRow(sample: Sample): Row;
  /** Why the tool that reads it would refuse, drop or misread the sample; undefined where it would not. */
  violation(sample: Sample): string | undefined;
}

/** Begins NAME/train.jsonl and NAME/test.jsonl in a folder. */
export function openRowFormat<Row>(folder: string, { name, schema, toRow }: RowFormat<Row>): FormatWriter {
  const paths = { train: `${name}/train.jsonl`, test: `${name}/test.jsonl` };
  const files = {
    train: openRowWriter(join(folder, paths.train), schema),
    test: openRowWriter(join(folder, paths.test), schema),
  };
  return {
    write: (sample) => {
      if (sample.split !== null) files[sample.split].write(toRow(sample));
    },
    commit: () =>
      new Map([
        [paths.train, files.train.commit().rows],
        [paths.test, files.test.commit().rows],
      ]),
  };
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/** What no reader takes: blank turns, and text that is not Unicode (pyarrow refuses a lone surrogate). */
export function commonViolation({ system, question, answer }: Sample): string | undefined {
  const turns = Object.entries({ 'system instruction': system, question, answer });
  const blank = turns.find(([, text]) => text.trim() === '');
  if (blank) return `its ${blank[0]} is blank`;
  const broken = turns.find(([, text]) => LONE_SURROGATE.test(text));
  return broken && `its ${broken[0]} holds half a character (a lone surrogate)`;
}
