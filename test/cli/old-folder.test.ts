import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startChatServer } from '../harness/chat-server.js';
import { fingerprint, makeFolder, rolellm, rowsOf, runToEnd } from '../harness/cli.js';
import { keptIn, refusedIn } from '../harness/samples.js';
import { GENERATE, TINY_FILES } from '../harness/tiny-role.js';

/** Gives a data folder the form that version 0.1.0 wrote: rows of the filter with a set, and no form in the manifest. */
function makeOld(folder: string): void {
  for (const [name, rows] of [
    ['filtered', keptIn(folder)],
    ['rejected', refusedIn(folder)],
  ] as const) {
    const old = rows.map(({ recipe, kind, system: _, turns: __, rejected: ___, requests: ____, ...row }) => ({
      ...row,
      set: recipe === 'rolegpt' ? 'general' : 'role_specific',
      type: recipe === 'rolegpt' ? null : kind,
    }));
    writeFileSync(join(folder, `data/${name}.jsonl`), old.map((row) => `${JSON.stringify(row)}\n`).join(''));
  }
  for (const name of ['context-instruct', 'rolegpt']) {
    const file = join(folder, `data/${name}.jsonl`);
    const old = rowsOf<Record<string, unknown>>(file).map(({ request: _, requests: __, ...row }) => row);
    writeFileSync(file, old.map((row) => `${JSON.stringify(row)}\n`).join(''));
  }
  const manifest = join(folder, 'data/manifest.json');
  const { stages } = JSON.parse(readFileSync(manifest, 'utf8'));
  for (const stage of Object.values<Record<string, unknown>>(stages)) {
    delete stage.row_format;
    if (stage.roles) stage.roles = { Keeper: { role_specific: 1, general: 1, refused_by: {} } };
  }
  writeFileSync(manifest, JSON.stringify({ version: 1, stages }));
}

test('a data folder of an earlier version is told in one line to be made again, and is, without a call', async () => {
  const server = await startChatServer();
  const folder = makeFolder(TINY_FILES);
  const generate = [...GENERATE, '--base-url', server.url, '--model', 'm', '--quiet'];
  await runToEnd(generate, folder);
  const before = fingerprint(join(folder, 'data/export'));
  makeOld(folder);
  const asked = server.seen.length;
  for (const command of ['filter', 'export', 'rocit', 'report', 'view']) {
    const { status, stderr } = await rolellm([command], folder);
    expect([command, status]).toEqual([command, 2]);
    expect(stderr.trim().split('\n').at(-1)).toMatch(
      /^error: .*manifest\.json: what \S+ made here has the form of an earlier version\. Run `rolellm generate` once: .* without new calls\.$/,
    );
  }
  const { stdout } = await rolellm(['status'], folder);
  expect(stdout).toMatch(/filter: made by an earlier version/);
  await runToEnd(generate, folder);
  expect(server.seen.length).toBe(asked);
  expect(fingerprint(join(folder, 'data/export'))).toEqual(before);
});
