import { join } from 'node:path';
import type { z } from 'zod';
import { openRowWriter } from '../../../store/jsonl.js';
import type { FreeContext } from '../../context.js';
import type { LeftOut } from '../left-out.js';
import type { ExportParts, Group, SplitSample } from '../samples.js';

/** Writes an export of one format, group by group or sample by sample. */
export interface FormatWriter {
  writeGroup?(group: Group, leftOut: LeftOut): void;
  write?(sample: SplitSample): void;
  /** Puts its files in place. Returns how many rows each file of rows has, by its path in the export. */
  commit(): Map<string, number>;
}

/** What `export --format NAME` writes. */
export interface Format {
  /** Begins its files in a folder. */
  open(folder: string, context: FreeContext, parts: ExportParts): FormatWriter;
  /** Why the tool that reads it would refuse, drop or misread a sample; undefined where it would not. */
  violation?(sample: SplitSample): string | undefined;
  /** Its entry of dataset_info.json, by which LLaMA-Factory reads it (formats.md 1), and the folder of its files, its name where none is given. */
  llamaFactory?: object;
  llamaFactoryFolder?: string;
}

/** A format of a JSONL row a sample. */
interface RowFormat<Row> extends Pick<Format, 'llamaFactory'>, Required<Pick<Format, 'violation'>> {
  /** Its folder, too. */
  name: string;
  schema: z.ZodType<Row>;
  toRow(sample: SplitSample): Row;
}

/** Writes NAME/train.jsonl and NAME/test.jsonl. */
export const formatOfRows = <Row>({ name, schema, toRow, ...more }: RowFormat<Row>): Format => ({
  ...more,
  open(folder) {
    const paths = { train: `${name}/train.jsonl`, test: `${name}/test.jsonl` };
    const files = {
      train: openRowWriter(join(folder, paths.train), schema),
      test: openRowWriter(join(folder, paths.test), schema),
    };
    return {
      write(sample) {
        if (sample.split !== null) files[sample.split].write(toRow(sample));
      },
      commit: () =>
        new Map([
          [paths.train, files.train.commit().rows],
          [paths.test, files.test.commit().rows],
        ]),
    };
  },
});

const LONE_SURROGATE = /\p{Surrogate}/u;

/** The texts of a sample, each by what it is called. */
function namedTexts({ system, question, answer, turns }: SplitSample): [string, string][] {
  if (turns.length === 2) return Object.entries({ 'system instruction': system, question, answer });
  return [['system instruction', system], ...turns.map(({ text }, k): [string, string] => [`turn ${k + 1}`, text])];
}

/** Whether a text holds what no reader takes: half a character. */
export const isBroken = (text: string): boolean => LONE_SURROGATE.test(text);

/** What no reader takes: blank turns, and text that is not Unicode (pyarrow refuses a lone surrogate). */
export function commonViolation(sample: SplitSample): string | undefined {
  const texts = namedTexts(sample);
  const blank = texts.find(([, text]) => text.trim() === '');
  if (blank) return `its ${blank[0]} is blank`;
  const broken = texts.find(([, text]) => isBroken(text));
  return broken && `its ${broken[0]} holds half a character (a lone surrogate)`;
}

/** What a row of one question and one answer cannot hold. */
export function exchangeViolation(sample: SplitSample): string | undefined {
  const { length } = sample.turns;
  return commonViolation(sample) ?? (length > 2 ? `it has ${length} turns and the format holds two` : undefined);
}
