import type { Flags } from '../flags.js';

/** Ends with this status when the command is over. */
export type SetStatus = (status: number) => void;

/** Runs the named stages. What they need is loaded only now, so that --help is quick. */
export async function runNamed(names: readonly string[], flags: Flags, setStatus: SetStatus): Promise<void> {
  const [{ allStages, judgeStage, rocitStage }, { runStages }] = await Promise.all([
    import('../commands/stages.js'),
    import('../run.js'),
  ]);
  setStatus(
    await runStages(
      [...allStages, judgeStage, rocitStage].filter(({ name }) => names.includes(name)),
      flags,
    ),
  );
}
