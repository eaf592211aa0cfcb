import { join } from 'node:path';
import { writeFileAtomically } from '../../store/atomic.js';
import type { Format } from './formats/format.js';

/**
 * dataset_info.json: LLaMA-Factory finds every set under `rolellm_FORMAT` with this folder as its `dataset_dir`. `files` are
 * those that were written.
 */
export function writeDatasetInfo(
  folder: string,
  formats: ReadonlyMap<string, Format>,
  files: ReadonlyMap<string, number>,
): void {
  const entries = [...formats].flatMap(([format, { llamaFactory, llamaFactoryFolder = format }]) =>
    ['train', 'test'].flatMap((split) => {
      const file_name = `${llamaFactoryFolder}/${split}.jsonl`;
      const name = split === 'train' ? `rolellm_${format}` : `rolellm_${format}_test`;
      return llamaFactory && files.has(file_name) ? [[name, { file_name, ...llamaFactory }]] : [];
    }),
  );
  if (entries.length === 0) return;
  writeFileAtomically(join(folder, 'dataset_info.json'), [`${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`]);
}
