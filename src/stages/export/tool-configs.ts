import { join } from 'node:path';
import type { ExportFormat } from '../../config.js';
import { writeFileAtomically } from '../../store/atomic.js';

const TURN_TAGS = {
  role_tag: 'role',
  content_tag: 'content',
  user_tag: 'user',
  assistant_tag: 'assistant',
  system_tag: 'system',
};

/** How LLaMA-Factory reads each format that it reads (formats.md 1). */
const LLAMA_FACTORY: Partial<Record<ExportFormat, object>> = {
  sharegpt: { formatting: 'sharegpt', columns: { messages: 'conversations', system: 'system' } },
  alpaca: { columns: { prompt: 'instruction', query: 'input', response: 'output', system: 'system' } },
  messages: { formatting: 'sharegpt', columns: { messages: 'messages' }, tags: TURN_TAGS },
};

/** dataset_info.json: LLaMA-Factory finds every set under `rolellm_FORMAT` with this folder as its `dataset_dir`. */
export function writeDatasetInfo(folder: string, formats: readonly ExportFormat[]): void {
  const entries = formats.flatMap((format) => {
    const how = LLAMA_FACTORY[format];
    return how
      ? ['train', 'test'].map((split) => [
          split === 'train' ? `rolellm_${format}` : `rolellm_${format}_test`,
          { file_name: `${format}/${split}.jsonl`, ...how },
        ])
      : [];
  });
  if (entries.length === 0) return;
  writeFileAtomically(join(folder, 'dataset_info.json'), [`${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`]);
}
