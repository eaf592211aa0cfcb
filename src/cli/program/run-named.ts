import type { Settings } from '../../config.js';
import type { Recipe } from '../../recipes/recipe.js';
import type { Flags } from '../flags.js';
import type { Stage } from '../stage.js';

/** Ends with this status when the command is over. */
export type SetStatus = (status: number) => void;

/** Runs stages that are chosen of all. What they need is loaded only now, so that --help is quick. */
async function runChosen(
  choose: (stages: typeof import('../commands/stages.js'), recipes: readonly Recipe[], settings: Settings) => Stage[],
  flags: Flags,
  setStatus: SetStatus,
): Promise<void> {
  const { openToolbox } = await import('../toolbox.js');
  const toolbox = await openToolbox(flags);
  const [stages, { runStages }, { environmentOf, readSettings }] = await Promise.all([
    import('../commands/stages.js'),
    import('../run.js'),
    import('../settings.js'),
  ]);
  const settings = readSettings(flags, environmentOf(flags), toolbox);
  setStatus(await runStages(choose(stages, toolbox.recipes, settings), flags, toolbox));
}

/** Runs the named stages, and before recipes what they need. */
export const runNamed = (names: readonly string[], flags: Flags, setStatus: SetStatus): Promise<void> =>
  runChosen(
    ({ allStages, judgeStage, NEEDED_STAGES, rocitStage, stagesBefore }, recipes, settings) => {
      const named = recipes.filter(({ name }) => names.includes(name));
      const before = stagesBefore(named, settings);
      const all = new Set([...NEEDED_STAGES, ...allStages(recipes, settings), judgeStage, rocitStage]);
      return [...all].filter((stage) => names.includes(stage.name) || before.includes(stage));
    },
    flags,
    setStatus,
  );

/** Runs all stages of `generate`, but for those of some recipes and what only these need. */
export const runAll = (without: readonly string[], flags: Flags, setStatus: SetStatus): Promise<void> =>
  runChosen(
    ({ allStages, NEEDED_STAGES, stagesBefore }, recipes, settings) => {
      const chosen = recipes.filter(({ name }) => !without.includes(name));
      const before = stagesBefore(chosen, settings);
      const isRun = (stage: Stage) =>
        NEEDED_STAGES.includes(stage) ? before.includes(stage) : !without.includes(stage.name);
      return allStages(recipes, settings).filter(isRun);
    },
    flags,
    setStatus,
  );
