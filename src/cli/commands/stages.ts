import type { Settings } from '../../config.js';
import { directExecutor } from '../../llm/executor.js';
import { promptsOf, type Recipe } from '../../recipes/recipe.js';
import { AUDIT, audit, auditBasis } from '../../stages/audit/index.js';
import type { FreeContext, RunContext } from '../../stages/context.js';
import { continueScenes } from '../../stages/eval/continue-scenes.js';
import { evalModel, evalPredictions } from '../../stages/eval/index.js';
import { rank } from '../../stages/eval/rank.js';
import { exportBasis, exportDataset, exportFolder, tellExport } from '../../stages/export/index.js';
import { filter, filterBasis } from '../../stages/filter/index.js';
import { judge, judgeBasis } from '../../stages/judge/index.js';
import { KNOWLEDGE, knowledgeBasis, readKnowledge } from '../../stages/knowledge/index.js';
import { profileBuild, profileBuildBasis } from '../../stages/profile-build/index.js';
import { offlineModelFor } from '../../stages/prompt-facts.js';
import { rocitFolder } from '../../stages/rocit/files.js';
import { rocit, rocitBasis } from '../../stages/rocit/index.js';
import { recipeBasis, runRecipe } from '../../stages/run-recipe.js';
import type { Stage } from '../stage.js';

const PROFILES = { file: 'profiles', from: 'profile-build' } as const;
const FILTERED = { file: 'filtered', from: 'filter' } as const;

const profileStage: Stage = { name: 'profile-build', asks: true, run: profileBuild, basis: profileBuildBasis };

/** Reads what is known of the roles; runs only where it is asked for, or a recipe that needs it. */
export const knowledgeStage: Stage = {
  name: KNOWLEDGE,
  asks: true,
  needs: PROFILES,
  run: readKnowledge,
  basis: knowledgeBasis,
  after: () => [profileStage.name],
};

/** Asks the model what it knows of the roles; runs only where it is asked for, or `audit.knowledge` is by-audit. */
export const auditStage: Stage = {
  name: AUDIT,
  asks: true,
  needs: PROFILES,
  run: audit,
  basis: auditBasis,
  after: () => [profileStage.name, KNOWLEDGE],
};

/** Stages that run only where a recipe needs them, in their order. */
export const NEEDED_STAGES: readonly Stage[] = [knowledgeStage, auditStage];

/** Those that some recipes need, by the settings. */
export function stagesBefore(
  recipes: readonly Recipe[],
  { audit: { knowledge: mode } }: Pick<Settings, 'audit'>,
): Stage[] {
  const isShown = mode !== 'never' && recipes.some(({ showsKnowledge }) => showsKnowledge);
  return [
    ...(isShown || recipes.some(({ knowledge }) => knowledge) ? [knowledgeStage] : []),
    ...(isShown && mode === 'by-audit' ? [auditStage] : []),
  ];
}

/** For a recipe without prompts: it is handed a model as all are, but asks it nothing, so that no server has to be there. */
function withUnaskedModel(context: FreeContext): RunContext {
  const model = offlineModelFor(context.recipes);
  return { ...context, model, executor: directExecutor(model, { concurrency: 1, tries: 1, price: null }) };
}

/** Makes a recipe's rows. */
function stageOf(recipe: Recipe): Stage {
  const { name, checkInputs } = recipe;
  const common = {
    name,
    needs: PROFILES,
    basis: recipeBasis(recipe),
    after: (settings: Settings) => [profileStage, ...stagesBefore([recipe], settings)].map((stage) => stage.name),
    ...(checkInputs ? { checkInputs } : {}),
  };
  if (promptsOf(recipe).length > 0) return { ...common, asks: true, run: (context) => runRecipe(recipe, context) };
  return { ...common, asks: false, run: (context) => runRecipe(recipe, withUnaskedModel(context)) };
}

/** Keeps or refuses every answer. */
export const filterStage = (recipes: readonly Recipe[]): Stage => ({
  name: 'filter',
  asks: false,
  needs: PROFILES,
  run: filter,
  basis: filterBasis,
  after: () => recipes.map(({ name }) => name),
});

/** Judges what the filter kept; runs only where it is asked for. */
export const judgeStage: Stage = {
  name: 'judge',
  asks: true,
  needs: FILTERED,
  run: judge,
  basis: judgeBasis,
  after: () => ['filter'],
};

/** Scores a model, or answers that are there, on a RoleBench folder. */
export const evalStage: Stage = { name: 'eval', asks: true, run: evalModel };
export const scoreStage: Stage = { name: 'eval', asks: false, run: evalPredictions };

/** Has a model continue held-out scenes. */
export const scenesStage: Stage = { name: 'eval-turns', asks: true, needs: FILTERED, run: continueScenes };

/** Ranks what `eval` has scored with other models' answers. */
export const rankStage: Stage = { name: 'rank', asks: true, judges: true, run: rank };

/** Writes what one trainer needs. */
export const rocitStage: Stage = {
  name: 'rocit',
  asks: false,
  neverWaits: true,
  needs: { ...FILTERED, unless: ({ rocit: { bench, script } }) => script || bench !== undefined },
  replaces: rocitFolder,
  run: rocit,
  basis: rocitBasis,
  after: () => ['filter'],
};

/** Writes the dataset. */
export const exportStage: Stage = {
  name: 'export',
  asks: false,
  neverWaits: true,
  needs: FILTERED,
  replaces: exportFolder,
  run: exportDataset,
  basis: exportBasis,
  tell: tellExport,
  after: () => ['filter'],
};

/** All stages in the order in which `generate` runs them; each is a command too. Before the recipes stands what they need. */
export const allStages = (recipes: readonly Recipe[], settings: Pick<Settings, 'audit'>): Stage[] => [
  profileStage,
  ...stagesBefore(recipes, settings),
  ...recipes.map(stageOf),
  filterStage(recipes),
  exportStage,
];
