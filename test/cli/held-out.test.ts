import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { makeFolder, rolellm, rowsOf } from '../harness/cli.js';
import { generatedFolder } from '../harness/generated.js';
import { TINY_FILES } from '../harness/tiny-role.js';

/** Text files below a folder whose path says that they are trained on. */
function trainingFiles(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true }) as string[];
  return files.filter((file) => /(?:^|\/)train\.(?:jsonl|parquet)$/.test(file)).sort();
}

/** How a row says whose it is: by its key, or by the system text that it begins with. */
const isOf = (role: string) => new RegExp(`"role":"${role}"|You are ${role}\\.`);

/** Training files that hold a row of a role. */
async function filesWith(folder: string, role: string): Promise<string[]> {
  const holding: string[] = [];
  for (const file of trainingFiles(folder)) {
    const path = join(folder, file);
    const text = file.endsWith('.parquet')
      ? JSON.stringify(await parquetReadObjects({ file: await asyncBufferFromFile(path) }))
      : readFileSync(path, 'utf8');
    if (isOf(role).test(text)) holding.push(file);
  }
  return holding;
}

const RELEASED = 'rolebench-eng/instruction-generalization';

test('a held-out role is in no training file but RoleBench’s instruction generalization, and all of it is tested', async () => {
  const folder = generatedFolder();
  const { status, stderr } = await rolellm(['export', '--held-out', 'Nora', '--quiet'], folder);
  expect(status, stderr).toBe(0);
  const exported = join(folder, 'data/export');
  expect(trainingFiles(exported).length).toBeGreaterThan(7);
  expect(await filesWith(exported, 'Nora')).toEqual(
    ['general', 'role_specific'].map((set) => `${RELEASED}/${set}/train.jsonl`),
  );
  const [all, tested] = ['data/filtered.jsonl', 'data/export/messages/test.jsonl'].map((file) =>
    rowsOf(join(folder, file)).filter((row) => isOf('Nora').test(JSON.stringify(row))),
  );
  expect(tested).toHaveLength(all?.length ?? 0);
  expect(await filesWith(exported, 'Keeper')).toContain('messages/train.jsonl');
  expect(readFileSync(join(exported, 'README.md'), 'utf8')).toContain('Held out: Nora.');
});

test('rocit trains on what the export trains on, also when it is not told again what is held out', async () => {
  const folder = generatedFolder();
  await rolellm(['export', '--held-out', 'Nora', '--quiet'], folder);
  const { stderr } = await rolellm(['rocit'], folder);
  expect(stderr).not.toContain('split otherwise');
  expect(await filesWith(join(folder, 'data/rocit'), 'Nora')).toEqual([]);
  const other = await rolellm(['rocit', '--held-out', 'Keeper'], folder);
  expect(await filesWith(join(folder, 'data/rocit'), 'Keeper')).toEqual([]);
  expect(other.stderr).toContain(
    'warning: rocit: data/export is split differently: these files may train on what it tests',
  );
});

test('a few roles are all trained on: no role generalization, nor an entry of it for OpenCompass or eval', async () => {
  const folder = generatedFolder();
  expect(existsSync(join(folder, 'data/export/rolebench-eng/role-generalization'))).toBe(false);
  expect(readFileSync(join(folder, 'data/opencompass.py'), 'utf8')).not.toContain('role_generalization');
  const { status, stderr } = await rolellm(['eval', '--provider', 'offline', '--generalization', 'role'], folder);
  expect(status).toBe(2);
  expect(stderr).toMatch(/^error: data\/export: this folder has no role generalization: .*--held-out NAME/m);
  await rolellm(['export', '--held-out', '1', '--quiet'], folder);
  expect(readFileSync(join(folder, 'data/opencompass.py'), 'utf8')).toContain('role_generalization_eng');
});

test('export tells what test questions share with training, with an example; by passage they share nothing', async () => {
  const folder = generatedFolder();
  const told = await rolellm(['export', '--log-level', 'info'], folder);
  expect(told.stderr).toMatch(
    /export: \d+ of \d+ role_specific test questions share .+ with training.*\. (?:Keeper|Nora): “/,
  );
  expect(told.stderr).toContain('--split-by passage keeps these apart');
  const apart = await rolellm(['export', '--split-by', 'passage'], folder);
  expect(apart.status, apart.stderr).toBe(0);
  expect(apart.stderr).not.toContain('with training');
  const card = readFileSync(join(folder, 'data/export/README.md'), 'utf8');
  for (const shared of ['the question', 'an answer', 'a cue that is quoted', 'lines of the script'])
    expect(card).toMatch(new RegExp(`\\| role_specific \\| ${shared} \\| \\d+ \\| 0 \\| 0 \\| – \\|`));
  await rolellm(['report'], folder);
  expect(readFileSync(join(folder, 'data/report/index.html'), 'utf8')).toContain('a cue that is quoted');
});

test('a role that is to be held out and is not there is told before anything is asked', async () => {
  const server = await startChatServer();
  const folder = makeFolder(TINY_FILES);
  const args = ['generate', '--roles', 'roles', '--held-out', 'Nobody', '--base-url', server.url, '--model', 'm'];
  const { status, stderr } = await rolellm(args, folder);
  expect(status).toBe(2);
  expect(stderr).toBe(
    'error: there is no English role "Nobody" to hold out. Correct --held-out (export.heldOut). There are: Keeper, Nora.\n',
  );
  expect(server.seen).toEqual([]);
});
