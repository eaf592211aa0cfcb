import type { Settings } from '../../config.js';
import { countAllReplies } from '../../llm/reply-counts.js';
import { recipesIn } from '../../recipes/recipes-in.js';
import { tellRecipes } from '../../recipes/tell-recipes.js';
import { tellAudit } from '../../stages/audit/tell.js';
import { emptyRecord } from '../../stages/basis.js';
import { recordIn } from '../../stages/changes.js';
import { dataFolder } from '../../store/data-folder.js';
import { openFileHashes } from '../../store/file-hashes.js';
import { readHolder } from '../../store/lock.js';
import { checkMade } from '../../store/made.js';
import { readManifest, type StageRecord } from '../../store/manifest.js';
import { kindOf } from '../../store/read-file.js';
import { EXIT } from '../exit.js';
import type { Flags } from '../flags.js';
import { printOut } from '../print.js';
import { readEnvironment, readSettings, settingsWith } from '../settings.js';
import { readSpent, sumOfSpent, tellSpent, withSpent } from '../spent.js';
import { type Stage, settingsOf } from '../stage.js';
import { renderLacking, renderReplies, renderStages, type ShownStage } from '../tables.js';
import { openToolbox } from '../toolbox.js';
import { type Now, whyNotCurrent } from '../up-to-date.js';
import { allStages, evalStage, judgeStage, NEEDED_STAGES, rankStage, rocitStage, scenesStage } from './stages.js';

/** The stages that `generate` runs, and those that are shown where they have run. */
const EXTRA = [judgeStage, rocitStage, evalStage, scenesStage, rankStage];

/** States after which what comes later has to be made again. */
const UNSETTLED = new Set(['stale', 'absent', 'running', 'interrupted']);

/** A stage with its state as it is now, and why its files are stale. */
interface StageState {
  name: string;
  record: StageRecord;
  state: string;
  why?: string;
}

/** What states depend on beside the records. */
interface Here extends Omit<Now, 'settings'> {
  flags: Flags;
  /** The settings of now, without what flags gave a stage. */
  now: Settings;
  isHeld: boolean;
}

/** The model that the settings name now, where it is another than that of the rows. */
function whyOtherModel({ model }: StageRecord, settings: Settings): string | undefined {
  const named = settings.provider === 'offline' ? 'offline' : settings.model;
  return model === null || named === undefined || named === model ? undefined : `made by the model ${model}`;
}

/** What a stage's state is, from its record and the files, settings and prompts of now. */
function findState(stage: Stage, record: StageRecord, before: ReadonlyMap<string, StageState>, here: Here): StageState {
  const shown = { name: stage.name, record };
  if (record.state === 'running') return { ...shown, state: here.isHeld ? 'running' : 'interrupted' };
  const [main] = Object.keys(recordIn(here.data.root, record).outputs);
  if (main !== undefined && kindOf(main) === undefined) return { ...shown, state: 'absent' };
  const settings = settingsWith(here.flags, record.given ?? {}, here);
  const unsettled = stage.after?.(settings).find((one) => UNSETTLED.has(before.get(one)?.state ?? ''));
  const why =
    whyOtherModel(record, settingsOf(stage, settings)) ??
    whyNotCurrent(stage, record, { ...here, settings }) ??
    (unsettled && `${unsettled} has to run again`);
  return why === undefined ? { ...shown, state: record.state } : { ...shown, state: 'stale', why };
}

/** All stages with their states, those of `generate` also where they have not run yet. */
function findStates(here: Here): StageState[] {
  const { stages } = readManifest(here.data.manifest);
  const states: StageState[] = [];
  // A recipe that never ran was not asked for: what was made of the others is whole.
  const ran = new Map<string, StageState>();
  const main = allStages(recipesIn(here.recipes, here.data), here.now);
  const [first, ...others] = main;
  for (const stage of new Set([first as Stage, ...NEEDED_STAGES, ...others, ...EXTRA])) {
    const record = stages[stage.name];
    if (record) {
      const state = findState(stage, record, ran, here);
      ran.set(stage.name, state);
      states.push(state);
    } else if (main.includes(stage)) {
      states.push({ name: stage.name, record: emptyRecord({}, []), state: 'absent' });
    }
  }
  return states;
}

/**
 * Prints what each stage of a data folder has done, and whether its files are what its inputs and settings of now would give.
 * Returns 1 where something is missing, unfinished, stale or gone, else 0.
 */
export async function showStatus(flags: Flags): Promise<number> {
  const toolbox = await openToolbox(flags);
  const now = readSettings(flags, readEnvironment(process.env), toolbox);
  const { data: root } = now;
  const data = dataFolder(root);
  checkMade(data);
  const holder = readHolder(root);
  const states = findStates({
    flags,
    now,
    data,
    isHeld: holder !== undefined,
    ...toolbox,
    hashes: openFileHashes(data.hashes),
  });
  const records = states.map(({ record }) => record);
  const replies = countAllReplies(data, readManifest(data.manifest).stages);
  const spent = readSpent(data);
  const second = sumOfSpent(spent);
  const audit = tellAudit(toolbox.recipes, data);
  if (flags.json) {
    const shown = Object.fromEntries(
      states.map(({ name, record, state, why }) => [name, { ...withSpent(name, record, spent), state, why }]),
    );
    const all = (key: 'missing' | 'notes') => [...new Set(records.flatMap((record) => record[key]))];
    const [missing, notes] = [all('missing'), all('notes')];
    const told = { data: root, running: holder ?? null, stages: shown, replies, missing, notes, audit, spent: second };
    printOut(`${JSON.stringify(told)}\n`);
  } else {
    const shown = states.map(({ name, record, state }): ShownStage => [name, withSpent(name, record, spent), state]);
    const parts = [renderStages(shown, process.stdout.columns)];
    parts.push(...renderReplies(replies, process.stdout.columns));
    const stale = states.flatMap(({ name, why }) => (why === undefined ? [] : [`  ${name}: ${why}`]));
    if (stale.length > 0) parts.push(['Stale, until it is made again:', ...stale].join('\n'));
    if (second) parts.push(tellSpent(second));
    if (holder) parts.push(`Process ${holder.pid} on ${holder.host} is using this folder.`);
    parts.push(...audit.map((line) => `audit: ${line}`));
    parts.push(...tellRecipes(recipesIn(toolbox.recipes, data), data));
    parts.push(...renderLacking(records));
    printOut(`${parts.join('\n\n')}\n`);
  }
  const isSettled = ({ state, record }: StageState) => state === 'done' || (state === 'absent' && record.rows === 0);
  return states.every(isSettled) ? EXIT.done : EXIT.short;
}
