import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseExcerpt, renderLines } from '../../src/prompts/excerpts.js';
import type { DialogueLine } from '../../src/records.js';
import { countWords } from '../../src/text/words.js';

function dialogue(drawn: readonly { role: string; words: number; act?: number }[]): DialogueLine[] {
  return drawn.map(({ role, words, act = 0 }, k) => ({
    script: k < drawn.length / 2 ? 'a.txt' : 'b.txt',
    role,
    content: `${'word '.repeat(words)}end ${k}.`,
    act_id: act,
    diag_id: k,
    line: k + 1,
  }));
}

const scripts = fc
  .array(
    fc.record({ role: fc.constantFrom('Keeper', 'Nora', 'Ned', 'narration'), words: fc.nat(250), act: fc.nat(1) }),
    {
      maxLength: 60,
    },
  )
  .map(dialogue);
const shown = (lines: readonly DialogueLine[]) =>
  lines.reduce((sum, { content }) => sum + Math.min(160, countWords(content)), 0);

test('an excerpt is a part of the script in its order, at most as long as it may be, each line near one of the role’s', () => {
  fc.assert(
    fc.property(scripts, fc.integer({ min: 160, max: 3000 }), (lines, maxWords) => {
      const excerpt = chooseExcerpt(lines, 'Keeper', maxWords);
      expect(lines.filter((line) => excerpt.includes(line))).toEqual(excerpt);
      expect(shown(excerpt)).toBeLessThanOrEqual(maxWords);
      for (const { diag_id, script, act_id } of excerpt) {
        const near = lines.slice(Math.max(0, diag_id - 1), diag_id + 4);
        expect(near.some((line) => line.role === 'Keeper' && line.script === script && line.act_id === act_id)).toBe(
          true,
        );
      }
    }),
  );
});

test('with room enough every line of the role is shown', () => {
  fc.assert(
    fc.property(scripts, (lines) => {
      const excerpt = chooseExcerpt(lines, 'Keeper', 1e9);
      expect(excerpt.filter(({ role }) => role === 'Keeper')).toEqual(lines.filter(({ role }) => role === 'Keeper'));
    }),
  );
});

test('with little room the lines come from all parts of the script', () => {
  const lines = dialogue(Array.from({ length: 800 }, (_, k) => ({ role: k % 2 === 0 ? 'Nora' : 'Keeper', words: 10 })));
  const excerpt = chooseExcerpt(lines, 'Keeper', 500);
  const quarters = new Set(excerpt.map(({ diag_id }) => Math.floor(diag_id / 200)));
  expect(quarters).toEqual(new Set([0, 1, 2, 3]));
});

test('a role that never speaks has an empty excerpt', () => {
  expect(chooseExcerpt(dialogue([{ role: 'Nora', words: 3 }]), 'Keeper', 100)).toEqual([]);
  expect(renderLines([])).toBe('');
});

test('lines are rendered with their number and speaker, narration in parentheses, and a dash line where some are left out', () => {
  const lines: DialogueLine[] = [
    ['Nora', 'Who is there?', 0, 4],
    ['narration', 'The bell\nrings.', 0, 5],
    ['Keeper', 'I am.', 0, 9],
    ['Keeper', 'Still I.', 1, 10],
  ].map(
    ([role, content, act_id, diag_id]) =>
      ({ script: 'a.txt', role, content, act_id, diag_id, line: 1 }) as DialogueLine,
  );
  expect(renderLines(lines)).toBe(
    '[4] Nora: Who is there?\n[5] (The bell rings.)\n---\n[9] Keeper: I am.\n---\n[10] Keeper: Still I.',
  );
});

test('a long speech is cut after 160 words, or 160 characters of Chinese', () => {
  const [english] = dialogue([{ role: 'Keeper', words: 200 }]) as [DialogueLine];
  expect(renderLines([english])).toBe(`[0] Keeper: ${'word '.repeat(160)}…`);
  const chinese = { ...english, content: '海'.repeat(200) };
  expect(renderLines([chinese])).toBe(`[0] Keeper: ${'海'.repeat(160)} …`);
});
