import { UserError } from '../errors.js';

const VISIBLE = /^[\x21-\x7e]*$/;

/** What a character is called that no key holds. */
function nameOfCharacter(character: string): string {
  if (/[\r\n\u2028\u2029]/.test(character)) return 'a line break';
  if (/\s/.test(character)) return 'a space';
  return character < ' ' || character === '\x7f' ? 'a control character' : 'a character beyond ASCII';
}

/**
 * Throws UserError where a key cannot be one: it would be refused by the HTTP client, in an error that quotes it. The message
 * names the variable that the key comes from, and nothing of its value.
 */
export function checkKey(variable: string, key: string | undefined): void {
  if (key === undefined || VISIBLE.test(key)) return;
  const at = key.search(/[^\x21-\x7e]/);
  const isAround = key.trim() !== key && VISIBLE.test(key.trim());
  const where = isAround ? (at === 0 ? ' at its beginning' : ' at its end') : '';
  throw new UserError(`the key in ${variable} holds ${nameOfCharacter(key[at] as string)}${where}, which no key does`, {
    advice: `Set ${variable} to the key alone, on one line.`,
  });
}

/** Variables that the SDK makes headers of by itself. */
const HEADER_VARIABLES = ['OPENAI_ORG_ID', 'OPENAI_PROJECT_ID', 'OPENAI_CUSTOM_HEADERS'];

/** Throws UserError where a variable that becomes a header holds what no header can carry. */
export function checkHeaderVariables(env: NodeJS.ProcessEnv): void {
  for (const variable of HEADER_VARIABLES) {
    const lines = env[variable]?.trim().split('\n') ?? [];
    const isList = variable === 'OPENAI_CUSTOM_HEADERS';
    const isFine = lines.every((line) => /^[\t\x20-\x7e]*$/.test(line.trim())) && (isList || lines.length < 2);
    const names = isList ? lines.flatMap((line) => /^([^:]*):/.exec(line)?.[1]?.trim() ?? []) : [];
    if (isFine && names.every((name) => /^[!#$%&'*+\-.^_`|~\w]+$/.test(name))) continue;
    throw new UserError(`the environment variable ${variable} holds a character that no HTTP header can carry`, {
      advice: isList ? 'Write one `Name: value` a line, in ASCII.' : 'Write it on one line, in ASCII.',
    });
  }
}

/** Values of the user's own headers that may be keys. */
export function secretHeaders(env: NodeJS.ProcessEnv): string[] {
  const lines = env.OPENAI_CUSTOM_HEADERS?.split('\n') ?? [];
  return lines.flatMap((line) => /^[^:]*(?:key|token|secret|auth|cookie)[^:]*:\s*(.*)$/i.exec(line)?.[1]?.trim() ?? []);
}
