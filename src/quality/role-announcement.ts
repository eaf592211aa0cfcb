import type { Profile } from '../records.js';
import type { Check } from './check.js';
import { escapePattern, plainLine, refuseMatch } from './patterns.js';
import { namePattern, namesOf } from './role-names.js';
import { allSigns } from './signs.js';

const STAGE_TALK = allSigns.flatMap(({ stageTalk }) => stageTalk ?? []);

/** The role's own name as a speaker's prefix. */
const asPrefix = (name: string) => new RegExp(`^[\\s"“*([【]*${name}[\\])】*]* ?[:：]`, 'iu');

/** In all languages: a model may fall into another than the role's. */
function patternsFor(profile: Profile): RegExp[] {
  const role = {
    whole: namePattern(profile, { parts: false }),
    any: namePattern(profile, { parts: true }),
    oneOf: (fits: (name: string) => boolean) => namesOf(profile).filter(fits).map(escapePattern).join('|') || '(?!)',
  };
  return [...allSigns.flatMap(({ announcements }) => announcements?.(role) ?? []), asPrefix(role.any), ...STAGE_TALK];
}

/** A role's patterns are made once, not for each of its answers. */
const patternsOfRole = new WeakMap<Profile, RegExp[]>();

/**
 * Refuses answers that announce whom they play instead of speaking as it (papers.md 1.7: role identity concealment): `As
 * Sherlock Holmes, I …`, the role's own name as a speaker's prefix, reports of what the role would say. Another person who
 * quotes `as Sherlock Holmes once said` passes, and so does `My name is …`.
 */
export const roleAnnouncement: Check = {
  name: 'role-announcement',
  needs: ['announcements'],
  run({ answer }, { profile }) {
    const patterns = patternsOfRole.get(profile) ?? patternsFor(profile);
    patternsOfRole.set(profile, patterns);
    return refuseMatch(plainLine(answer), patterns);
  },
};
