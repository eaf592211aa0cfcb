import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { makeFolder, rolellm, rowsOf } from '../harness/cli.js';
import { TINY_FILES } from '../harness/tiny-role.js';

const SMALL = ['generate', '--roles', 'roles', '--instructions', 'instructions.txt', '--per-role', '4'];

interface Counts {
  planned: number;
  done: number;
  failed: number;
  waiting: number;
  entered: number | null;
  accepted: number | null;
  refused: number | null;
}

test('with nothing configured it uses offline, says so once at the start, and makes the whole dataset', async () => {
  const folder = makeFolder(TINY_FILES);
  const { status, stdout, stderr } = await rolellm(SMALL, folder);
  expect(status, stdout + stderr).toBe(0);
  expect(stderr.split('\n')[0]).toContain('No model is configured: using `offline`');
  expect(`${stdout}${stderr}`.match(/No model is configured/g)).toHaveLength(1);
  for (const file of [
    'profiles-eng/desc.json',
    'profiles-eng/profiles-eng-Keeper.jsonl',
    'messages/train.jsonl',
    'README.md',
  ]) {
    expect(existsSync(join(folder, 'data/export', file)), file).toBe(true);
  }
  for (const row of rowsOf(join(folder, 'data/context-instruct.jsonl'))) expect(row.model).toBe('offline');
  // What the scripts themselves say is data to train on; what the offline model puts together is not.
  const scenes = rowsOf(join(folder, 'data/scenes.jsonl'));
  expect(scenes.map(({ role, model }) => [role, model])).toEqual([
    ['Keeper', 'script'],
    ['Keeper', 'script'],
    ['Nora', 'script'],
    ['Nora', 'script'],
  ]);
  const exported = ['train', 'test'].flatMap((split) => rowsOf(join(folder, `data/export/messages/${split}.jsonl`)));
  expect(exported).toHaveLength(scenes.length);
});

test('--per-role N means N accepted answers for each role, and a pair has at most five responses', async () => {
  const server = await startChatServer();
  const folder = makeFolder(TINY_FILES);
  const { status, stderr } = await rolellm([...SMALL, '--base-url', server.url], folder);
  expect(status, stderr).toBe(0);
  const kept = rowsOf<{ role: string; recipe: string }>(join(folder, 'data/filtered.jsonl'));
  for (const role of ['Keeper', 'Nora']) {
    expect(kept.filter((row) => row.role === role && row.recipe === 'context-instruct')).toHaveLength(4);
  }
  const pairs = rowsOf<{ generated: string[]; baseline: string }>(join(folder, 'data/rolegpt.jsonl'));
  expect(pairs).toHaveLength(8);
  for (const { generated, baseline } of pairs) expect([generated.length, typeof baseline]).toEqual([5, 'string']);
});

test('a server that has one model is asked for that model without --model', async () => {
  const server = await startChatServer();
  const { status } = await rolellm([...SMALL, '--base-url', server.url], makeFolder(TINY_FILES));
  expect(status).toBe(0);
  expect(new Set(server.seen.map(({ model }) => model))).toEqual(new Set(['only-model']));
});

test('every answer that enters the filter leaves in exactly one of the two files, with check and evidence where refused', async () => {
  const server = await startChatServer();
  const folder = makeFolder(TINY_FILES);
  await rolellm([...SMALL, '--base-url', server.url], folder);
  const entered = [
    ...rowsOf<{ id: string }>(join(folder, 'data/scenes.jsonl')).map(({ id }) => id),
    ...rowsOf<{ id: string }>(join(folder, 'data/context-instruct.jsonl')).map(({ id }) => id),
    ...rowsOf<{ id: string; generated: string[] }>(join(folder, 'data/rolegpt.jsonl')).flatMap(({ id, generated }) =>
      generated.map((_, k) => `${id}-${k}`),
    ),
  ];
  const kept = rowsOf<{ id: string }>(join(folder, 'data/filtered.jsonl')).map(({ id }) => id);
  const refused = rowsOf<{ id: string; check: string; evidence: string }>(join(folder, 'data/rejected.jsonl'));
  expect([...kept, ...refused.map(({ id }) => id)].sort()).toEqual(entered.sort());
  for (const { check, evidence } of refused) expect([check, evidence].every((text) => text.length > 0)).toBe(true);
  expect(new Set(refused.map(({ check }) => check))).toContain('confidence');
});

test('status adds up: planned = done + failed + waiting, entered = accepted + refused; a finished run exits 0', async () => {
  const folder = makeFolder(TINY_FILES);
  await rolellm(SMALL, folder);
  const { status, stdout } = await rolellm(['status', '--json'], folder);
  expect(status).toBe(0);
  const { stages } = JSON.parse(stdout) as { stages: Record<string, Counts & { state: string }> };
  expect(Object.keys(stages)).toEqual(['profile-build', 'scenes', 'context-instruct', 'rolegpt', 'filter', 'export']);
  for (const { planned, done, failed, waiting, entered, accepted, refused, state } of Object.values(stages)) {
    expect({ planned, waiting, state }).toEqual({ planned: done + failed, waiting: 0, state: 'done' });
    if (entered !== null) expect(entered).toBe((accepted ?? 0) + (refused ?? 0));
  }
  const table = await rolellm(['status'], folder);
  expect(table.stdout).toMatch(/stage +state +planned +done +failed/);
});

test('a role that falls short of --per-role is named with the reasons and the run exits 1', async () => {
  const server = await startChatServer();
  const folder = makeFolder({ ...TINY_FILES, 'rolellm.config.yaml': 'filter: { minRoleSpecificWords: 60 }\n' });
  const { status, stdout } = await rolellm([...SMALL, '--base-url', server.url, '--per-role', '3'], folder);
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /Missing:\n {2}Keeper: \d+ of 3 role-specific answers accepted from \d+ candidates \(refused: .+\)/,
  );
});

test('what the user wrote by hand is kept as it is and costs no call', async () => {
  const server = await startChatServer();
  const byHand = {
    description: 'The character keeps the light.',
    description_second_person: 'You keep the light.',
    catchphrases: '["mark my words", "by the lamp"]',
    categories: '[stubborn]',
  };
  const yaml = Object.entries(byHand)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
  const folder = makeFolder({ ...TINY_FILES, 'roles/keeper.yaml': `${TINY_FILES['roles/keeper.yaml']}${yaml}` });
  const args = ['profile-build', '--roles', 'roles', '--only', 'Keeper', '--base-url', server.url, '--model', 'm'];
  const { status, stderr } = await rolellm(args, folder);
  expect(status, stderr).toBe(0);
  expect(server.seen).toHaveLength(0);
  expect(rowsOf(join(folder, 'data/profiles.jsonl'))[0]).toMatchObject({
    description: byHand.description,
    description_second_person: byHand.description_second_person,
    catchphrases: [
      { text: 'mark my words', origin: 'user', evidence: [{ diag_id: 2 }, { diag_id: 6 }, { diag_id: 18 }] },
      { text: 'by the lamp', origin: 'user', evidence: [] },
    ],
    by_hand: ['description', 'description_second_person', 'catchphrases', 'categories'],
    model: null,
  });
});

test('a catchphrase that claims to be in the script and is not there is refused and counted', async () => {
  const server = await startChatServer();
  const folder = makeFolder(TINY_FILES);
  const { stderr } = await rolellm(
    ['profile-build', '--roles', 'roles', '--only', 'Keeper', '--base-url', server.url, '--model', 'm'],
    folder,
  );
  expect(stderr).toContain('a catchphrase is not in the script and was refused: Keeper: "not in the play at all"');
  const [profile] = rowsOf<{ catchphrases: { text: string; origin: string }[] }>(join(folder, 'data/profiles.jsonl'));
  expect(profile?.catchphrases.map(({ text, origin }) => [text, origin])).toEqual([['mark my words', 'script']]);
  const { stdout } = await rolellm(['status', '--json'], folder);
  expect(JSON.parse(stdout).stages['profile-build']).toMatchObject({ entered: 2, accepted: 1, refused: 1 });
});

test('--json prints one JSON value on stdout and nothing else', async () => {
  const { stdout, status } = await rolellm([...SMALL, '--json'], makeFolder(TINY_FILES));
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    model: 'offline',
    missing: [],
    roles: [{ role: 'Keeper', kept: { scenes: 2, 'context-instruct': 4 } }, { role: 'Nora' }],
  });
});

test('the stages run one by one make what generate makes', async () => {
  const [whole, single] = [makeFolder(TINY_FILES), makeFolder(TINY_FILES)];
  await rolellm(SMALL, whole);
  const common = ['--roles', 'roles'];
  await rolellm(['profile-build', ...common], single);
  await rolellm(['scenes'], single);
  await rolellm(['context-instruct', '--per-role', '4'], single);
  await rolellm(['rolegpt', '--instructions', 'instructions.txt'], single);
  await rolellm(['filter'], single);
  const last = await rolellm(['export'], single);
  expect(last.status, last.stderr).toBe(0);
  for (const file of ['scenes.jsonl', 'filtered.jsonl', 'rejected.jsonl', 'export/messages/train.jsonl']) {
    expect(rowsOf(join(single, 'data', file))).toEqual(rowsOf(join(whole, 'data', file)));
  }
});

test('profile-build --list-characters prints who speaks how many lines', async () => {
  const { status, stdout } = await rolellm(
    ['profile-build', '--list-characters', 'roles/lamp.txt'],
    makeFolder(TINY_FILES),
  );
  expect(status).toBe(0);
  expect(stdout).toMatch(/roles\/lamp\.txt \(read as play, UTF-8\)/);
  expect(stdout).toMatch(/Keeper +12 /);
  expect(stdout).toMatch(/Nora +12 /);
});

test('--recipes makes only the named kinds of samples: nothing is asked for others, and nothing of them is missing', async () => {
  const server = await startChatServer();
  const folder = makeFolder(TINY_FILES);
  const { status, stderr } = await rolellm([...SMALL, '--recipes', 'rolegpt', '--base-url', server.url], folder);
  expect([status, stderr]).toEqual([0, expect.not.stringContaining('context-instruct')]);
  for (const other of ['scenes', 'context-instruct']) {
    expect(existsSync(join(folder, `data/${other}.jsonl`)), other).toBe(false);
  }
  const kept = rowsOf<{ recipe: string }>(join(folder, 'data/filtered.jsonl'));
  expect(new Set(kept.map(({ recipe }) => recipe))).toEqual(new Set(['rolegpt']));
  const unknown = await rolellm([...SMALL, '--recipes', 'rolegtp'], folder);
  expect([unknown.status, unknown.stderr]).toEqual([2, expect.stringContaining('Allowed choices are')]);
});
