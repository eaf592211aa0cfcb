import type { Settings } from '../config.js';
import type { FreeContext, RunContext } from '../stages/context.js';
import type { StageRecord } from '../store/manifest.js';

/** A stage as the command line runs it; one that asks no model needs none. */
export type Stage =
  | { name: string; asks: true; judges?: boolean; run(context: RunContext): Promise<StageRecord> }
  | { name: string; asks: false; run(context: FreeContext): Promise<StageRecord> };

/** The settings that a stage asks with: a judge of evaluations may be another model. */
export function settingsOf(stage: Stage, settings: Settings): Settings {
  const { judgeModel } = settings.eval;
  return stage.asks && stage.judges && judgeModel ? { ...settings, model: judgeModel } : settings;
}
