import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DialogueLine, NARRATION } from '../../src/records.js';
import { readDialogues } from '../../src/stages/profile-build/read-dialogues.js';
import { readRoles } from '../../src/stages/profile-build/read-roles.js';
import { verseLines } from '../../src/text/verse.js';
import { makeFolder } from '../harness/cli.js';
import { TINY_FILES } from '../harness/tiny-role.js';

async function rowsFor(files: Record<string, string>) {
  const folder = makeFolder({ ...TINY_FILES, ...files });
  const rows = [];
  for await (const row of readDialogues(readRoles([join(folder, 'roles')]))) rows.push(row);
  return rows;
}

test('every line of a script is a row: numbered from 0, in its act, with its line in the file', async () => {
  const rows = await rowsFor({});
  expect(rows.map(({ diag_id }) => diag_id)).toEqual(rows.map((_, k) => k));
  expect(new Set(rows.map(({ role }) => role))).toEqual(new Set(['Keeper', 'Nora', NARRATION]));
  expect(new Set(rows.map(({ act_id }) => act_id))).toEqual(new Set([0, 1]));
  const play = (TINY_FILES['roles/lamp.txt'] ?? '').split('\n');
  for (const { role, content, line } of rows.filter((row) => row.role !== NARRATION)) {
    expect(play[line - 1]).toBe(`${role.toUpperCase()}. ${content}`);
  }
});

test('a script that roles share is read once', async () => {
  expect((await rowsFor({})).filter(({ content }) => content.startsWith('It is lit'))).toHaveLength(1);
});

test('where the script uses an alias the rows have the role’s own name', async () => {
  const rows = await rowsFor({
    'roles/keeper.yaml': 'name: Old Tom\nlanguage: en\nscript: lamp.txt\naliases: [Keeper]\n',
  });
  expect(rows.filter(({ role }) => role === 'Old Tom')).toHaveLength(12);
  expect(rows.filter(({ role }) => role === 'Keeper')).toEqual([]);
});

const OTHER = 'MATE. What now?\n\nCOOK. Nothing.\n\nMATE. And then?\n\nCOOK. Soup.\n';

test('a role that never speaks in its own scripts is an error, also where others have a speaker of that name', async () => {
  const keeper = 'name: Keeper\nlanguage: en\nscript: other.txt\n';
  await expect(rowsFor({ 'roles/keeper.yaml': keeper, 'roles/other.txt': OTHER })).rejects.toThrow(
    expect.objectContaining({ name: 'UserError', message: expect.stringContaining('"Keeper" never speaks in') }),
  );
});

test('roles that share a script and read it in another way are an error that names both files', async () => {
  const keeper = `${TINY_FILES['roles/keeper.yaml']}narrator: Keeper\n`;
  await expect(rowsFor({ 'roles/keeper.yaml': keeper })).rejects.toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/is read differently by .*keeper\.yaml/),
      file: expect.stringContaining('nora.yaml'),
    }),
  );
});

const VERSE = `KEEPER.
The lamp is lit, and all the ships of Ostend
That feared the rocks may see it from the bar,
And so may you.

NORA.
I see it.

KEEPER.
But not my hand\u0007 that holds it in the wind,
Nor what I saw.
`;

test('a speech in verse says where its lines begin, unless characters were taken out of it', async () => {
  const rows = await rowsFor({ 'roles/lamp.txt': VERSE });
  const spoken = rows.map(({ content, verse }) => [content, verse && verseLines(content, verse)]);
  expect(spoken).toEqual([
    [
      'The lamp is lit, and all the ships of Ostend That feared the rocks may see it from the bar, And so may you.',
      [
        'The lamp is lit, and all the ships of Ostend',
        'That feared the rocks may see it from the bar,',
        'And so may you.',
      ],
    ],
    ['I see it.', undefined],
    ['But not my hand that holds it in the wind, Nor what I saw.', undefined],
  ]);
  expect(rows.map((row) => DialogueLine.parse(row))).toEqual(rows);
  expect(Object.keys(rows[1] as object)).not.toContain('verse');
});
