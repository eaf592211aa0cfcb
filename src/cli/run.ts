import type { Logger } from 'pino';
import type { Settings } from '../config.js';
import { BudgetReached } from '../llm/budget.js';
import { Defect } from '../llm/call-fault.js';
import { NotBegun } from '../llm/pool/index.js';
import type { Log } from '../log.js';
import { StoppedByUser } from '../stages/context.js';
import { namedWithProfile } from '../stages/kept-roles.js';
import { writeFileAtomically } from '../store/atomic.js';
import { type DataFolder, dataFolder } from '../store/data-folder.js';
import { openFileHashes } from '../store/file-hashes.js';
import { findJournals } from '../store/find-journals.js';
import { lockFolder } from '../store/lock.js';
import { readManifest, type StageRecord } from '../store/manifest.js';
import { damagedFile, repairJournal } from '../store/repair.js';
import { type Calls, type CallsOptions, prepareCalls } from './calls.js';
import { checkInputs } from './check-inputs.js';
import { openDisplay } from './display.js';
import { EXIT } from './exit.js';
import type { Flags } from './flags.js';
import { localServerNotice } from './local-server-notice.js';
import { chooseProvider, OFFLINE_NOTICE } from './model.js';
import { showPlan } from './plan.js';
import { printErr } from './print.js';
import { createFindDone, runOne } from './run-one.js';
import { decisiveSettings, type Environment, environmentOf, readSettings } from './settings.js';
import { type Stage, settingsOf } from './stage.js';
import { listenForStop } from './stop.js';
import { printSummary } from './summary.js';
import type { Toolbox } from './toolbox.js';
import { commandWithBudget, typedCommand } from './typed-command.js';
import { hasNothingToDo, type Now } from './up-to-date.js';

/**
 * Runs stages one after the other on one data folder, which it holds meanwhile, then prints the summary. Resolves to the exit
 * status: 1 where something that was planned is missing, 3 where the budget is reached, 130 where the user stopped it.
 */
export async function runStages(stages: readonly Stage[], flags: Flags, toolbox: Toolbox): Promise<number> {
  const environment = environmentOf(flags);
  const settings = readSettings(flags, environment, toolbox);
  const data = dataFolder(settings.data);
  checkInputs(stages, settings, data, toolbox);
  if (flags.plan) return showPlan(stages, { settings, environment, data, flags, toolbox });
  const { log, progress } = await openDisplay(flags, environment, data, settings.budget);
  const unlock = await lockFolder(data.root);
  let close: (isFinished: boolean) => Promise<void> = async () => {};
  let status: number = EXIT.stopped;
  try {
    repairJournals(flags, data, log);
    const asks = stages.some((stage) => stage.asks);
    const isFallback = asks && settings.provider === undefined && chooseProvider(settings, environment) === 'offline';
    if (isFallback) await tellOffline(log, settings, environment, flags);
    const context = {
      settings,
      data,
      ...toolbox,
      log,
      given: decisiveSettings(flags, toolbox),
      ...listenForStop(log),
      onProgress: progress.onProgress,
    };
    const { callsOf, ...opened } = createCallsOf({
      ...{ ...toolbox, settings, environment, data, log, stop: context.stop },
      onTraffic: progress.onTraffic,
    });
    close = opened.close;
    let now = { ...context, hashes: openFileHashes(data.hashes) };
    const [first] = stages.filter((stage) => stage.asks);
    if (first && !hasNothingToDo(first, readManifest(data.manifest).stages[first.name], now)) await callsOf(first);
    const records: [string, StageRecord][] = [];
    for (const stage of stages) {
      if (context.stop.aborted) throw new StoppedByUser('what was answered is kept');
      const record = (await createFindDone(now, environment)(stage)) ?? (await runOne(stage, now, callsOf));
      records.push([stage.name, record]);
      const next = stage.name === 'profile-build' ? withProfiled(now, record) : now;
      // Without a profile no later stage has anything to do, and an older export stays.
      if (next === undefined) break;
      now = next;
    }
    now.hashes.save();
    progress.close();
    // Where the log does not say it, the summary does.
    printSummary(records, context, flags, isFallback && !log.isLevelEnabled('info') ? OFFLINE_NOTICE : undefined);
    status = records.some(([, { state }]) => state === 'short') ? EXIT.short : EXIT.done;
    return status;
  } catch (thrown) {
    progress.close();
    return endEarly(thrown, settings, data);
  } finally {
    await close(status === EXIT.done || status === EXIT.short);
    unlock();
  }
}

/**
 * What the stages after profile-build run with: of the roles that `--only` names, those that have a profile. One that could not be had is
 * missing, and no mistyped name. Undefined where no role is left.
 */
function withProfiled<Context extends Now>(now: Context, { rows }: StageRecord): Context | undefined {
  if (rows === 0) return undefined;
  if (!now.settings.only) return now;
  const only = namedWithProfile(now.settings.only, now.data);
  return only.length === 0 ? undefined : { ...now, settings: { ...now.settings, only } };
}

/** Says that the embedded model answers, and which server on this machine could where none was chosen and somebody reads it. */
async function tellOffline(log: Logger, { model }: Settings, environment: Environment, { json }: Flags): Promise<void> {
  log.info(OFFLINE_NOTICE);
  if (model !== undefined || json || !log.isLevelEnabled('info')) return;
  const notice = await localServerNotice(environment);
  if (notice !== undefined) log.info(notice);
}

/** What is said of a run that did not come to its end, and its exit status. Throws what is no reason to stop. */
function endEarly(thrown: unknown, { budget }: Settings, data: DataFolder): number {
  if (thrown instanceof BudgetReached) {
    printErr(`stopped: ${thrown.toLine()} To go on: ${commandWithBudget(2 * (budget ?? 0))}\n`);
    return EXIT.budget;
  }
  if (thrown instanceof StoppedByUser || thrown instanceof NotBegun) {
    printErr(
      `stopped: ${thrown instanceof NotBegun ? 'nothing was asked yet' : thrown.message}. To go on: ${typedCommand()}\n`,
    );
    return EXIT.stopped;
  }
  if (thrown instanceof Defect && thrown.reply !== undefined) {
    writeFileAtomically(data.unread, [thrown.reply]);
    printErr(`The reply that could not be read is in ${data.unread}.\n`);
  }
  throw thrown;
}

/** With --repair: sets the damaged lines of all journals aside, and says so of each. */
function repairJournals({ repair }: Flags, { calls }: DataFolder, log: Log): void {
  if (!repair) return;
  for (const file of findJournals(calls)) {
    for (const { line, damage } of repairJournal(file)) {
      log.warn(
        `${file}:${line}: this line ${damage}. It is now in ${damagedFile(file)}. Its replies are asked for again`,
      );
    }
  }
}

/** A judge's calls are prepared when it is its turn: what the stages before have spent counts in the budget. */
function createCallsOf(options: CallsOptions) {
  const prepared = new Map<string | undefined, Promise<Calls>>();
  return {
    callsOf(stage: Stage): Promise<Calls> {
      const settings = settingsOf(stage, options.settings);
      const calls = prepared.get(settings.model) ?? prepareCalls({ ...options, settings });
      prepared.set(settings.model, calls);
      return calls;
    },
    async close(isFinished: boolean): Promise<void> {
      const opened = await Promise.allSettled(prepared.values());
      for (const one of opened) if (one.status === 'fulfilled') await one.value.close?.(isFinished);
    },
  };
}
