import { expect, test } from 'vitest';
import { checkHeaderVariables, checkKey } from '../../src/llm/keys.js';

test.each([
  ['a line break in it', 'sk-first\nsk-second', 'a line break'],
  ['a line break at its end', 'sk-secret\n', 'a line break at its end'],
  ['the line end of Windows', 'sk-secret\r', 'a line break at its end'],
  ['a space before it', ' sk-secret', 'a space at its beginning'],
  ['a space in it', 'Bearer sk-secret', 'a space'],
  ['a tab', 'sk-secret\tx', 'a space'],
  ['another letter', 'sk-sécret', 'a character beyond ASCII'],
  ['a letter of Latin 1 that a header could carry', 'sk-secretÿ', 'a character beyond ASCII'],
  ['a quotation mark of a word processor', '“sk-secret”', 'a character beyond ASCII'],
  ['a byte-order mark', '\uFEFFsk-secret', 'a space at its beginning'],
  ['a control character', 'sk-secret\x1b[0m', 'a control character'],
])('a key with %s is refused, and only its variable is named', (_, key, what) => {
  const error = catchError(() => checkKey('MY_KEY', key));
  expect(error).toMatchObject({ name: 'UserError' });
  expect(error.toLine()).toContain(`MY_KEY holds ${what}, which no key does`);
  expect(error.toLine()).not.toMatch(/sk-|s.cret/);
});

test.each(['sk-proj-abc_DEF.123', 'none', 'a+b/c==', '"quoted"', undefined])('%j is a key', (key) => {
  checkKey('MY_KEY', key);
});

test.each([
  [{ OPENAI_ORG_ID: 'org-é' }, 'OPENAI_ORG_ID'],
  [{ OPENAI_PROJECT_ID: 'a\nb' }, 'OPENAI_PROJECT_ID'],
  [{ OPENAI_CUSTOM_HEADERS: 'X-Key: sk-sécret' }, 'OPENAI_CUSTOM_HEADERS'],
  [{ OPENAI_CUSTOM_HEADERS: 'X Key: sk-secret' }, 'OPENAI_CUSTOM_HEADERS'],
])('a variable that the SDK makes a header of is checked too: %j', (env, variable) => {
  const error = catchError(() => checkHeaderVariables(env));
  expect(error.toLine()).toContain(variable);
  expect(error.toLine()).not.toMatch(/s.cret|org-/);
});

test('headers that can be sent are taken', () => {
  checkHeaderVariables({ OPENAI_ORG_ID: 'org-1\n', OPENAI_CUSTOM_HEADERS: 'X-Title: my run\nX-Key: a b c\r\n' });
});

function catchError(action: () => void): Error & { toLine(): string } {
  try {
    action();
  } catch (thrown) {
    return thrown as Error & { toLine(): string };
  }
  throw new Error('nothing was thrown');
}
