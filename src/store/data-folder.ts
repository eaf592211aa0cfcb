import { join } from 'node:path';
import { SPENT } from './find-journals.js';

/** Files of a data folder (design.md, "The data folder"). */
export interface DataFolder {
  root: string;
  profiles: string;
  dialogues: string;
  instructions: string;
  /** What is known of each role. */
  knowledge: string;
  /** Whether the model knows each role. */
  audit: string;
  /** The rows of a recipe. */
  rows(recipe: string): string;
  filtered: string;
  rejected: string;
  judged: string;
  /** What a person said of answers. */
  review: string;
  export: string;
  /** OpenCompass's configuration over the export: beside it, because it holds the path of this machine. */
  opencompass: string;
  /** Folder of one evaluation. */
  eval(name: string): string;
  /** Folder of the page that `rolellm report` writes. */
  report: string;
  /** Training files and the trainer's configuration. */
  rocit: string;
  manifest: string;
  /** The context windows that prompts were cut for. */
  windows: string;
  /** What the files' bytes hash to, so that those that were not touched need not be read again. */
  hashes: string;
  /** What tells the folder from others on a queue of workers, wherever it lies. */
  queueId: string;
  /** Folder of the journals. */
  calls: string;
  /** The journal of a stage. */
  journal(stage: string): string;
  /** Replies that came a second time: money that was spent, beside the journal. */
  spent(stage: string): string;
  /** The prompts that a stage asked, beside its journal. Nothing that is made depends on them. */
  prompts(stage: string): string;
  /** A reply that a defect of our own could not read. */
  unread: string;
  /** Folder of a stage's batches. */
  batches(stage: string): string;
}

/** The paths of a data folder; touches nothing. */
export function dataFolder(root: string): DataFolder {
  return {
    root,
    profiles: join(root, 'profiles.jsonl'),
    dialogues: join(root, 'dialogues.jsonl'),
    instructions: join(root, 'instructions.jsonl'),
    knowledge: join(root, 'knowledge.jsonl'),
    audit: join(root, 'audit.jsonl'),
    rows: (recipe) => join(root, `${recipe}.jsonl`),
    filtered: join(root, 'filtered.jsonl'),
    rejected: join(root, 'rejected.jsonl'),
    judged: join(root, 'judged.jsonl'),
    review: join(root, 'review.jsonl'),
    export: join(root, 'export'),
    opencompass: join(root, 'opencompass.py'),
    eval: (name) => join(root, 'eval', name),
    report: join(root, 'report'),
    rocit: join(root, 'rocit'),
    manifest: join(root, 'manifest.json'),
    windows: join(root, 'windows.json'),
    hashes: join(root, 'hashes.json'),
    queueId: join(root, 'queue.json'),
    calls: join(root, 'calls'),
    journal: (stage) => join(root, 'calls', `${stage}.jsonl`),
    spent: (stage) => join(root, 'calls', `${stage}${SPENT}`),
    prompts: (stage) => join(root, 'calls', `${stage}.prompts.jsonl`),
    unread: join(root, 'unread-reply.txt'),
    batches: (stage) => join(root, 'batches', stage),
  };
}
