import type { Settings } from '../config.js';
import { UserError } from '../errors.js';
import type { BasisOf } from '../stages/basis.js';
import type { FreeContext, RunContext } from '../stages/context.js';
import type { DataFolder } from '../store/data-folder.js';
import type { ExchangedFolder } from '../store/exchange.js';
import { checkMade } from '../store/made.js';
import type { StageRecord } from '../store/manifest.js';
import { kindOf } from '../store/read-file.js';

/** A stage as the command line runs it; one that asks no model needs none, and one that never waits hears no signal. */
export type Stage =
  | (StageInputs & { name: string; asks: true; judges?: boolean; run(context: RunContext): Promise<StageRecord> })
  | (StageInputs & { name: string; asks: false; neverWaits?: true; run(context: FreeContext): Promise<StageRecord> });

/** What must be there before a stage can run by itself. */
interface StageInputs {
  /** A file of the data folder, and the command that makes it. */
  needs?: {
    file: keyof Pick<DataFolder, 'profiles' | 'filtered'>;
    from: string;
    /** Whether the settings name something else to read. */
    unless?(settings: Settings): boolean;
  };
  /** What its files are made from; with it, a stage that has nothing to do is known and skipped. */
  basis?: BasisOf;
  /** Says again what is to be known of its files, where it has nothing to do. */
  tell?(record: StageRecord, context: FreeContext): void;
  /** Looks at files of the user's own before anything is asked. Throws UserError where one does not fit. */
  checkInputs?(settings: Settings): void;
  /** The stages whose files it reads. */
  after?(settings: Settings): readonly string[];
  /** The folder that it writes anew as a whole. */
  replaces?(data: DataFolder): ExchangedFolder;
}

/** Throws UserError where what a stage needs is not there. */
export function checkNeeds({ needs }: Stage, data: DataFolder, settings: Settings): void {
  if (!needs || needs.unless?.(settings) || kindOf(data[needs.file]) !== undefined) return;
  checkMade(data);
  throw new UserError('this file does not exist yet', {
    file: data[needs.file],
    advice: `Run \`rolellm ${needs.from}\` first, or name another folder with --data.`,
  });
}

/** The settings that a stage asks with: a judge of evaluations may be another model. */
export function settingsOf(stage: Stage, settings: Settings): Settings {
  const { judgeModel } = settings.eval;
  return stage.asks && stage.judges && judgeModel ? { ...settings, model: judgeModel } : settings;
}
