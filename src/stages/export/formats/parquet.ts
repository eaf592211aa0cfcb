import { join } from 'node:path';
import { openParquetFile } from '../../../store/parquet.js';
import { commonViolation, type Format } from './format.js';

const COLUMNS = [
  'id',
  'set',
  'role',
  'language',
  'type',
  'category',
  'source',
  'system',
  'question',
  'answer',
  'model',
  'recipe',
  'kind',
  'script',
  { name: 'turns', list: { by: 'STRING', speaker: 'STRING', text: 'STRING', trained: 'BOOLEAN' } },
] as const;

/** parquet/train.parquet and parquet/test.parquet: a sample a row with all that is known of it. Question and answer are its last turns. */
export const parquet: Format = {
  violation: commonViolation,
  open(folder) {
    const paths = { train: 'parquet/train.parquet', test: 'parquet/test.parquet' };
    const files = {
      train: openParquetFile(join(folder, paths.train), COLUMNS),
      test: openParquetFile(join(folder, paths.test), COLUMNS),
    };
    return {
      write(sample) {
        if (sample.split !== null) files[sample.split].write({ ...sample, script: sample.segment?.script ?? null });
      },
      commit: () =>
        new Map([
          [paths.train, files.train.commit()],
          [paths.test, files.test.commit()],
        ]),
    };
  },
};
