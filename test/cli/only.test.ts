import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, rolellm, rowsOf } from '../harness/cli.js';
import { generatedFolder } from '../harness/generated.js';
import { GENERATE, TINY_FILES, TINY_PLAY } from '../harness/tiny-role.js';

const FILES = ['profiles', 'context-instruct', 'rolegpt', 'filtered', 'rejected'];

/** Every row of a data folder that is about a role. */
function rowsAbout(folder: string, role: string) {
  return FILES.map((name) => rowsOf(join(folder, `data/${name}.jsonl`)).filter((row) => row.role === role));
}

test('generate --only asks for its roles and keeps the rows of the others, in every file and in the export', async () => {
  const server = await startChatServer();
  const folder = makeFolder(TINY_FILES);
  const args = [...GENERATE, '--base-url', server.url, '--model', 'm'];
  await rolellm(args, folder);
  const [nora, keeper] = [rowsAbout(folder, 'Nora'), rowsAbout(folder, 'Keeper')];
  expect(nora.every((rows) => rows.length > 0)).toBe(true);
  const asked = server.seen.length;

  const { status, stderr } = await rolellm([...args, '--seed', '7', '--only', 'Keeper'], folder);

  expect(status, stderr).toBe(0);
  expect(rowsAbout(folder, 'Nora')).toEqual(nora);
  expect(rowsAbout(folder, 'Keeper').slice(1)).not.toEqual(keeper.slice(1));
  const askedNow = server.seen.slice(asked).map(({ messages }) => JSON.stringify(messages));
  expect(askedNow.length).toBeGreaterThan(0);
  expect(askedNow.filter((messages) => messages.includes('your name is Nora'))).toEqual([]);
  const exported = rowsOf(join(folder, 'data/export/rolebench-eng/instruction-generalization/general/train.jsonl'));
  expect(new Set(exported.map(({ role }) => role))).toEqual(new Set(['Keeper', 'Nora']));
});

test('--only of what is there already changes no row, and one role after the other makes what both together make', async () => {
  const [together, apart] = [generatedFolder(), makeFolder(TINY_FILES)];
  await rolellm([...GENERATE, '--only', 'Nora'], apart);
  await rolellm([...GENERATE, '--only', 'Keeper'], apart);
  for (const name of [...FILES, 'dialogues', 'instructions']) {
    const file = `data/${name}.jsonl`;
    expect(rowsOf(join(apart, file)), name).toEqual(rowsOf(join(together, file)));
  }
  const before = fingerprint(join(together, 'data/export'));
  await rolellm([...GENERATE, '--only', 'Nora'], together);
  expect(fingerprint(join(together, 'data/export'))).toEqual(before);
});

test.each([
  ['context-instruct', ['--seed', '7'], 'context-instruct'],
  ['rolegpt', ['--instructions', 'instructions.txt', '--limit', '1'], 'rolegpt'],
  ['filter', [], 'filtered'],
])('%s --only makes again what belongs to its roles', async (stage, flags, name) => {
  const folder = generatedFolder();
  if (stage === 'filter') writeFileSync(join(folder, 'rolellm.config.yaml'), 'filter: { minWords: 14 }\n');
  const rows = (role: string) => rowsOf(join(folder, `data/${name}.jsonl`)).filter((row) => row.role === role);
  const [nora, keeper] = [rows('Nora'), rows('Keeper')];
  const { stderr } = await rolellm([stage, ...flags, '--only', 'Keeper', '--quiet'], folder);
  expect(rows('Nora'), stderr).toEqual(nora);
  expect(rows('Keeper'), stderr).not.toEqual(keeper);
});

test('export --only keeps the other roles in the export', async () => {
  const folder = generatedFolder();
  const before = fingerprint(join(folder, 'data/export'));
  const { status, stderr } = await rolellm(['export', '--only', 'Keeper', '--quiet'], folder);
  expect(status, stderr).toBe(0);
  expect(fingerprint(join(folder, 'data/export'))).toEqual(before);
});

test('a kept role whose file is gone keeps its lines', async () => {
  const folder = makeFolder({
    ...TINY_FILES,
    'roles/bell.yaml': 'name: Bell\nlanguage: en\nscript: bell.txt\n',
    'roles/bell.txt': TINY_PLAY.replaceAll('NORA', 'BELL').replaceAll('KEEPER', 'WAVE'),
  });
  await rolellm([...GENERATE], folder);
  const lines = readFileSync(join(folder, 'data/dialogues.jsonl'), 'utf8').split('\n').filter(Boolean).sort();
  await rolellm(['generate', '--roles', 'roles/keeper.yaml', '--only', 'Keeper', '--limit', '1', '--quiet'], folder);
  expect(rowsOf(join(folder, 'data/profiles.jsonl')).map(({ role }) => role)).toEqual(['Keeper', 'Bell', 'Nora']);
  expect(readFileSync(join(folder, 'data/dialogues.jsonl'), 'utf8').split('\n').filter(Boolean).sort()).toEqual(lines);
});

test.each(['context-instruct', 'rolegpt', 'filter', 'export'])(
  '%s --only names the roles that there are',
  async (stage) => {
    const folder = generatedFolder();
    const before = fingerprint(join(folder, 'data'));
    const { status, stderr } = await rolellm([stage, '--only', 'Ned', '--quiet'], folder);
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/there is no role "Ned" in this data folder\. Correct --only.*There are: Keeper, Nora/s),
    ]);
    expect(fingerprint(join(folder, 'data'))).toEqual(before);
  },
);
