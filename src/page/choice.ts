import { FACETS, type Facet } from '../view/api.js';

/** What is chosen: a value for each facet that is, and the words that are searched. Stands in the address after the #. */
export type Choice = Partial<Record<Facet | 'q', string>>;

const KEYS: readonly (Facet | 'q')[] = [...FACETS, 'q'];

/** The choice that an address names. */
export function choiceOf(hash: string): Choice {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const choice: Choice = {};
  for (const key of KEYS) {
    const value = given.get(key);
    if (value !== null) choice[key] = value;
  }
  return choice;
}

/** The part of an address after the # that names a choice. */
export function hashOf(choice: Choice): string {
  return new URLSearchParams(choice).toString();
}
