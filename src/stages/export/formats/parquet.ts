import { join } from 'node:path';
import { openParquetFile } from '../../../store/parquet.js';
import { exchangeViolation, type Format } from './format.js';

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
] as const;

/** parquet/train.parquet and parquet/test.parquet: a sample a row with all that is known of it, as text. */
export const parquet: Format = {
  violation: exchangeViolation,
  open(folder) {
    const paths = { train: 'parquet/train.parquet', test: 'parquet/test.parquet' };
    const files = {
      train: openParquetFile(join(folder, paths.train), COLUMNS),
      test: openParquetFile(join(folder, paths.test), COLUMNS),
    };
    return {
      write(sample) {
        if (sample.split !== null) files[sample.split].write(sample);
      },
      commit: () =>
        new Map([
          [paths.train, files.train.commit()],
          [paths.test, files.test.commit()],
        ]),
    };
  },
};
