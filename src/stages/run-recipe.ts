import type { Settings } from '../config.js';
import { openShownFacts } from '../knowledge/shown-facts.js';
import { languageOf } from '../languages/index.js';
import { KNOWN_TEXT } from '../prompts/known-facts.js';
import { promptsOf, type Recipe, type RoleMaterial, textsOf } from '../recipes/recipe.js';
import { Profile } from '../records.js';
import type { DataFolder } from '../store/data-folder.js';
import { openDialogues, withoutHeldOut } from '../store/dialogues.js';
import { readRows, writeRows } from '../store/jsonl.js';
import type { StageRecord } from '../store/manifest.js';
import { type BasisOf, promptTexts, windowBasis } from './basis.js';
import type { RunContext } from './context.js';
import { checkNamed, isNamed, keptRoles, keptUnit, openByRole } from './kept-roles.js';
import { runModelStage, type StageUnit } from './run-stage.js';

/** What a recipe's stage makes its rows from. */
export const recipeBasis =
  (recipe: Recipe): BasisOf =>
  ({ settings, data, prompts }) => {
    const { settings: own, inputs, texts = {} } = recipe.basis({ settings, data });
    const shown = shownBasis(recipe, settings, data);
    const read = new Set([...(recipe.knowledge ? [data.knowledge] : []), ...shown.inputs, ...inputs]);
    return {
      settings: { ...own, ...(promptsOf(recipe).length > 0 ? windowBasis(settings) : {}), ...shown.settings },
      inputs: [data.profiles, data.dialogues, ...read],
      texts: { ...promptTexts(prompts, [...textsOf(recipe), ...shown.texts]), ...texts },
    };
  };

/** What a recipe's rows are made from besides, where its prompts show what is known of roles. */
function shownBasis(
  { showsKnowledge }: Recipe,
  { audit: { knowledge, facts } }: Settings,
  data: DataFolder,
): { settings: Record<string, unknown>; inputs: string[]; texts: string[] } {
  if (!showsKnowledge || knowledge === 'never') return { settings: {}, inputs: [], texts: [] };
  const inputs = knowledge === 'by-audit' ? [data.knowledge, data.audit] : [data.knowledge];
  return { settings: { audit: { knowledge, facts } }, inputs, texts: [KNOWN_TEXT] };
}

/** Stands for a role whose language the recipe has no prompts for. */
const unitWithoutPrompts = ({ name }: Recipe, { role, language }: Profile): StageUnit<{ role: string }> => ({
  name: role,
  // biome-ignore lint/correctness/useYield: it asks nothing.
  *work() {
    return [];
  },
  cannotAsk: true,
  lacks: () => `${role}: ${name} has no prompts in ${languageOf(language).name}`,
});

/** Runs a recipe: writes its file from profiles.jsonl and dialogues.jsonl, and what it has beside. */
export async function runRecipe(recipe: Recipe, context: RunContext): Promise<StageRecord> {
  const { settings, data } = context;
  checkNamed(settings, data);
  const linesOf = openDialogues(data.dialogues);
  const output = data.rows(recipe.name);
  const earlier = openByRole(output, recipe.row);
  const canAsk = ({ language }: Profile) => textsOf(recipe).every((id) => context.prompts.has(id, language));
  const shownFacts = recipe.showsKnowledge ? openShownFacts(settings.audit, data) : () => [];
  const { units: unitsOf, countUnits, beside = [] } = recipe.open(context);
  for (const { file, schema, rows } of beside) writeRows(file, schema, rows);

  const materialOf = (profile: Profile): RoleMaterial => {
    const allLines = linesOf(profile.scripts);
    return { profile, allLines, lines: withoutHeldOut(allLines), known: shownFacts(profile.role) };
  };

  function* units(): Generator<StageUnit<{ role: string }>> {
    for (const profile of readRows(data.profiles, Profile)) {
      if (!isNamed(profile.role, settings)) yield keptUnit(profile.role, earlier);
      else if (canAsk(profile)) yield* unitsOf(materialOf(profile));
      else yield unitWithoutPrompts(recipe, profile);
    }
  }

  let unitCount = 0;
  for (const profile of readRows(data.profiles, Profile)) {
    if (isNamed(profile.role, settings)) unitCount += canAsk(profile) ? countUnits(profile) : 1;
  }
  return runModelStage(
    {
      name: recipe.name,
      asksNothing: promptsOf(recipe).length === 0,
      basis: recipeBasis(recipe)(context),
      kept: { roles: keptRoles(context) },
      output,
      beside: beside.map(({ file }) => file),
      schema: recipe.row,
      units,
      unitCount,
    },
    context,
  );
}
