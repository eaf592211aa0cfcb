import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesOf } from '../../src/readers/text-lines.js';

test('the lines of a text are those between its line breaks', () => {
  const piece = fc.constantFrom('\n', '\r', 'ADA', 'ada ', '好', '', 'a line that is longer than a name on its own');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      expect(linesOf(text)).toEqual(text.split('\n'));
    }),
  );
});
