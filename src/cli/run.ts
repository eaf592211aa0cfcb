import type { Settings } from '../config.js';
import { loadPrompts } from '../prompts/load.js';
import { rowChecks } from '../quality/index.js';
import { type RunContext, StoppedByUser } from '../stages/context.js';
import { dataFolder } from '../store/data-folder.js';
import { lockFolder } from '../store/lock.js';
import type { StageRecord } from '../store/manifest.js';
import type { Flags } from './flags.js';
import { createLog } from './log.js';
import { chooseModel, chooseProvider, OFFLINE_NOTICE } from './model.js';
import { countRoles } from './role-counts.js';
import { readEnvironment, readSettings } from './settings.js';
import { listenForStop } from './stop.js';
import { renderRoles, renderStages } from './tables.js';

/** A stage as the command line runs it. */
export type RunStage = (context: RunContext) => Promise<StageRecord>;

/** Exit statuses (design.md, "The command line"). */
export const EXIT = { done: 0, short: 1, usage: 2, stopped: 130 };

/** The command that was typed, so that it can be printed for going on. */
function typedCommand(): string {
  return ['rolellm', ...process.argv.slice(2)].map((word) => (/[\s"'$*]/.test(word) ? `'${word}'` : word)).join(' ');
}

/**
 * Runs stages one after the other on one data folder, which it holds meanwhile, then prints the summary. Resolves to the exit
 * status: 1 where something that was planned is missing, 130 where the user stopped it.
 */
export async function runStages(stages: readonly [name: string, run: RunStage][], flags: Flags): Promise<number> {
  const environment = readEnvironment(process.env);
  const settings = readSettings(flags, environment);
  const log = createLog(flags);
  const data = dataFolder(settings.data);
  const unlock = await lockFolder(data.root);
  try {
    const model = await chooseModel(settings, environment);
    const isFallback = settings.provider === undefined && chooseProvider(settings, environment) === 'offline';
    if (isFallback) log.info(OFFLINE_NOTICE);
    const context: RunContext = {
      settings,
      data,
      model,
      prompts: loadPrompts(),
      checks: rowChecks,
      log,
      ...listenForStop(log),
    };
    const records: [string, StageRecord][] = [];
    for (const [name, run] of stages) {
      if (context.stop.aborted) throw new StoppedByUser('what was answered is kept');
      records.push([name, await run(context)]);
    }
    printSummary(records, context, flags, isFallback);
    return records.some(([, { state }]) => state === 'short') ? EXIT.short : EXIT.done;
  } catch (thrown) {
    if (!(thrown instanceof StoppedByUser)) throw thrown;
    process.stderr.write(`stopped: ${thrown.message}. To go on: ${typedCommand()}\n`);
    return EXIT.stopped;
  } finally {
    unlock();
  }
}

function printSummary(
  records: readonly [string, StageRecord][],
  { data, model, settings }: RunContext,
  { json }: Flags,
  isFallback: boolean,
): void {
  const missing = [...new Set(records.flatMap(([, record]) => record.missing))];
  const judged = records.some(([name]) => name === 'filter' || name === 'export');
  const roles = judged ? countRoles(data) : [];
  if (json) {
    const stages = Object.fromEntries(records);
    process.stdout.write(
      `${JSON.stringify({ model: model.name, data: data.root, seed: settings.seed, stages, roles, missing })}\n`,
    );
    return;
  }
  const parts = [renderStages(records.map(([name, record]) => [name, record, record.state]))];
  if (roles.length > 0) parts.push(renderRoles(roles));
  if (missing.length > 0) parts.push(['Missing:', ...missing.map((line) => `  ${line}`)].join('\n'));
  if (records.some(([name]) => name === 'export')) parts.push(`The dataset is in ${data.export}/ (see its README.md).`);
  if (missing.length > 0) parts.push(moreAdvice(records, settings));
  if (isFallback) parts.push(OFFLINE_NOTICE);
  process.stdout.write(`${parts.join('\n\n')}\n`);
}

/** What to do about what is missing. */
function moreAdvice(records: readonly [string, StageRecord][], { contextInstruct }: Settings): string {
  if (records.some(([, { failed }]) => failed > 0))
    return `Run the same command again to ask for what failed: ${typedCommand()}`;
  return `Ask for fewer with --per-role, allow more candidates with contextInstruct.candidateCap (now ${contextInstruct.candidateCap}), or give the role more script.`;
}
