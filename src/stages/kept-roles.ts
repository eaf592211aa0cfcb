import type { z } from 'zod';
import type { Settings } from '../config.js';
import { UserError } from '../errors.js';
import type { Unit } from '../llm/work.js';
import { Profile } from '../records.js';
import type { DataFolder } from '../store/data-folder.js';
import { readRows } from '../store/jsonl.js';
import { keysOf, openRowGroups, type RowGroups } from '../store/row-groups.js';

/** Rows by the role that they are about. */
export const openByRole = <Row>(file: string, schema: z.ZodType<Row>): RowGroups<Row> =>
  openRowGroups(file, schema, keysOf('role'));

/** Whether a role is one that `--only` names; all are where it names none. */
export const isNamed = (role: string, { only }: Pick<Settings, 'only'>): boolean => !only || only.includes(role);

/** Throws UserError where `--only` names a role that has no profile. */
export function checkNamed({ only }: Pick<Settings, 'only'>, { profiles }: DataFolder): void {
  if (!only) return;
  const roles = [...readRows(profiles, Profile)].map(({ role }) => role);
  const unknown = only.find((name) => !roles.includes(name));
  if (unknown === undefined) return;
  throw new UserError(`there is no role "${unknown}" in this data folder`, {
    file: profiles,
    advice: `Correct --only, or \`only\` in the settings. There are: ${roles.join(', ')}. Add one with \`rolellm profile-build --only NAME\`.`,
  });
}

/** Those of the roles that `--only` names which have a profile. */
export function namedWithProfile(only: readonly string[], { profiles }: DataFolder): string[] {
  const made = new Set([...readRows(profiles, Profile)].map(({ role }) => role));
  return only.filter((role) => made.has(role));
}

/** The roles of a data folder that `--only` does not name. */
export function keptRoles({ settings, data }: { settings: Pick<Settings, 'only'>; data: DataFolder }): string[] {
  if (!settings.only) return [];
  return [...readRows(data.profiles, Profile)].map(({ role }) => role).filter((role) => !isNamed(role, settings));
}

/** The rows that an earlier run made of a role that `--only` does not name, as a unit that asks nothing. */
export function keptUnit<Row>(role: string, earlier: RowGroups<Row>): Unit<Row> & { isKept: true } {
  return {
    name: role,
    isKept: true,
    // biome-ignore lint/correctness/useYield: a unit that asks nothing.
    *work() {
      return [...earlier.read(role)];
    },
  };
}

/**
 * The units of a stage that has one for each role: `unitOf` makes those of the roles that `--only` names, and of the others the rows of an
 * earlier run stay.
 */
export function eachRole<Row, Named extends Unit<Row>>(
  { settings, data }: { settings: Pick<Settings, 'only'>; data: DataFolder },
  earlier: RowGroups<Row>,
  unitOf: (profile: Profile) => Named,
) {
  const profiles = () => readRows(data.profiles, Profile);
  return {
    *units(): Generator<Named | ReturnType<typeof keptUnit<Row>>> {
      for (const profile of profiles()) {
        yield isNamed(profile.role, settings) ? unitOf(profile) : keptUnit(profile.role, earlier);
      }
    },
    /** How many of them ask. */
    unitCount: [...profiles()].filter(({ role }) => isNamed(role, settings)).length,
    kept: { roles: keptRoles({ settings, data }) },
  };
}
