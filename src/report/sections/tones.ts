import type { Recipe } from '../../recipes/recipe.js';
import type { Key } from '../charts/figure.js';

/** Classes of the style sheet for recipes, in their order; those beyond share the last. */
const TONES = ['specific', 'general', 'check-4', 'check-3', 'check-5', 'check-6', 'check-2', 'other'] as const;

/** A recipe as charts show it. */
export interface ToneOfRecipe extends Key {
  recipe: string;
}

/** What each recipe's samples are called in charts and tables, and their colour. */
export const tonesOf = (recipes: readonly Recipe[]): ToneOfRecipe[] =>
  recipes.map(({ name, title }, k) => ({ recipe: name, name: title, tone: TONES[k] ?? 'other' }));
