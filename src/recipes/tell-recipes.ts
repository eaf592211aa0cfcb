import type { DataFolder } from '../store/data-folder.js';
import { readRows } from '../store/jsonl.js';
import type { Recipe } from './recipe.js';

/** What the recipes say of the rows that they have made in a data folder, a line each that begins with the recipe. */
export const tellRecipes = (recipes: readonly Recipe[], data: Pick<DataFolder, 'rows'>): string[] =>
  recipes.flatMap(({ name, row, tells }) =>
    (tells?.(readRows(data.rows(name), row)) ?? []).map((line) => `${name}: ${line}`),
  );
