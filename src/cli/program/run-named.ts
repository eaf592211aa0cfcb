import type { Flags } from '../flags.js';
import type { Stage } from '../stage.js';
import type { Toolbox } from '../toolbox.js';

/** Ends with this status when the command is over. */
export type SetStatus = (status: number) => void;

/** Runs stages that are chosen of all. What they need is loaded only now, so that --help is quick. */
async function runChosen(
  choose: (stages: typeof import('../commands/stages.js'), toolbox: Toolbox) => Stage[],
  flags: Flags,
  setStatus: SetStatus,
): Promise<void> {
  const { openToolbox } = await import('../toolbox.js');
  const toolbox = await openToolbox(flags);
  const [stages, { runStages }] = await Promise.all([import('../commands/stages.js'), import('../run.js')]);
  setStatus(await runStages(choose(stages, toolbox), flags, toolbox));
}

/** Runs the named stages. */
export const runNamed = (names: readonly string[], flags: Flags, setStatus: SetStatus): Promise<void> =>
  runChosen(
    ({ allStages, knowledgeStage, judgeStage, rocitStage }, { recipes }) => {
      const all = new Set([knowledgeStage, ...allStages(recipes), judgeStage, rocitStage]);
      return [...all].filter(({ name }) => names.includes(name));
    },
    flags,
    setStatus,
  );

/** Runs all stages of `generate`, but for those of some recipes. */
export const runAll = (without: readonly string[], flags: Flags, setStatus: SetStatus): Promise<void> =>
  runChosen(
    ({ allStages, knowledgeStage }, { recipes }) => {
      const isWanted = recipes.some(({ name, knowledge }) => knowledge && !without.includes(name));
      return allStages(recipes).filter((stage) =>
        stage === knowledgeStage ? isWanted : !without.includes(stage.name),
      );
    },
    flags,
    setStatus,
  );
