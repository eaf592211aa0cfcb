import { join } from 'node:path';
import { z } from 'zod';
import { openRowWriter } from '../../../store/jsonl.js';
import { openOrderedRows } from '../../../store/ordered-rows.js';
import { type Dialogue, namedTexts } from '../../../turns.js';
import type { FreeContext } from '../../context.js';
import type { LeftOut } from '../left-out.js';
import type { ExportParts, Group, SplitSample } from '../samples.js';

/** Writes an export of one format, group by group or sample by sample. */
export interface FormatWriter {
  /** Returns the samples of the group that it holds. */
  writeGroup?(group: Group, leftOut: LeftOut): readonly SplitSample[];
  write?(sample: SplitSample): void;
  /** Puts its files in place. Returns how many rows each file of rows has, by its path in the export. */
  commit(): Map<string, number>;
}

/** What `export --format NAME` writes. */
export interface Format {
  /** Begins its files in a folder. */
  open(folder: string, context: FreeContext, parts: ExportParts): FormatWriter;
  /** Whether samples of this kind are what it is for; all are where it does not say. */
  isFor?(sample: SplitSample): boolean;
  /** Why the tool that reads it would refuse, drop or misread a sample; undefined where it would not. */
  violation?(sample: SplitSample): string | undefined;
  /** Its entry of dataset_info.json, by which LLaMA-Factory reads it (formats.md 1), and the folder of its files, its name where none is given. */
  llamaFactory?: object;
  llamaFactoryFolder?: string;
  /** Its columns for Hugging Face's reader, where that cannot learn them from the rows of each file. */
  features?: readonly object[];
}

/** The files of rows that a format writes, by the sides of its samples. */
const pathsOf = (name: string) => ({ train: `${name}/train.jsonl`, test: `${name}/test.jsonl` });

/** A format of JSONL rows. */
interface RowsFormat<Row> extends Pick<Format, 'llamaFactory' | 'features'>, Required<Pick<Format, 'violation'>> {
  /** Its folder, too. */
  name: string;
  schema: z.ZodType<Row>;
  toRows(sample: SplitSample): readonly Row[];
  /** Which rows stand before all others. */
  isFirst?(row: Row): boolean;
}

/** Writes NAME/train.jsonl and NAME/test.jsonl, any number of rows for a sample. */
export const formatOfManyRows = <Row>({ name, schema, toRows, isFirst, ...more }: RowsFormat<Row>): Format => ({
  ...more,
  open(folder) {
    const paths = pathsOf(name);
    const openFile = (path: string) =>
      isFirst ? openOrderedRows(join(folder, path), schema, isFirst) : openRowWriter(join(folder, path), schema);
    const files = { train: openFile(paths.train), test: openFile(paths.test) };
    return {
      write(sample) {
        const { split } = sample;
        if (split !== null) for (const row of toRows(sample)) files[split].write(row);
      },
      commit: () =>
        new Map([
          [paths.train, files.train.commit().rows],
          [paths.test, files.test.commit().rows],
        ]),
    };
  },
});

/** A format of a JSONL row a sample. */
type RowFormat<Row> = Omit<RowsFormat<Row>, 'toRows'> & { toRow(sample: SplitSample): Row };

/** Writes NAME/train.jsonl and NAME/test.jsonl, a row for each sample. */
export const formatOfRows = <Row>({ toRow, ...format }: RowFormat<Row>): Format =>
  formatOfManyRows({ ...format, toRows: (sample) => [toRow(sample)] });

/** LLaMA-Factory's sharegpt (formats.md 1): human and gpt in turn, the human first, the system text in a column of its own. */
export const ShareGptRow = z.strictObject({
  conversations: z.array(z.strictObject({ from: z.enum(['human', 'gpt']), value: z.string().min(1) })).min(2),
  system: z.string().min(1),
});
export type ShareGptRow = z.infer<typeof ShareGptRow>;

/** How LLaMA-Factory reads it. */
export const SHAREGPT_COLUMNS = {
  formatting: 'sharegpt',
  columns: { messages: 'conversations', system: 'system' },
};

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Whether a text holds what no reader takes: half a character. */
export const isBroken = (text: string): boolean => LONE_SURROGATE.test(text);

/** What no reader takes: blank turns, and text that is not Unicode (pyarrow refuses a lone surrogate). */
export function commonViolation(sample: Dialogue): string | undefined {
  const texts = namedTexts(sample);
  const blank = texts.find(([, text]) => text.trim() === '');
  if (blank) return `its ${blank[0]} is blank`;
  const broken = texts.find(([, text]) => isBroken(text));
  return broken && `its ${broken[0]} holds half a character (a lone surrogate)`;
}

/** What no chat template or converter takes, and a sample that teaches nothing: user and role speak in turn, and one turn is trained on. */
export function dialogueViolation(sample: Dialogue): string | undefined {
  const { turns } = sample;
  const common = commonViolation(sample);
  if (common !== undefined) return common;
  const wrong = turns.findIndex(({ by }, k) => by !== (k % 2 === 0 ? 'user' : 'role'));
  if (wrong !== -1) return `user and role do not speak in turn: see its turn ${wrong + 1}`;
  if (turns.length % 2 === 1) return 'it ends with a turn of the user';
  return turns.some(({ trained }) => trained) ? undefined : 'none of its turns is to be trained on';
}

/** As dialogueViolation, for readers that train on every turn of the role. */
export function everyTurnViolation(sample: SplitSample): string | undefined {
  const untrained = sample.turns.findIndex(({ by, trained }) => by === 'role' && !trained);
  return (
    dialogueViolation(sample) ??
    (untrained === -1
      ? undefined
      : `its turn ${untrained + 1} is not to be trained on, which openai, axolotl, turns and sharegpt-turns can say`)
  );
}
