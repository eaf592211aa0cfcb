import type { Recipe } from '../../recipes/recipe.js';
import { readManifest } from '../../store/manifest.js';
import type { FreeContext } from '../context.js';

/** What a recipe was asked for: as its stage recorded it, so that `filter` alone needs no flag of it again. */
export function askedOf({ name, asked }: Recipe, { data, settings }: Pick<FreeContext, 'data' | 'settings'>) {
  return asked?.(readManifest(data.manifest).stages[name]?.settings, settings) ?? {};
}
