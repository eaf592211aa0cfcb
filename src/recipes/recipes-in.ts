import type { DataFolder } from '../store/data-folder.js';
import { readManifest } from '../store/manifest.js';
import type { RecipeCommand } from './command.js';

/** The recipes that a data folder knows of: one that has to be named is none of them until it is run, and changes nothing there. */
export function recipesIn<One extends Pick<RecipeCommand, 'name' | 'byName'>>(
  recipes: readonly One[],
  { manifest }: Pick<DataFolder, 'manifest'>,
): One[] {
  if (!recipes.some(({ byName }) => byName)) return [...recipes];
  const { stages } = readManifest(manifest);
  return recipes.filter(({ name, byName }) => !byName || stages[name] !== undefined);
}
