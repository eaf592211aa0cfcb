import type { Settings } from '../config.js';
import type { ChatModel } from '../llm/chat-model.js';
import type { Executor } from '../llm/executor.js';
import type { PromptRoom } from '../llm/room/index.js';
import type { Log } from '../log.js';
import type { Prompts } from '../prompts/load.js';
import type { Check } from '../quality/check.js';
import type { ScriptFormat } from '../readers/index.js';
import type { Recipe } from '../recipes/recipe.js';
import type { DataFolder } from '../store/data-folder.js';

/** How far a stage has come. */
export interface Progress {
  stage: string;
  /** What is counted: requests, or rows of a stage that asks no model. */
  of: 'requests' | 'rows';
  done: number;
  /** Of those done, what this run did. */
  fresh: number;
  /** Null where it is not known before the end. A stage that works in rounds plans more as it goes. */
  planned: number | null;
  /** `planned` is reckoned from the part that is planned so far. */
  isEstimate: boolean;
  failed: number;
  /** US dollars that the stage's replies cost, those of earlier runs too; null where no price is known. */
  cost: number | null;
  isOver: boolean;
}

/** What every stage is given. */
export interface RunContext {
  settings: Settings;
  data: DataFolder;
  /** Whose name the rows carry; requests are made for it. */
  model: ChatModel;
  /** Gets them answered. */
  executor: Executor;
  /** How much a prompt may show; as much as the settings say where nothing is known of the model. */
  room?: PromptRoom;
  prompts: Prompts;
  /** Row checks, in their order: `rowChecks`, or those and one's own. */
  checks: readonly Check[];
  /** In the order in which `generate` runs them. */
  recipes: readonly Recipe[];
  /** Layouts of scripts that are asked before the program's own. */
  formats?: readonly ScriptFormat[];
  /** SHA-256 of each plug-in, by its file. */
  plugins?: Readonly<Record<string, string>>;
  /** The settings that flags or the environment gave, for the records. */
  given?: Record<string, unknown>;
  log: Log;
  /** Told what a stage has done, again and again while it runs and once at its end. */
  onProgress?(progress: Progress): void;
  /** Nothing more is asked after this; what is in flight is waited for. */
  stop: AbortSignal;
  /** What is in flight is given up too. */
  abort: AbortSignal;
  /** Does work that never waits, and meanwhile lets a signal end the process at once: it would not be heard. */
  atOnce?<Value>(work: () => Value | Promise<Value>): Promise<Value>;
}

/** What a stage that asks no model is given. */
export type FreeContext = Omit<RunContext, 'model' | 'executor' | 'room'>;

/** The user stopped the run. What was answered until then is in the journal. */
export class StoppedByUser extends Error {}
