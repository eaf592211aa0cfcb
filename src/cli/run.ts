import type { Settings } from '../config.js';
import { BudgetReached } from '../llm/budget.js';
import { loadPrompts } from '../prompts/load.js';
import { rowChecks } from '../quality/index.js';
import { Judgement } from '../records.js';
import { type FreeContext, type Log, StoppedByUser } from '../stages/context.js';
import { checkHeldOut } from '../stages/export/index.js';
import { tallyReview } from '../stages/judge/review.js';
import { readRoles } from '../stages/profile-build/read-roles.js';
import { checkInstructions } from '../stages/rolegpt/load-instructions.js';
import { type DataFolder, dataFolder } from '../store/data-folder.js';
import { checkExchange } from '../store/exchange.js';
import { findFiles } from '../store/find-files.js';
import { readRows } from '../store/jsonl.js';
import { lockFolder } from '../store/lock.js';
import type { StageRecord } from '../store/manifest.js';
import { checkDataFolder } from '../store/own-paths.js';
import { damagedFile, repairJournal } from '../store/repair.js';
import { type Calls, type CallsOptions, prepareCalls } from './calls.js';
import { openDisplay } from './display.js';
import { readEvaluation, renderEvaluation } from './evaluation.js';
import { EXIT } from './exit.js';
import type { Flags } from './flags.js';
import { chooseProvider, OFFLINE_NOTICE } from './model.js';
import { showPlan } from './plan.js';
import { printErr, printOut } from './print.js';
import { countRoles } from './role-counts.js';
import { redactSecrets } from './secrets.js';
import { readEnvironment, readSettings } from './settings.js';
import { checkNeeds, type Stage, settingsOf } from './stage.js';
import { listenForStop, type Stop } from './stop.js';
import { renderCollapses, renderLacking, renderReview, renderRoles, renderStages } from './tables.js';

/** The query of a URL: any of its values may be a key. */
const QUERY = /(:\/\/[^\s?#]*\?)[^\s#]+/g;

/** The command that was typed, so that it can be printed for going on. */
function typedCommand(): string {
  const shown = process.argv.slice(2).map((word) => word.replace(QUERY, '$1***'));
  const words = shown.map((word) => (/[\s"'$*?&]/.test(word) ? `'${word}'` : word));
  return redactSecrets(['rolellm', ...words].join(' '));
}

/** The command that was typed, with another budget. */
function commandWithBudget(budget: number): string {
  return `${typedCommand().replace(/ --budget[= ]\S+/, '')} --budget ${budget}`;
}

/**
 * Runs stages one after the other on one data folder, which it holds meanwhile, then prints the summary. Resolves to the exit
 * status: 1 where something that was planned is missing, 3 where the budget is reached, 130 where the user stopped it.
 */
export async function runStages(stages: readonly Stage[], flags: Flags): Promise<number> {
  const environment = readEnvironment(process.env);
  const settings = readSettings(flags, environment);
  const data = dataFolder(settings.data);
  checkInputs(stages, settings, data);
  if (flags.plan) return showPlan(stages, { settings, environment, data, flags });
  const { log, progress } = await openDisplay(flags, environment, data, settings.budget);
  const unlock = await lockFolder(data.root);
  try {
    repairJournals(flags, data, log);
    const asks = stages.some((stage) => stage.asks);
    const isFallback = asks && settings.provider === undefined && chooseProvider(settings, environment) === 'offline';
    if (isFallback) log.info(OFFLINE_NOTICE);
    const context = {
      settings,
      data,
      prompts: loadPrompts(),
      checks: rowChecks,
      log,
      ...listenForStop(log),
      onProgress: progress.onProgress,
    };
    const callsOf = createCallsOf({ settings, environment, data, log, stop: context.stop });
    const [first] = stages.filter((stage) => stage.asks);
    if (first) await callsOf(first);
    const records: [string, StageRecord][] = [];
    for (const stage of stages) {
      if (context.stop.aborted) throw new StoppedByUser('what was answered is kept');
      const record = await runOne(stage, context, callsOf);
      records.push([stage.name, record]);
      // Without a profile no later stage has anything to do, and an older export stays.
      if (stage.name === 'profile-build' && record.rows === 0) break;
    }
    progress.close();
    printSummary(records, context, flags, isFallback);
    return records.some(([, { state }]) => state === 'short') ? EXIT.short : EXIT.done;
  } catch (thrown) {
    progress.close();
    if (thrown instanceof BudgetReached) {
      printErr(`stopped: ${thrown.toLine()} To go on: ${commandWithBudget(2 * (settings.budget ?? 0))}\n`);
      return EXIT.budget;
    }
    if (!(thrown instanceof StoppedByUser)) throw thrown;
    printErr(`stopped: ${thrown.message}. To go on: ${typedCommand()}\n`);
    return EXIT.stopped;
  } finally {
    unlock();
  }
}

/** Runs one stage; one that never waits would not hear a signal. */
async function runOne(
  stage: Stage,
  context: FreeContext & Stop,
  callsOf: (stage: Stage) => Promise<Calls>,
): Promise<StageRecord> {
  if (stage.asks) return stage.run({ ...context, ...(await callsOf(stage)) });
  return stage.neverWaits ? context.atOnce(() => stage.run(context)) : stage.run(context);
}

/** What can be known to be missing, or in the way, before anything is asked. Throws UserError. */
function checkInputs([first, ...others]: readonly Stage[], settings: Settings, data: DataFolder): void {
  const { rolegpt } = settings;
  checkDataFolder(data);
  if (first) checkNeeds(first, data);
  for (const { replaces } of first ? [first, ...others] : []) if (replaces) checkExchange(replaces(data));
  if ([first, ...others].some((stage) => stage?.name === 'rolegpt')) checkInstructions(rolegpt);
  const namesHeldOut = typeof settings.export.heldOut === 'object' && !settings.only;
  if (namesHeldOut && first?.name === 'profile-build' && others.some(({ name }) => name === 'export')) {
    const english = readRoles(settings.roles).filter(({ language }) => language === 'en');
    checkHeldOut(
      settings.export.heldOut,
      english.map(({ name }) => name),
    );
  }
}

/** With --repair: sets the damaged lines of all journals aside, and says so of each. */
function repairJournals({ repair }: Flags, { calls }: DataFolder, log: Log): void {
  if (!repair) return;
  for (const file of findFiles('*.jsonl', calls)) {
    for (const { line, damage } of repairJournal(file)) {
      log.warn(
        `${file}:${line}: this line ${damage}. It is now in ${damagedFile(file)}. Its replies are asked for again`,
      );
    }
  }
}

/** A judge's calls are prepared when it is its turn: what the stages before have spent counts in the budget. */
function createCallsOf(options: CallsOptions): (stage: Stage) => Promise<Calls> {
  const prepared = new Map<string | undefined, Promise<Calls>>();
  return (stage) => {
    const settings = settingsOf(stage, options.settings);
    const calls = prepared.get(settings.model) ?? prepareCalls({ ...options, settings });
    prepared.set(settings.model, calls);
    return calls;
  };
}

function printSummary(
  records: readonly [string, StageRecord][],
  { data, settings }: FreeContext,
  { json }: Flags,
  isFallback: boolean,
): void {
  const missing = [...new Set(records.flatMap(([, record]) => record.missing))];
  const notes = [...new Set(records.flatMap(([, record]) => record.notes))];
  const judged = records.some(([name]) => name === 'filter' || name === 'export');
  const roles = judged ? countRoles(data) : [];
  const wasReviewed = records.some(([name]) => name === 'judge');
  const review = wasReviewed ? tallyReview(readRows(data.judged, Judgement)) : undefined;
  const evaluation = readEvaluation(records);
  if (json) {
    const stages = Object.fromEntries(records);
    const model = records.find(([, record]) => record.model !== null)?.[1].model ?? null;
    printOut(
      `${JSON.stringify({ model, data: data.root, seed: settings.seed, stages, roles, missing, notes, review, ...evaluation })}\n`,
    );
    return;
  }
  const parts = [
    renderStages(
      records.map(([name, record]) => [name, record, record.state]),
      process.stdout.columns,
    ),
  ];
  if (roles.length > 0) parts.push(renderRoles(roles, process.stdout.columns));
  parts.push(...renderLacking(records.map(([, record]) => record)));
  parts.push(...renderCollapses(records.flatMap(([, { collapses }]) => collapses ?? [])));
  if (review) parts.push(renderReview(review));
  if (evaluation) parts.push(renderEvaluation(evaluation));
  if (records.some(([name]) => name === 'export')) parts.push(`The dataset is in ${data.export}/ (see its README.md).`);
  if (missing.length > 0) parts.push(moreAdvice(records, settings));
  if (isFallback) parts.push(OFFLINE_NOTICE);
  printOut(`${parts.join('\n\n')}\n`);
}

/** What to do about what is missing. */
function moreAdvice(records: readonly [string, StageRecord][], { contextInstruct }: Settings): string {
  if (records.some(([, { failed }]) => failed > 0))
    return `Run the same command again to ask for what failed: ${typedCommand()}`;
  return `Ask for fewer with --per-role, allow more candidates with contextInstruct.candidateCap (now ${contextInstruct.candidateCap}), or give the role more script.`;
}
