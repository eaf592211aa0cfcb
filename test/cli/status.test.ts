import { appendFileSync, cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, rolellm, rowsOf, runToEnd } from '../harness/cli.js';
import { writeFiles } from '../harness/files.js';
import { generatedFolder } from '../harness/generated.js';
import { TINY_FILES, GENERATE as TWO_SETS, WITH_REHEARSAL } from '../harness/tiny-role.js';

const STAGES = ['profile-build', 'scenes', 'context-instruct', 'rolegpt', 'filter', 'export'];
const DONE = 'done done done done done done';

/** All recipes: what `generate` runs where none is named. */
const GENERATE = TWO_SETS.filter((word) => !['--recipes', 'context-instruct', 'rolegpt'].includes(word));

let made: string;

beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'rolellm-status-'));
  writeFiles(made, { ...TINY_FILES, ...WITH_REHEARSAL });
  await runToEnd(GENERATE, made);
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

/** A new folder in which all recipes' dataset was made. */
function wholeFolder(): string {
  const folder = makeFolder();
  cpSync(made, folder, { recursive: true });
  return folder;
}

/** The states of the stages that generate runs, in their order. */
async function statesOf(folder: string, ...args: string[]) {
  const { status, stdout, stderr } = await rolellm(['status', '--json', ...args], folder);
  const { stages } = JSON.parse(stdout || stderr) as { stages: Record<string, { state: string }> };
  return { status, states: STAGES.map((name) => stages[name]?.state).join(' '), stages };
}

const mark = (folder: string) => {
  const rows = rowsOf<{ id: string; role: string; recipe: string }>(join(folder, 'data/filtered.jsonl'));
  const row = rows.find(({ recipe }) => recipe === 'context-instruct');
  const review = { id: row?.id, role: row?.role, mark: 'bad', note: '' };
  appendFileSync(join(folder, 'data/review.jsonl'), `${JSON.stringify(review)}\n`);
};
const edit = (file: string, from: string, to: string) => (folder: string) => {
  const text = readFileSync(join(folder, file), 'utf8');
  writeFileSync(join(folder, file), text.replace(from, to));
};
const config = (text: string) => (folder: string) => writeFileSync(join(folder, 'rolellm.config.yaml'), text);

test.each<[what: string, change: (folder: string) => void, states: string]>([
  ['a mark', mark, 'done done stale done stale stale'],
  ['an edited script', edit('roles/lamp.txt', 'iron chest', 'iron box'), 'stale stale stale stale stale stale'],
  ['an edited role file', edit('roles/nora.yaml', 'The Lamp', 'A Lamp'), 'stale stale stale stale stale stale'],
  ['other instructions', edit('instructions.txt', 'three', 'four'), 'done done done stale stale stale'],
  ['a setting of the profiles', config('profile: { catchphrases: 3 }\n'), 'stale stale stale stale stale stale'],
  ['a setting of the filter', config('filter: { similarity: 0.7 }\n'), 'done done stale done stale stale'],
  ['a setting of the scenes', config('scenes: { maxSpeeches: 8 }\n'), 'done stale done done stale stale'],
  ['a setting of the answers', config('rolegpt: { responses: 3 }\n'), 'done done done stale stale stale'],
  ['a setting of the export', config('export: { testShare: 0.5 }\n'), 'done done done done done stale'],
  ['another model', config('model: another\n'), 'stale stale stale stale stale stale'],
  ['a changed row', edit('data/rolegpt.jsonl', 'the', 'teh'), 'done done done stale stale stale'],
  ['a file that is gone', (folder) => rmSync(join(folder, 'data/filtered.jsonl')), 'done done done done absent stale'],
  ['a damaged export', edit('data/export/messages/train.jsonl', '{', '['), 'done done done done done stale'],
])('after %s, every file that it decides is stale until it is made again', async (_what, change, states) => {
  const folder = wholeFolder();
  expect(await statesOf(folder)).toMatchObject({ status: 0, states: DONE });
  change(folder);
  expect(await statesOf(folder)).toMatchObject({ status: 1, states });
});

test('what is stale is made again by the next run, and a table says why it was', async () => {
  const folder = wholeFolder();
  mark(folder);
  config('filter: { similarity: 0.7 }\n')(folder);
  const { stdout } = await rolellm(['status'], folder);
  expect(stdout).toMatch(/filter +stale/);
  expect(stdout).toMatch(/Stale, until it is made again:\n {2}context-instruct: changed settings: filter.similarity/);
  await rolellm(['filter', '--quiet'], folder);
  expect((await statesOf(folder)).states).toBe('done done stale done stale stale');
  await rolellm(GENERATE, folder);
  expect(await statesOf(folder)).toMatchObject({ status: 0, states: DONE });
});

test('a changed prompt makes stale what was asked with it', async () => {
  const folder = wholeFolder();
  const manifest = join(folder, 'data/manifest.json');
  const { stages, ...rest } = JSON.parse(readFileSync(manifest, 'utf8'));
  stages.rolegpt.texts['en/rolegpt.system'] = 'of another text';
  writeFileSync(manifest, JSON.stringify({ ...rest, stages }));
  expect((await statesOf(folder)).states).toBe('done done done stale stale stale');
});

test('a run that changes nothing is done at once: every stage is skipped with a word and no file is touched', async () => {
  const server = await startChatServer();
  const folder = makeFolder(TINY_FILES);
  const args = [...GENERATE.filter((flag) => flag !== '--quiet'), '--base-url', server.url, '--model', 'm'];
  const first = await rolellm([...args, '--json'], folder);
  const [asked, before] = [server.seen.length, fingerprint(join(folder, 'data'))];
  const again = await rolellm([...args, '--json'], folder);
  expect(server.seen).toHaveLength(asked);
  expect(fingerprint(join(folder, 'data'))).toEqual(before);
  for (const stage of STAGES) expect(again.stderr).toContain(`${stage}: nothing to do`);
  expect(JSON.parse(again.stdout)).toEqual(JSON.parse(first.stdout));
});

test('nothing to do needs no server where the model is named', async () => {
  const server = await startChatServer();
  const folder = makeFolder(TINY_FILES);
  await rolellm([...GENERATE, '--base-url', server.url, '--model', 'm'], folder);
  const asked = [...GENERATE, '--base-url', 'http://127.0.0.1:9/v1', '--model', 'm'];
  expect(await rolellm(asked, folder)).toMatchObject({ status: 0 });
});

test('a script that is edited while its questions are asked is read again by the next run', async () => {
  const folder = makeFolder(TINY_FILES);
  let asked = 0;
  const server = await startChatServer(() => {
    asked += 1;
    if (asked === 1) edit('roles/lamp.txt', 'iron chest', 'iron box')(folder);
    return undefined;
  });
  const run = ['profile-build', '--roles', 'roles', '--base-url', server.url, '--model', 'm'];
  await rolellm(run, folder);
  expect((await statesOf(folder)).stages['profile-build']?.state).toBe('stale');
  const { stderr } = await rolellm(run, folder);
  expect(stderr).not.toContain('nothing to do');
  expect(readFileSync(join(folder, 'data/dialogues.jsonl'), 'utf8')).toContain('iron box');
});

test('a ranking by another model is done, not stale', async () => {
  const folder = wholeFolder();
  const server = await startChatServer();
  const asked = ['--base-url', server.url, '--model', 'm', '--judge-model', 'wise', '--rank', 'baseline', '--quiet'];
  expect(await rolellm(['eval', ...asked], folder)).toMatchObject({ status: 0 });
  const { stages } = await statesOf(folder);
  expect([stages.eval?.state, stages.rank?.state]).toEqual(['done', 'done']);
});

test.each<[what: string, change: (folder: string) => void, made: string[]]>([
  ['an output that was changed', edit('data/filtered.jsonl', 'script_based', 'script_basee'), ['filter']],
  ['a journal that is gone', (folder) => rmSync(join(folder, 'data/calls/rolegpt.jsonl')), ['rolegpt']],
  ['scenes that are gone', (folder) => rmSync(join(folder, 'data/scenes.jsonl')), ['scenes']],
  ['lines that are gone', (folder) => rmSync(join(folder, 'data/dialogues.jsonl')), ['profile-build']],
  ['a file of the export that is gone', (folder) => rmSync(join(folder, 'data/export/README.md')), ['export']],
])('%s is noticed and made again', async (_what, change, made) => {
  const folder = wholeFolder();
  const before = fingerprint(join(folder, 'data/export'));
  change(folder);
  const { stderr } = await rolellm(
    GENERATE.filter((flag) => flag !== '--quiet'),
    folder,
  );
  for (const stage of made) expect(stderr).not.toContain(`${stage}: nothing to do`);
  expect(fingerprint(join(folder, 'data/export'))).toEqual(before);
  expect((await statesOf(folder)).states).toBe(DONE);
});

test('a folder that was moved, or is named otherwise, is still known to be done', async () => {
  const folder = wholeFolder();
  expect((await statesOf(folder, '--data', join(folder, 'data'))).states).toBe(DONE);
  renameSync(join(folder, 'data'), join(folder, 'moved'));
  expect((await statesOf(folder, '--data', 'moved')).states).toBe(DONE);
});

test('scores of a file of answers are known to be done in a folder that was moved', async () => {
  const folder = wholeFolder();
  const path = 'data/export/rolebench-eng/instruction-generalization/general/test.jsonl';
  writeFileSync(join(folder, 'a.jsonl'), readFileSync(join(folder, path)));
  expect(await rolellm(['eval', '--predictions', 'a.jsonl', '--quiet'], folder)).toMatchObject({ status: 0 });
  renameSync(join(folder, 'data'), join(folder, 'moved'));
  expect((await statesOf(folder, '--data', 'moved')).stages.eval).toMatchObject({ state: 'done' });
});

test.each([
  ['filter', 'data/rolegpt.jsonl', ['data/filtered.jsonl', 'data/rejected.jsonl']],
  ['export', 'data/filtered.jsonl', ['data/export/README.md', 'data/opencompass.py']],
  ['rocit', 'data/filtered.jsonl', ['data/rocit/train.jsonl', 'data/rocit/test.jsonl']],
])('%s that fails is interrupted until it is run again, and its earlier files stay', async (stage, input, outputs) => {
  const folder = wholeFolder();
  await rolellm(['rocit', '--quiet'], folder);
  const before = outputs.map((file) => readFileSync(join(folder, file), 'utf8'));
  const whole = readFileSync(join(folder, input), 'utf8');
  writeFileSync(join(folder, input), `${whole}no row\n`);
  expect(await rolellm([stage, '--quiet'], folder)).toMatchObject({ status: 2 });
  expect((await statesOf(folder)).stages[stage]).toMatchObject({ state: 'interrupted' });
  expect(outputs.map((file) => readFileSync(join(folder, file), 'utf8'))).toEqual(before);
  writeFileSync(join(folder, input), whole);
  expect(await rolellm([stage, '--quiet'], folder)).toMatchObject({ status: 0 });
  expect((await statesOf(folder)).stages[stage]).toMatchObject({ state: 'done' });
});

test('a copy of a folder is known to be done by its bytes', async () => {
  const folder = wholeFolder();
  cpSync(join(folder, 'data'), join(folder, 'copy'), { recursive: true });
  const { stderr } = await rolellm([...GENERATE.filter((flag) => flag !== '--quiet'), '--data', 'copy'], folder);
  for (const stage of STAGES) expect(stderr).toContain(`${stage}: nothing to do`);
});

test('stages that have not run are absent, which is no fault', async () => {
  const folder = makeFolder(TINY_FILES);
  await rolellm(['profile-build', '--roles', 'roles', '--quiet'], folder);
  expect(await statesOf(folder)).toMatchObject({ status: 0, states: 'done absent absent absent absent absent' });
});

test('recipes that were not asked for are absent, which makes nothing of the others stale', async () => {
  const folder = generatedFolder();
  expect(await statesOf(folder)).toMatchObject({ status: 0, states: 'done absent done done done done' });
  await runToEnd(['scenes', '--quiet'], folder);
  expect(await statesOf(folder)).toMatchObject({ status: 1, states: 'done done done done stale stale' });
});

test('a recipe that asks no model looks for no server, misses none, and has nothing to do the second time', async () => {
  const folder = generatedFolder();
  const nowhere = ['scenes', '--base-url', 'http://127.0.0.1:9/v1'];
  const first = await rolellm(nowhere, folder);
  expect([first.status, first.stderr]).toEqual([0, 'scenes: 4 rows\n']);
  const again = await rolellm(['scenes'], folder);
  expect([again.status, again.stderr]).toEqual([0, expect.stringMatching(/^scenes: nothing to do: .*\n$/)]);
});

test('roles that --only kept under other settings are stale by name, until all are made again', async () => {
  const folder = wholeFolder();
  await rolellm([...GENERATE, '--only', 'Keeper'], folder);
  expect((await statesOf(folder)).states).toBe(DONE);
  await rolellm([...GENERATE, '--seed', '7', '--only', 'Keeper'], folder);
  const { states, stages } = await statesOf(folder);
  expect(states).toBe('stale stale stale stale stale stale');
  expect(stages.rolegpt).toMatchObject({ why: expect.stringContaining('Nora') });
  await rolellm([...GENERATE, '--seed', '7'], folder);
  expect((await statesOf(folder)).states).toBe(DONE);
});

test('export, card, report and rocit name the same rows and splits by one short id', async () => {
  const folder = wholeFolder();
  await rolellm(['rocit', '--quiet'], folder);
  const idOf = () => {
    const { stages } = JSON.parse(readFileSync(join(folder, 'data/manifest.json'), 'utf8'));
    return [stages.export.export_id, stages.rocit.export_id];
  };
  const [id, beside] = idOf();
  expect([id, beside]).toEqual([expect.stringMatching(/^[0-9a-f]{12}$/), id]);
  expect(readFileSync(join(folder, 'data/export/README.md'), 'utf8')).toContain(`export \`${id}\``);
  const reportOf = async () => {
    await rolellm(['report'], folder);
    return readFileSync(join(folder, 'data/report/index.html'), 'utf8');
  };
  expect(await reportOf()).toContain(`This is export <code>${id}</code>`);
  await rolellm(['export', '--split-by', 'instruction', '--quiet'], folder);
  expect(idOf()).toEqual([expect.not.stringContaining(id), id]);
  const [other] = idOf();
  const page = await reportOf();
  expect(page).toContain(`This is export <code>${other}</code>`);
  expect(page).toContain(`rocit/ are of export ${id}, not of ${other}: run rolellm rocit.`);
  const { stdout } = await rolellm(['status', '--json'], folder);
  expect(JSON.parse(stdout).stages.rocit.state).toBe('stale');
});
