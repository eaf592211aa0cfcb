import type { RocitSettings } from '../config.js';
import { type Dialogue, untilTrainedTurns } from '../turns.js';
import { toPromptCompletion, toShareGpt, toTrainMessages, toWeighedMessages } from './messages.js';

/** The row of a training file, as each trainer reads it (formats.md 1 to 3). */
export type Trainer = RocitSettings['trainer'];

/**
 * A sample in the shape that a trainer reads. Axolotl and OpenAI are told in one dialogue which turns count; TRL and LLaMA-Factory,
 * which have no loss for each turn, get a row for each turn that is trained on.
 */
export function toTrainerRows(trainer: Trainer, dialogue: Dialogue): Record<string, unknown>[] {
  if (trainer === 'axolotl') return [{ messages: toTrainMessages(dialogue) }];
  if (trainer === 'openai') return [{ messages: toWeighedMessages(dialogue) }];
  const parts = untilTrainedTurns(dialogue);
  return trainer === 'trl' ? parts.map(toPromptCompletion) : parts.map(toShareGpt);
}

/** LLaMA-Factory's description of the training file beside it. */
const DATASET_INFO = {
  rolellm: {
    file_name: 'train.jsonl',
    formatting: 'sharegpt',
    columns: { messages: 'conversations', system: 'system' },
  },
};

const toJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (slot, name: string) => String(values[name] ?? slot));
}

/** Axolotl's chat template: the base model's own, or the paper's markup. */
function axolotlTemplate(markup: RocitSettings['markup'], paper: string): string {
  if (markup === 'chat') return 'chat_template: tokenizer_default';
  const lines = paper.trimEnd().split('\n');
  return ['chat_template: jinja', 'chat_template_jinja: |', ...lines.map((line) => `  ${line}`)].join('\n');
}

/** Names of all files that a trainer may be configured with. */
export const TRAINER_FILES: readonly string[] = [
  'train.py',
  'fsdp.yaml',
  'paper.jinja',
  'trainer.json',
  'axolotl.yaml',
  'llama_factory.yaml',
  'dataset_info.json',
];

/** What the trainer is configured with, files by their names, from the shipped ones. `read` gives a shipped file's text. */
export function trainerFiles(
  settings: RocitSettings,
  seed: number,
  read: (path: string) => string,
): Record<string, string> {
  const { trainer, baseModel, markup, maxTokens, template, lora } = settings;
  const { epochs, learningRate, batchSize, accumulation } = settings;
  // OpenAI is handed the rows alone.
  if (trainer === 'openai') return {};
  const paper = read('trl/paper.jinja');
  const common = { base_model: baseModel, max_tokens: maxTokens, epochs, batch_size: batchSize, accumulation, seed };
  const values = { ...common, learning_rate: learningRate, ...lora };
  if (trainer === 'trl') {
    return {
      'train.py': read('trl/train.py'),
      'fsdp.yaml': read('trl/fsdp.yaml'),
      'paper.jinja': paper,
      'trainer.json': toJson({ ...common, learning_rate: learningRate, markup, lora }),
    };
  }
  const { whole: _, ...flat } = { ...values };
  if (trainer === 'axolotl') {
    const chat_template = axolotlTemplate(markup, paper);
    return { 'axolotl.yaml': fill(read('axolotl/axolotl.yaml'), { ...flat, chat_template }) };
  }
  return {
    'llama_factory.yaml': fill(read('llama-factory/llama_factory.yaml'), { ...flat, template }),
    'dataset_info.json': toJson(DATASET_INFO),
  };
}

/** The one command that starts a trainer on one GPU; its configuration's comments have those for more. */
export const START: Record<Trainer, string> = {
  trl: 'accelerate launch train.py',
  axolotl: 'axolotl train axolotl.yaml',
  'llama-factory': 'llamafactory-cli train llama_factory.yaml',
  openai: 'rolellm rocit --start openai',
};
