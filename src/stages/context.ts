import type { Settings } from '../config.js';
import type { ChatModel } from '../llm/chat-model.js';
import type { Executor } from '../llm/executor.js';
import type { Prompts } from '../prompts/load.js';
import type { Check } from '../quality/check.js';
import type { DataFolder } from '../store/data-folder.js';

/** Where a run tells what goes on. Structurally a pino logger. */
export interface Log {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

/** What every stage is given. */
export interface RunContext {
  settings: Settings;
  data: DataFolder;
  /** Whose name the rows carry; requests are made for it. */
  model: ChatModel;
  /** Gets them answered. */
  executor: Executor;
  prompts: Prompts;
  /** Row checks, in their order: `rowChecks`, or those and one's own. */
  checks: readonly Check[];
  log: Log;
  /** Nothing more is asked after this; what is in flight is waited for. */
  stop: AbortSignal;
  /** What is in flight is given up too. */
  abort: AbortSignal;
}

/** What a stage that asks no model is given. */
export type FreeContext = Omit<RunContext, 'model' | 'executor'>;

/** The user stopped the run. What was answered until then is in the journal. */
export class StoppedByUser extends Error {}
