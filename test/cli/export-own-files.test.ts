import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rolellm } from '../harness/cli.js';
import { generatedFolder } from '../harness/generated.js';

const OF_THE_USER = ['mine.txt', 'messages/mine.txt', 'messages/notes/of/mine.md', 'rolebench-eng/general/mine.jsonl'];

/** A finished folder in whose export somebody keeps files of their own. */
function folderWithFiles(): string {
  const folder = generatedFolder();
  for (const path of OF_THE_USER) {
    mkdirSync(join(folder, 'data/export', path, '..'), { recursive: true });
    writeFileSync(join(folder, 'data/export', path), `mine: ${path}`);
  }
  return folder;
}

test.each(['a folder', 'a link'])(
  'files of the user stay anywhere in an export that is %s, and ours go',
  async (kind) => {
    const folder = folderWithFiles();
    const data = join(folder, 'data');
    if (kind === 'a link') {
      renameSync(join(data, 'export'), join(folder, 'elsewhere'));
      symlinkSync(join(folder, 'elsewhere'), join(data, 'export'));
    }
    const train = join(data, 'export/messages/train.jsonl');
    const before = readFileSync(train, 'utf8');
    const { status, stderr } = await rolellm(['export', '--split-by', 'instruction', '--quiet'], folder);
    expect(status, stderr).toBe(0);
    for (const path of OF_THE_USER)
      expect(readFileSync(join(data, 'export', path), 'utf8'), path).toBe(`mine: ${path}`);
    expect(readFileSync(train, 'utf8')).not.toBe(before);
    expect(existsSync(join(data, 'export.old'))).toBe(false);
  },
);

test('what an earlier version exported, without a record of its files, is replaced as a whole', async () => {
  const folder = folderWithFiles();
  rmSync(join(folder, 'data/written.json'));
  const { status, stderr } = await rolellm(['export', '--split-by', 'instruction', '--quiet'], folder);
  expect(status, stderr).toBe(0);
  expect(existsSync(join(folder, 'data/export/mine.txt'))).toBe(true);
  expect(existsSync(join(folder, 'data/export/messages/mine.txt'))).toBe(false);
});
