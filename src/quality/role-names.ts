import { guessLanguage } from '../languages/index.js';
import type { Profile } from '../records.js';
import { escapePattern, plainLine } from './patterns.js';

/** The names that a role goes by: its own and its aliases, longest first. */
export function namesOf({ role, aliases }: Pick<Profile, 'role' | 'aliases'>): string[] {
  return [...new Set([role, ...aliases].map(plainLine))].sort((left, right) => right.length - left.length);
}

/** Single words of names in languages that have them, lower case, that stand for the whole: `holmes` for Sherlock Holmes; no `of`, no initials. */
export function nameParts(profile: Pick<Profile, 'role' | 'aliases'>): Set<string> {
  const parts = namesOf(profile)
    .filter((name) => guessLanguage(name).unit === 'word')
    .flatMap((name) => name.toLowerCase().split(/[^\p{L}']+/u));
  return new Set(parts.filter((part) => part.length > 2 && !['the', 'and', 'von', 'van', 'del'].includes(part)));
}

/** A pattern source that matches any of the role's names; English first and last names alone where `parts` is true. */
export function namePattern(profile: Pick<Profile, 'role' | 'aliases'>, { parts }: { parts: boolean }): string {
  const names = namesOf(profile);
  if (parts) names.push(...nameParts(profile));
  return `(?:${names.map(escapePattern).join('|')})`;
}
