import type { FreeContext } from '../stages/context.js';
import { readManifest, type StageRecord } from '../store/manifest.js';
import { type Calls, findPlanned } from './calls.js';
import type { Environment } from './settings.js';
import { type Stage, settingsOf } from './stage.js';
import type { Stop } from './stop.js';
import type { Toolbox } from './toolbox.js';
import { hasNothingToDo, type Now, watchHashes } from './up-to-date.js';

/** Runs one stage, and remembers what its files hash to. One that never waits would not hear a signal. */
export async function runOne(
  stage: Stage,
  context: FreeContext & Stop & Now,
  callsOf: (stage: Stage) => Promise<Calls>,
): Promise<StageRecord> {
  const learnHashes = watchHashes(stage, context);
  const record = await run();
  learnHashes(record);
  return record;

  async function run(): Promise<StageRecord> {
    if (stage.asks) return stage.run({ ...context, ...(await callsOf(stage)) });
    return stage.neverWaits ? context.atOnce(() => stage.run(context)) : stage.run(context);
  }
}

/** Finds the record of a stage that has nothing to do. */
export function createFindDone(
  now: Now & FreeContext & Pick<Toolbox, 'models'>,
  environment: Environment,
): (stage: Stage) => Promise<StageRecord | undefined> {
  return async (stage) => {
    const record = readManifest(now.data.manifest).stages[stage.name];
    if (!record || !hasNothingToDo(stage, record, now)) return undefined;
    const settings = settingsOf(stage, now.settings);
    const model = stage.asks
      ? (await findPlanned({ settings, environment, recipes: now.recipes, models: now.models })).model.name
      : undefined;
    if (model !== undefined && record.model !== model) return undefined;
    now.log.info(`${stage.name}: nothing to do: its inputs, settings and files are as they were`);
    stage.tell?.(record, now);
    return record;
  };
}
