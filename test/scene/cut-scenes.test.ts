import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DialogueLine, NARRATION } from '../../src/records.js';
import { cutScenes } from '../../src/scene/cut-scenes.js';
import { markHeldOut } from '../../src/scene/hold-out.js';

type Told = [role: string, content: string, act?: number];

const dialogue = (lines: readonly Told[]): DialogueLine[] =>
  lines.map(([role, content, act_id = 0], k) => ({ script: 'a.txt', role, content, act_id, diag_id: k, line: k + 1 }));

const LIMITS = { maxSpeeches: 8, maxWords: 1000 };
const wordsOf = (lines: readonly DialogueLine[], limits = LIMITS) =>
  cutScenes(lines, 'en', limits).map((scene) => scene.lines.map(({ content }) => content));

test('a scene ends with an act, at a heading, and where the stage is empty', () => {
  const scenes = wordsOf(
    dialogue([
      [NARRATION, 'ACT I. A harbour.'],
      ['Ada', 'Cold.'],
      ['Tom', 'Very.'],
      [NARRATION, 'Exeunt.'],
      [NARRATION, 'Enter Nora and Otto.'],
      ['Nora', 'Quiet here.'],
      ['Otto', 'Yes.'],
      [NARRATION, 'SCENE III. The light.'],
      ['Ada', 'Up here.'],
      ['Tom', 'Coming.', 1],
    ]),
  );
  expect(scenes.map((lines) => lines.at(-1))).toEqual(['Exeunt.', 'Yes.', 'Up here.', 'Coming.']);
});

test('a long stretch is cut where others speak and where somebody comes or goes', () => {
  const talk = (names: readonly string[], times: number): Told[] =>
    Array.from({ length: times }, (_, k) => [names[k % names.length] as string, `Word ${k}.`]);
  const scenes = cutScenes(
    dialogue([...talk(['Ada', 'Tom'], 6), [NARRATION, 'Exit Ada. Enter Nora.'], ...talk(['Nora', 'Tom'], 6)]),
    'en',
    LIMITS,
  );
  expect(scenes.map(({ lines }) => new Set(lines.map(({ role }) => role)).has('Nora'))).toEqual([false, true]);
  expect(scenes[1]?.before.map(({ role }) => role)).toEqual(['Tom', NARRATION].slice(0, scenes[1]?.before.length));
});

test('every speech is in exactly one scene, in order, and none is longer than the limits unless it is one speech', () => {
  const line = fc.tuple(
    fc.constantFrom('Ada', 'Tom', 'Nora', NARRATION),
    fc.constantFrom('Well.', 'One two three four five six.', 'Exeunt.', 'SCENE II.', 'Enter Tom.'),
    fc.constant(0),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 80 }), fc.integer({ min: 1, max: 9 }), (told, maxSpeeches) => {
      const lines = dialogue(told as Told[]);
      const scenes = cutScenes(lines, 'en', { maxSpeeches, maxWords: 12 });
      const speeches = (part: readonly DialogueLine[]) => part.filter(({ role }) => role !== NARRATION);
      expect(scenes.flatMap((scene) => speeches(scene.lines))).toEqual(speeches(lines));
      for (const scene of scenes) expect(speeches(scene.lines).length).toBeLessThanOrEqual(maxSpeeches);
    }),
  );
});

test('the last scenes are held out, whole; a script of fewer than five keeps all', () => {
  const scene = (act: number): Told[] => [
    ['Ada', `Here ${act}.`, act],
    ['Tom', 'Yes.', act],
  ];
  const acts = (count: number) => dialogue(Array.from({ length: count }, (_, act) => scene(act)).flat());
  const held = (count: number) => [
    ...new Set(markHeldOut(acts(count), 'en', 0.1).flatMap(({ held_out, act_id }) => (held_out ? [act_id] : []))),
  ];
  expect(held(4)).toEqual([]);
  expect(held(10)).toEqual([9]);
  expect(held(20)).toEqual([18, 19]);
  expect(markHeldOut(acts(20), 'en', 0)).toEqual(acts(20));
});

test('a scene lies on one side of where held-out lines begin', () => {
  const lines = dialogue(Array.from({ length: 12 }, (_, k): Told => [k % 2 ? 'Ada' : 'Tom', `Word ${k}.`]));
  const marked = lines.map((line, k) => (k >= 6 ? { ...line, held_out: true as const } : line));
  const sides = cutScenes(marked, 'en', { maxSpeeches: 40, maxWords: 1000 }).map(
    (scene) => new Set(scene.lines.map(({ held_out }) => held_out)).size,
  );
  expect(sides).toEqual([1, 1]);
});
