import type { z } from 'zod';
import { Settings } from '../config.js';
import type { Recipe } from './recipe.js';

/** All settings: those of the house, and each recipe's own under its key. */
export function settingsSchema(recipes: readonly Pick<Recipe, 'key' | 'settings'>[]): z.ZodType<Settings> {
  const own = Object.fromEntries(recipes.map(({ key, settings }) => [key, settings.prefault({})]));
  return Settings.extend(own) as unknown as z.ZodType<Settings>;
}

/** A recipe's own settings, by its schema; their defaults where none are given. */
export function ownSettings<Own>({ key, settings }: { key: string; settings: z.ZodType<Own> }, all: Settings): Own {
  return settings.parse((all as unknown as Record<string, unknown>)[key] ?? {});
}
