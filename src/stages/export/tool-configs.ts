import { join } from 'node:path';
import { writeFileAtomically } from '../../store/atomic.js';
import type { Format } from './formats/format.js';

/** dataset_info.json: LLaMA-Factory finds every set under `rolellm_FORMAT` with this folder as its `dataset_dir`. */
export function writeDatasetInfo(folder: string, formats: ReadonlyMap<string, Format>): void {
  const entries = [...formats].flatMap(([format, { llamaFactory }]) =>
    llamaFactory
      ? ['train', 'test'].map((split) => [
          split === 'train' ? `rolellm_${format}` : `rolellm_${format}_test`,
          { file_name: `${format}/${split}.jsonl`, ...llamaFactory },
        ])
      : [],
  );
  if (entries.length === 0) return;
  writeFileAtomically(join(folder, 'dataset_info.json'), [`${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`]);
}
