import { expect } from 'vitest';
import { UserError } from '../../src/errors.js';
import { readScript } from '../../src/readers/index.js';

/** Who says what in a text, by the user's door; narration is named null. */
export function spokenIn(text: string, file = 'script.txt'): [speaker: string | null, content: string][] {
  return readScript(Buffer.from(text), { file }).lines.map(({ speaker, content }) => [speaker, content]);
}

/** The one line that is said of a text that cannot be read. */
export function refusalOf(text: string, file = 'script.txt'): string {
  try {
    readScript(Buffer.from(text), { file });
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(UserError);
    return (thrown as UserError).toLine();
  }
  throw new Error(`${file} was read`);
}
