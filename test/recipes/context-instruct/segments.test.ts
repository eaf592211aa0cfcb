import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shuffled, splitIntoSegments } from '../../../src/recipes/context-instruct/segments.js';
import { ContextInstructSettings } from '../../../src/recipes/context-instruct/settings.js';
import type { DialogueLine } from '../../../src/records.js';
import { countWords } from '../../../src/text/words.js';

const DEFAULTS = ContextInstructSettings.parse({}).segment;

/** Scripts of random lines by three speakers, in acts, one script after the other. */
const lines = fc
  .array(
    fc.record({
      role: fc.constantFrom('Keeper', 'Nora', 'narration'),
      words: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 400, max: 600 })),
      newAct: fc.integer({ min: 0, max: 9 }),
    }),
    { maxLength: 120 },
  )
  .map((drawn): DialogueLine[] => {
    let act_id = 0;
    return drawn.map(({ role, words, newAct }, k) => {
      if (newAct === 0) act_id += 1;
      const script = k < drawn.length / 2 ? 'a.txt' : 'b.txt';
      return { script, role, content: 'word '.repeat(words).trim(), act_id, diag_id: k, line: k + 1 };
    });
  });

test('a segment keeps all limits, ends with the role’s own line and stays within one act of one script', () => {
  fc.assert(
    fc.property(lines, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 6 }), (script, minTurns, more) => {
      const settings = { ...DEFAULTS, minTurns, maxTurns: minTurns + more };
      let after = -1;
      for (const { content, from, to, lines: place } of splitIntoSegments(script, 'Keeper', settings, 0)) {
        expect(content.length).toBeGreaterThanOrEqual(settings.minTurns);
        expect(content.length).toBeLessThanOrEqual(settings.maxTurns);
        expect(content.reduce((sum, line) => sum + countWords(line.content), 0)).toBeLessThanOrEqual(settings.maxWords);
        expect(content.at(-1)?.role).toBe('Keeper');
        expect(new Set(content.map((line) => `${line.script}/${line.act_id}`)).size).toBe(1);
        expect([from, to]).toEqual([content[0]?.diag_id, content.at(-1)?.diag_id]);
        expect(place).toEqual([content[0]?.line, content.at(-1)?.line]);
        expect(from).toBeGreaterThan(after);
        after = to;
      }
    }),
  );
});

const EXCHANGES: DialogueLine[] = Array.from({ length: 600 }, (_, k) => ({
  script: 'a.txt',
  role: k % 2 === 0 ? 'Nora' : 'Keeper',
  content: `line number ${k}`,
  act_id: 0,
  diag_id: k,
  line: k + 1,
}));

test('of more segments than the cap a seeded sample of exactly the cap is taken, in the script’s order', () => {
  const settings = { ...DEFAULTS, maxTurns: 4 };
  const all = splitIntoSegments(EXCHANGES, 'Keeper', { ...settings, maxSegments: 1000 }, 7);
  expect(all.length).toBe(150);
  const sample = splitIntoSegments(EXCHANGES, 'Keeper', settings, 7);
  expect(sample).toHaveLength(100);
  expect(sample.map(({ from }) => from)).toEqual(sample.map(({ from }) => from).sort((a, b) => a - b));
  expect(splitIntoSegments(EXCHANGES, 'Keeper', settings, 7)).toEqual(sample);
  expect(splitIntoSegments(EXCHANGES, 'Keeper', settings, 8)).not.toEqual(sample);
});

test('the seeded order holds every segment once', () => {
  const all = splitIntoSegments(EXCHANGES, 'Keeper', DEFAULTS, 0);
  const order = shuffled(all, 'Keeper', 0);
  expect(new Set(order)).toEqual(new Set(all));
  expect(order).not.toEqual(all);
});

test('a role that never speaks, and a script without lines, have no segments', () => {
  expect(splitIntoSegments(EXCHANGES, 'Nobody', DEFAULTS, 0)).toEqual([]);
  expect(splitIntoSegments([], 'Keeper', DEFAULTS, 0)).toEqual([]);
});
