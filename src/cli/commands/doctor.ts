import type { Finding } from '../doctor/finding.js';
import { checkOwnFiles, checkRoles, checkScripts, checkSettings, expectBytes } from '../doctor/inputs.js';
import { checkLocalServers } from '../doctor/local.js';
import { checkDataFolder, checkNode, checkRoom, checkWorkingFolder } from '../doctor/machine.js';
import { checkModel } from '../doctor/model.js';
import { renderFinding } from '../doctor/render.js';
import { tryPrompts } from '../doctor/trial.js';
import { EXIT } from '../exit.js';
import type { Flags } from '../flags.js';
import { printOut } from '../print.js';
import { type Environment, readEnvironment } from '../settings.js';
import { openToolbox, type Toolbox } from '../toolbox.js';

/** Flags of `doctor`. */
export interface DoctorFlags extends Flags {
  /** Asks each prompt once. */
  trial?: true;
  recipes?: string[];
}

/** All checks, in the order in which they are told. */
async function* examine(flags: DoctorFlags, environment: Environment): AsyncGenerator<Finding> {
  yield checkNode();
  yield checkWorkingFolder();
  const toolbox = await openToolbox(flags);
  const { finding, settings } = checkSettings(flags, environment, toolbox);
  yield finding;
  // Nothing else is known without the settings.
  if (!settings) return;
  const localServers = checkLocalServers(settings);
  yield checkDataFolder(settings);
  const { finding: ofRoles, roles } = checkRoles(settings);
  yield ofRoles;
  yield* await checkScripts(roles, toolbox);
  yield* checkOwnFiles(settings, toolbox);
  yield checkRoom(settings, expectBytes(settings, roles, toolbox));
  let isWell = true;
  for await (const ofModel of checkModel(settings, environment, toolbox)) {
    isWell &&= ofModel.state !== 'problem';
    yield ofModel;
  }
  yield* await localServers;
  if (flags.trial && isWell && roles.length > 0)
    yield* tryPrompts({ settings, environment, toolbox: chosen(toolbox, flags) });
}

/** The toolbox with the recipes that are chosen; those that `generate` runs of itself where none are. */
const chosen = (toolbox: Toolbox, { recipes }: DoctorFlags): Toolbox => ({
  ...toolbox,
  recipes: toolbox.recipes.filter(({ name, byName }) => recipes?.includes(name) ?? !byName),
});

/** Prints what may keep a run from working, each check as it is done. Resolves to 2 where something must be mended, else 0. */
export async function examineSetup(flags: DoctorFlags): Promise<number> {
  const findings: Finding[] = [];
  const print = (text: string) => printOut(`${text}\n`);
  for await (const finding of examine(flags, readEnvironment(process.env))) {
    findings.push(finding);
    if (!flags.json && !(flags.quiet && finding.state === 'ok')) print(renderFinding(finding, process.stdout.columns));
  }
  const problems = findings.filter(({ state }) => state === 'problem').length;
  if (flags.json) print(JSON.stringify({ ok: problems === 0, checks: findings }));
  else if (!flags.quiet) print(`\n${conclude(problems)}`);
  return problems > 0 ? EXIT.usage : EXIT.done;
}

function conclude(problems: number): string {
  if (problems === 0) return 'Everything is in order.';
  return `Fix ${problems === 1 ? 'this problem' : `these ${problems} problems`} before a run.`;
}
