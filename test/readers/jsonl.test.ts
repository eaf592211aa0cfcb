import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { jsonl } from '../../src/readers/jsonl.js';

const read = (text: string, options: object = {}) => jsonl.read(text, { file: 'a.jsonl', ...options });

test('rows as RoleBench has them (role, content, act_id, diag_id) are speeches, roles that begin with narr narration', () => {
  const rows = [
    { role: 'Abraham Lincoln', content: 'Good  day.', act_id: 4, diag_id: 0 },
    { role: 'narrator', content: 'He bows.', act_id: 4, diag_id: 1 },
    { role: 'Mary', content: 'Abe!', act_id: 7, diag_id: 0 },
  ];
  const text = rows.map((row) => JSON.stringify(row)).join('\n\n');
  expect(jsonl.recognise(text, { file: 'script' })).toBe(1);
  expect(read(text)).toEqual([
    { speaker: 'Abraham Lincoln', content: 'Good day.', act: 0, line: 1 },
    { speaker: null, content: 'He bows.', act: 0, line: 3 },
    { speaker: 'Mary', content: 'Abe!', act: 1, line: 5 },
  ]);
});

test('speeches written as JSON lines under any of the usual keys read back as they are', () => {
  const said = fc.stringMatching(/^[\p{L}"\\'.]{1,12}$/u);
  fc.assert(
    fc.property(
      fc.constantFrom('role', 'speaker', 'character'),
      fc.constantFrom('content', 'text', 'line'),
      fc.array(said),
      (who, what, all) => {
        const text = all.map((content) => JSON.stringify({ [who]: 'Q', [what]: content })).join('\n');
        expect(read(text)).toEqual(all.map((content, index) => ({ speaker: 'Q', content, act: 0, line: index + 1 })));
      },
    ),
  );
});

test('keys with other names are named by options', () => {
  expect(read('{"wer":"A","was":"B"}', { speakerColumn: 'wer', textColumn: 'was' })).toEqual([
    { speaker: 'A', content: 'B', act: 0, line: 1 },
  ]);
  expect(() => read('{"wer":"A","was":"B"}')).toThrow(/its keys: wer, was/);
});

test('a row that is no object, or whose words are no string, is an error with its line', () => {
  for (const bad of [
    '{"role":"A","content":',
    '[1]',
    '7',
    'null',
    '{"role":"A","content":5}',
    '{"role":["A"],"content":"x"}',
  ]) {
    try {
      read(`{"role":"A","content":"x"}\n${bad}`);
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(UserError);
      expect((thrown as UserError).line).toBe(2);
    }
  }
});
