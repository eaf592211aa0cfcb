import { expect, test } from 'vitest';
import { readInParts } from '../../src/readers/novel-parts.js';
import { prose } from '../../src/readers/prose.js';
import type { ScriptLine } from '../../src/readers/script.js';

const NOVEL = `CHAPTER I

“Is the lamp lit?” said Nora.

Otto went to the window and looked out at the quay.

“It is,” said Otto.
“It burns.”

CHAPTER II

“Then come to supper,” said Nora.

“I would rather
stand,” said Otto.
`;
const read = (text: string) => prose.read(text, { file: 'a.txt' });

test('a novel that is read in parts has the same lines as one that is read whole, with their numbers', () => {
  const withoutActs = (lines: readonly ScriptLine[]) => lines.map(({ act: _, ...line }) => line);
  for (let longest = 60; longest < NOVEL.length; longest += 7) {
    const lines = readInParts(NOVEL, read, longest);
    expect(withoutActs(lines), `${longest} characters a part`).toEqual(withoutActs(read(NOVEL)));
  }
  expect(readInParts(NOVEL, read, 200).map(({ act }) => act)).toEqual(read(NOVEL).map(({ act }) => act));
});

test('no part is cut within a line, and none is lost', () => {
  const parts: string[] = [];
  const keep = (part: string): ScriptLine[] => {
    parts.push(part);
    return [];
  };
  readInParts('a long line\nb\n\nc\nd\n\n\n\ne', keep, 4);
  expect(parts).toEqual(['a long line\n', 'b\n\n', 'c\nd\n\n\n', '\ne']);
});
