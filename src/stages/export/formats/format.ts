import { join } from 'node:path';
import type { z } from 'zod';
import type { QuestionType, Sample } from '../../../records.js';
import type { SetName } from '../../../rolebench/answers.js';
import { openRowWriter } from '../../../store/jsonl.js';

/** A sample as training data: with its system text, its role's where it has none (papers.md 1.9), and the side that it is on. */
export interface SplitSample
  extends Pick<
    Sample,
    'id' | 'recipe' | 'kind' | 'role' | 'language' | 'category' | 'source' | 'segment' | 'turns' | 'model'
  > {
  /** What RoleBench calls its set and type; null where it has none for it. */
  set: SetName | null;
  type: QuestionType | null;
  system: string;
  /** The last turn, and the one that it answers. */
  question: string;
  answer: string;
  /** The side that every trainer's files have it on; null where it is on neither, because it would leak. */
  split: 'train' | 'test' | null;
}

/** Writes an export of one format, sample by sample. */
export interface FormatWriter {
  write(sample: SplitSample): void;
  /** Puts its files in place. Returns how many rows each has, by its path in the export. */
  commit(): Map<string, number>;
}

/** A format of a JSONL row a sample. */
export interface RowFormat<Row> {
  /** Its folder, too. */
  name: string;
  schema: z.ZodType<Row>;
  toRow(sample: SplitSample): Row;
  /** Why the tool that reads it would refuse, drop or misread the sample; undefined where it would not. */
  violation(sample: SplitSample): string | undefined;
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

/** The texts of a sample, each by what it is called. */
function namedTexts({ system, question, answer, turns }: SplitSample): [string, string][] {
  if (turns.length === 2) return Object.entries({ 'system instruction': system, question, answer });
  return [['system instruction', system], ...turns.map(({ text }, k): [string, string] => [`turn ${k + 1}`, text])];
}

/** What no reader takes: blank turns, and text that is not Unicode (pyarrow refuses a lone surrogate). */
export function commonViolation(sample: SplitSample): string | undefined {
  const texts = namedTexts(sample);
  const blank = texts.find(([, text]) => text.trim() === '');
  if (blank) return `its ${blank[0]} is blank`;
  const broken = texts.find(([, text]) => LONE_SURROGATE.test(text));
  return broken && `its ${broken[0]} holds half a character (a lone surrogate)`;
}

/** What a row of one question and one answer cannot hold. */
export function exchangeViolation(sample: SplitSample): string | undefined {
  const { length } = sample.turns;
  return commonViolation(sample) ?? (length > 2 ? `it has ${length} turns and the format holds two` : undefined);
}
