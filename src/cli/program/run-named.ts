import type { Flags } from '../flags.js';

/** Ends with this status when the command is over. */
export type SetStatus = (status: number) => void;

/** Runs the named stages; all of `generate` where none are named. What they need is loaded only now, so that --help is quick. */
export async function runNamed(
  names: readonly string[] | undefined,
  flags: Flags,
  setStatus: SetStatus,
): Promise<void> {
  const [{ allStages, judgeStage, rocitStage }, { openToolbox }, { runStages }] = await Promise.all([
    import('../commands/stages.js'),
    import('../toolbox.js'),
    import('../run.js'),
  ]);
  const toolbox = await openToolbox(flags);
  const stages = allStages(toolbox.recipes);
  const chosen = names && [...stages, judgeStage, rocitStage].filter(({ name }) => names.includes(name));
  setStatus(await runStages(chosen ?? stages, flags, toolbox));
}
