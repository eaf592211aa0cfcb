import type { z } from 'zod';

/** A kind of value as a user calls it. */
const NOUNS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
  null: 'nothing',
};

function kindOfValue(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

const nounOf = (kind: string) => NOUNS[kind] ?? kind;

/** What was given in the place of something else: a number as itself, since `1.5`, `.inf` and `.nan` are numbers too. */
function given(value: unknown): string {
  if (typeof value !== 'number') return nounOf(kindOfValue(value));
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
}

/** What zod says of a value that does not fit, in words for who wrote it; undefined leaves zod its own. */
function describe(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${nounOf(issue.expected)}, not ${given(issue.input)}`;
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}`;
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `must be ${issue.inclusive ? `${issue.minimum} or more` : `more than ${issue.minimum}`}`
        : Number(issue.minimum) === 1
          ? 'must not be empty'
          : undefined;
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `must be ${issue.inclusive ? `${issue.maximum} or less` : `less than ${issue.maximum}`}`
        : undefined;
    default:
      return undefined;
  }
}

/** Parses a value; what does not fit is said in words for who wrote it. */
export function parseFor<Value>(schema: z.ZodType<Value>, value: unknown): z.ZodSafeParseResult<Value> {
  return schema.safeParse(value, { error: describe });
}

/** The first thing that zod has to say, with the key that it is about. */
export function zodMessage(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return error.message;
  const place = issue.path.map(String).join('.');
  return place === '' ? issue.message : `"${place}": ${issue.message}`;
}
