import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { guessLanguage } from '../../languages/index.js';
import type { LanguageCode } from '../../records.js';
import { kindOf, readNamedFile } from '../../store/read-file.js';
import { parseYaml } from '../../store/yaml-file.js';
import { KINDS, Rule } from './rule.js';

const ADVICE = 'See docs/rules.md for the kinds of rules and their keys.';

/** Looked at before the keys of each kind: a rule of an unknown kind has none that could be checked. */
const Kinds = z.looseObject({
  rules: z
    .array(
      z.looseObject({
        kind: z.enum(KINDS, {
          error: ({ input }) =>
            input === undefined
              ? 'is missing'
              : `there is no kind of rule "${String(input)}"; kinds are ${KINDS.join(', ')}`,
        }),
      }),
    )
    .min(1),
});

const Table = z.strictObject({ rules: z.array(Rule).min(1) });

/** The table that the package ships for a language; there need not be one. */
export const shippedTable = (language: LanguageCode): string =>
  fileURLToPath(new URL(`../../../rules/${language}.yaml`, import.meta.url));

/** Reads a table of rules. Throws UserError with file and line where one does not fit. */
export function readTable(file: string): Rule[] {
  const text = readNamedFile(file).toString('utf8');
  parseYaml(text, file, Kinds, ADVICE);
  return parseYaml(text, file, Table, ADVICE).value.rules;
}

function loadRules(file: string | undefined, language: LanguageCode): Rule[] {
  if (file !== undefined) return readTable(file).filter(({ text }) => guessLanguage(text).code === language);
  const shipped = shippedTable(language);
  return kindOf(shipped) === 'file' ? readTable(shipped) : [];
}

/** The rules for roles of a language: those of the user's file that are written in it, or the shipped ones. Each file is read once. */
export function openRules(file: string | undefined): (language: LanguageCode) => readonly Rule[] {
  const known = new Map<LanguageCode, Rule[]>();
  return (language) => {
    const rules = known.get(language) ?? loadRules(file, language);
    known.set(language, rules);
    return rules;
  };
}
