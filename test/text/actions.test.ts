import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOnlyAction, spokenPart } from '../../src/text/actions.js';

describe('actions are told apart from speech', () => {
  test.each([
    ['*nods* I have waited.', 'I have waited.'],
    ['I have waited. *She lifts the lantern.* Come in.', 'I have waited. Come in.'],
    ['"Come in." *bows* *smiles* "Sit."', '"Come in." "Sit."'],
    ['I *really* mean it.', 'I really mean it.'],
    ['**Bold** words, 2 * 3 * 4', '**Bold** words, 2 3 4'],
    ['No action here', 'No action here'],
    ['*She sleeps.*', ''],
  ])('%s', (text, spoken) => {
    expect(spokenPart(text)).toBe(spoken);
  });

  test('only a text of actions is only action', () => {
    expect(isOnlyAction('*She sleeps.* *And snores.*')).toBe(true);
    expect(isOnlyAction('*She sleeps.* Hm.')).toBe(false);
    expect(isOnlyAction('...')).toBe(false);
  });

  test('words outside asterisks are never lost', () => {
    const word = fc.stringMatching(/^[a-z]{1,6}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), word, (spoken, action) => {
        const text = spoken.map((one) => `${one}.`).join(` *${action}* `);
        expect(spokenPart(text)).toBe(spoken.map((one) => `${one}.`).join(' '));
      }),
    );
  });
});
