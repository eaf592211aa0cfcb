import type { Profile } from '../../src/records.js';

/** A role of the tests: only what the checks look at is filled in with care. */
export function profileOf(role: string, more: Partial<Profile> = {}): Profile {
  return {
    role,
    language: /\p{Script=Han}/u.test(role) ? 'zh' : 'en',
    aliases: [],
    script_name: 'A Play',
    scripts: ['a.txt'],
    source: null,
    licence: null,
    is_machine: false,
    description: 'The character.',
    description_second_person: 'You.',
    catchphrases: [],
    categories: [],
    by_hand: [],
    counts: { lines: 1, words: 1, script_lines: 1 },
    model: null,
    card: null,
    requests: [],
    ...more,
  };
}
