import { loadPrompts, type Prompts } from '../prompts/load.js';
import type { Check } from '../quality/check.js';
import { rowChecks } from '../quality/index.js';
import { loadRecipes } from '../recipes/index.js';
import type { Recipe } from '../recipes/recipe.js';

/** What a run works with. */
export interface Toolbox {
  /** In the order in which `generate` runs them. */
  recipes: readonly Recipe[];
  /** Row checks in the order in which they are run. */
  checks: readonly Check[];
  prompts: Prompts;
}

/** Opens what the program has. */
export async function openToolbox(): Promise<Toolbox> {
  return { recipes: await loadRecipes(), checks: rowChecks, prompts: loadPrompts() };
}
