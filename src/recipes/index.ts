import { actsCommand } from './acts/command.js';
import { boundaryCommand } from './boundary/command.js';
import type { RecipeCommand } from './command.js';
import { contextInstructCommand } from './context-instruct/command.js';
import { contrastCommand } from './contrast/command.js';
import { plotQaCommand } from './plot-qa/command.js';
import type { Recipe } from './recipe.js';
import { rolegptCommand } from './rolegpt/command.js';
import { rulesCommand } from './rules/command.js';
import { scenesCommand } from './scenes/command.js';

/** A recipe as it is listed: what the command line says of it, and its code, which is loaded when it is needed. */
interface ListedRecipe extends RecipeCommand {
  load(): Promise<Recipe>;
}

/** A new recipe is a folder beside this file and a line here. */
export const listedRecipes: readonly ListedRecipe[] = [
  { ...scenesCommand, load: async () => (await import('./scenes/index.js')).scenes },
  { ...contextInstructCommand, load: async () => (await import('./context-instruct/index.js')).contextInstruct },
  { ...rolegptCommand, load: async () => (await import('./rolegpt/index.js')).rolegpt },
  { ...rulesCommand, load: async () => (await import('./rules/index.js')).rules },
  { ...contrastCommand, load: async () => (await import('./contrast/index.js')).contrast },
  { ...boundaryCommand, load: async () => (await import('./boundary/index.js')).boundary },
  { ...plotQaCommand, load: async () => (await import('./plot-qa/index.js')).plotQa },
  { ...actsCommand, load: async () => (await import('./acts/index.js')).acts },
];

/** All recipes in the order in which `generate` runs them. */
export const loadRecipes = (): Promise<Recipe[]> => Promise.all(listedRecipes.map(({ load }) => load()));
