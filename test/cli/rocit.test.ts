import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fingerprint, makeFolder, rolellm, rowsOf } from '../harness/cli.js';
import { generatedFolder } from '../harness/generated.js';
import { isSpecific, keptIn } from '../harness/samples.js';
import { TINY_FILES, WITH_REHEARSAL } from '../harness/tiny-role.js';

interface Message {
  role: string;
  content: string;
}

interface Row {
  prompt: Message[];
  completion: Message[];
}

test('rocit writes what was exported for training, as one trainer reads it, the same bytes each time', async () => {
  const folder = makeFolder({ ...TINY_FILES, ...WITH_REHEARSAL });
  await rolellm(
    ['generate', '--roles', 'roles', '--instructions', 'instructions.txt', '--per-role', '10', '--quiet'],
    folder,
  );
  const { status, stderr } = await rolellm(['rocit', '--trainer', 'trl', '--base', 'some/model'], folder);
  expect(status, stderr).toBe(0);
  expect(stderr).toContain('accelerate launch train.py');
  expect(readdirSync(join(folder, 'data/rocit')).sort()).toEqual([
    'fsdp.yaml',
    'paper.jinja',
    'test.jsonl',
    'train.jsonl',
    'train.py',
    'trainer.json',
  ]);
  for (const split of ['train', 'test']) {
    const exported = rowsOf<{ messages: Message[] }>(join(folder, `data/export/messages/${split}.jsonl`));
    const rows = rowsOf<Row>(join(folder, `data/rocit/${split}.jsonl`));
    // A row for each turn of the role: an answer, or a line of a scene after all that stands before it.
    const turns = exported.flatMap(({ messages }) =>
      messages.flatMap(({ role }, k) => (role === 'assistant' ? [messages.slice(0, k + 1)] : [])),
    );
    expect(turns.length > exported.length).toBe(split === 'train');
    expect(rows.map(({ prompt, completion }) => [...prompt, ...completion])).toEqual(turns);
    for (const { completion } of rows) expect(completion.map(({ role }) => role)).toEqual(['assistant']);
  }
  const before = fingerprint(join(folder, 'data/rocit'));
  await rolellm(['rocit', '--trainer', 'trl', '--base', 'some/model', '--quiet'], folder);
  expect(fingerprint(join(folder, 'data/rocit'))).toEqual(before);

  writeFileSync(join(folder, 'rolellm.config.yaml'), 'rocit: { general: 0 }\nexport: { rehearsal: true }\n');
  await rolellm(['rocit', '--trainer', 'axolotl', '--quiet'], folder);
  const kept = keptIn(folder);
  const mixed = ['train', 'test'].flatMap((split) =>
    rowsOf<{ messages: Message[] }>(join(folder, `data/rocit/${split}.jsonl`)),
  );
  // A share of RoleBench's sets is no share of the scenes, which are in neither.
  const scenes = kept.filter(({ recipe }) => recipe === 'scenes');
  expect(scenes).toHaveLength(4);
  expect(mixed).toHaveLength(kept.filter(isSpecific).length + scenes.length);
  expect(mixed.filter(({ messages }) => messages.length > 3)).toHaveLength(scenes.length);
});

test('what was trained stays when the rows are written again, and so does what else is in an export’s folder', async () => {
  const folder = generatedFolder();
  await rolellm(['rocit', '--quiet'], folder);
  mkdirSync(join(folder, 'data/rocit/output'));
  writeFileSync(join(folder, 'data/rocit/output/adapter.safetensors'), 'weights');
  writeFileSync(join(folder, 'data/export/NOTES.txt'), 'mine');
  await rolellm(['rocit', '--trainer', 'axolotl', '--quiet'], folder);
  expect(readFileSync(join(folder, 'data/rocit/output/adapter.safetensors'), 'utf8')).toBe('weights');
  expect(readdirSync(join(folder, 'data/rocit')).sort()).toEqual([
    'axolotl.yaml',
    'output',
    'test.jsonl',
    'train.jsonl',
  ]);
  const before = readdirSync(join(folder, 'data/export')).sort();
  await rolellm(['export', '--split-by', 'instruction', '--quiet'], folder);
  expect(readdirSync(join(folder, 'data/export')).sort()).toEqual(before);
});

test('without anything filtered, or with a tokenizer that is not there, one line says what to do', async () => {
  const folder = makeFolder({ 'data/filtered.jsonl': '', 'other/profiles.jsonl': '' });
  const nothing = await rolellm(['rocit', '--data', 'other'], folder);
  expect(nothing.status).toBe(2);
  expect(nothing.stderr).toContain('this file does not exist yet. Run `rolellm filter` first');
  const tokenizer = await rolellm(['rocit', '--tokenizer', 'nowhere'], folder);
  expect(tokenizer.status).toBe(2);
  expect(tokenizer.stderr).toContain('nowhere/tokenizer.json: there is no such file');
});

test('what was called a recipe is named by its new name', async () => {
  const folder = makeFolder({ 'data/filtered.jsonl': '', 'old.yaml': '# mine\nrocit:\n  recipe: axolotl\n' });
  const flag = await rolellm(['rocit', '--recipe', 'axolotl'], folder);
  expect([flag.status, flag.stderr]).toEqual([
    2,
    'error: --recipe is now called --trainer. Write --trainer axolotl.\n',
  ]);
  const setting = await rolellm(['rocit', '--config', 'old.yaml'], folder);
  expect(setting.status).toBe(2);
  expect(setting.stderr).toContain('old.yaml:3: "rocit.recipe" is now called "rocit.trainer"');
});
