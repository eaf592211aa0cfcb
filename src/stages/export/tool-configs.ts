import { join } from 'node:path';
import { writeFileAtomically } from '../../store/atomic.js';
import type { Format } from './formats/format.js';

/**
 * dataset_info.json: LLaMA-Factory finds every set under `rolellm_FORMAT` with this folder as its `dataset_dir`. A file without rows
 * is not named: its reader ends with an error there.
 */
export function writeDatasetInfo(
  folder: string,
  formats: ReadonlyMap<string, Format>,
  files: ReadonlyMap<string, number>,
): void {
  const entries = [...formats].flatMap(([format, { llamaFactory, llamaFactoryFolder = format }]) =>
    llamaFactory
      ? (['train', 'test'] as const).flatMap((split) => {
          const file_name = `${llamaFactoryFolder}/${split}.jsonl`;
          const name = split === 'train' ? `rolellm_${format}` : `rolellm_${format}_test`;
          return files.get(file_name) ? [[name, { file_name, ...llamaFactory }]] : [];
        })
      : [],
  );
  if (entries.length === 0) return;
  writeFileAtomically(join(folder, 'dataset_info.json'), [`${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`]);
}
