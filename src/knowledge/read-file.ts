import { z } from 'zod';
import { UserError } from '../errors.js';
import { type Fact, FactKind, Text } from '../records.js';
import { readNamedFile } from '../store/read-file.js';
import { parseYaml } from '../store/yaml-file.js';
import { findBrokenCharacter } from '../text/broken-characters.js';
import { squeeze } from '../text/words.js';
import { findMark } from '../training/markup.js';

const ADVICE =
  'A knowledge file has "claims", and may have "label", "description", "aliases" and "wiki": see "What is known of a role" in docs/role-files.md.';

/** What is known of a role, as the user's own file says it. */
export interface KnownByFile {
  label: string | undefined;
  description: string | undefined;
  aliases: string[];
  facts: Fact[];
  wiki: string | undefined;
}

type Path = readonly (string | number)[];
interface Claim {
  property: string;
  value: string;
  kind: FactKind;
}

/** A day or a year, as Wikidata writes them. */
const DATE = /^[+-]?\d{3,4}(?:-\d{1,2}){0,2}$|^\d{3,4}年/;

const Scalar = z.union([z.string(), z.number()]).transform(String);

/** Reads claims: `{property: value}`, `{property: [value, …]}`, `[[property, value, …]]` or `[{property, value, kind}]`. */
function readClaims(given: unknown, complain: (path: Path, message: string) => void): Claim[] {
  const claim = (property: unknown, value: unknown, path: Path, kind?: unknown): Claim[] => {
    const [ofProperty, ofValue, ofKind] = [Text.safeParse(property), Scalar.safeParse(value), FactKind.safeParse(kind)];
    const text = ofValue.success ? squeeze(ofValue.data) : '';
    if (!ofProperty.success) complain(path, 'has no property');
    else if (text === '') complain(path, `has no value that is a text or a number for ${JSON.stringify(property)}`);
    else if (kind !== undefined && !ofKind.success)
      complain(path, `has a kind that is not ${FactKind.options.join(' or ')}`);
    else {
      const guessed = DATE.test(text) ? 'date' : 'other';
      return [{ property: squeeze(ofProperty.data), value: text, kind: ofKind.data ?? guessed }];
    }
    return [];
  };
  const several = (property: unknown, values: readonly unknown[], path: Path) => {
    if (values.length === 0) complain(path, 'has no value');
    return values.flatMap((value) => claim(property, value, path));
  };
  if (Array.isArray(given)) {
    return given.flatMap((one: unknown, k) => {
      if (Array.isArray(one)) return several(one[0], one.slice(1), [k]);
      const { property, value, kind } = (one ?? {}) as Record<string, unknown>;
      return claim(property, value, [k], kind);
    });
  }
  if (typeof given === 'object' && given !== null)
    return Object.entries(given).flatMap(([property, value]) => several(property, [value].flat(), [property]));
  complain([], 'must be keys with values, or a list');
  return [];
}

const Claims = z.unknown().transform((given, context): Claim[] => {
  let isFine = true;
  const complain = (path: Path, message: string) => {
    isFine = false;
    context.addIssue({ code: 'custom', path: [...path], message });
  };
  if (given === undefined) complain([], 'is missing');
  const claims = given === undefined ? [] : readClaims(given, complain);
  if (claims.length === 0 && isFine) complain([], 'has no fact');
  return claims;
});

/** As Wikidata and Ditto's WikiRoleEval name things; what else stands in the file is not read. */
const KnowledgeFile = z.object({
  label: Text.optional(),
  description: Text.optional(),
  aliases: z
    .array(Text)
    .nullish()
    .transform((aliases) => aliases ?? []),
  claims: Claims,
  wiki: z
    .union([Text, z.object({ content: Text }).transform(({ content }) => content)], {
      error: 'must be a text, or have a text as its "content"',
    })
    .optional(),
});

/** What no prompt or row can hold, in the first text that has it. */
function findFault(texts: readonly (string | undefined)[]): string | undefined {
  for (const text of texts) {
    if (text === undefined) continue;
    const mark = findMark(text);
    const fault = findBrokenCharacter(text) ?? (mark && `"${mark}", with which models end and begin texts`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Reads a file of what is known of a role. Throws UserError with file and line where it is missing or does not fit. */
export const readKnowledgeFile = (file: string): KnownByFile =>
  parseKnowledge(readNamedFile(file).toString('utf8'), file);

/** Reads the text of such a file. Throws UserError with the line where it does not fit. */
export function parseKnowledge(text: string, file: string): KnownByFile {
  const { value, lineOf } = parseYaml(text, file, KnowledgeFile, ADVICE);
  const { label, description, aliases, claims, wiki } = value;
  const texts = { label: [label], description: [description], aliases, wiki: [wiki] };
  const ofClaims = claims.flatMap((one) => [one.property, one.value]);
  for (const [key, held] of Object.entries({ ...texts, claims: ofClaims })) {
    const fault = findFault(held);
    if (fault === undefined) continue;
    const line = lineOf([key]);
    throw new UserError(`"${key}" holds ${fault}`, {
      file,
      ...(line === undefined ? {} : { line }),
      advice: 'Remove it, or write it again.',
    });
  }
  return { label, description, aliases, facts: claims.map((one) => ({ ...one, source: 'file' as const })), wiki };
}
