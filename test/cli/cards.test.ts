import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plainPng } from '../../src/cards/png.js';
import { makeFolder, rolellm, rowsOf } from '../harness/cli.js';
import { TINY_FILES } from '../harness/tiny-role.js';

test('roles go out as cards and come back as the same roles', async () => {
  const folder = makeFolder(TINY_FILES);
  const generate = ['generate', '--instructions', 'instructions.txt', '--per-role', '4', '--quiet'];
  await rolellm([...generate, '--roles', 'roles'], folder);
  const again = await rolellm([...generate, '--roles', 'data/export/cards', '--data', 'again'], folder);
  expect([0, 1], again.stderr).toContain(again.status);
  const profilesIn = (data: string) =>
    rowsOf(join(folder, data, 'profiles.jsonl')).map(
      ({ role, description, description_second_person, categories }) => ({
        ...{ role, description, description_second_person, categories },
      }),
    );
  expect(profilesIn('again')).toEqual(profilesIn('data'));
  const lines = rowsOf(join(folder, 'again/dialogues.jsonl'));
  expect(lines.some(({ role }) => role === 'Keeper')).toBe(true);
  const json = (data: string) =>
    JSON.parse(readFileSync(join(folder, data, 'export/cards/json/Nora.json'), 'utf8')) as { data: object };
  expect(json('again').data).toEqual(json('data').data);
});

test('a picture without a card among the roles is told', async () => {
  const folder = makeFolder();
  writeFileSync(join(folder, 'portrait.png'), plainPng(1, 1, [0, 0, 0]));
  const { status, stderr } = await rolellm(['profile-build', '--roles', 'portrait.png'], folder);
  expect(status).toBe(2);
  expect(stderr).toContain('portrait.png: this picture holds no character card. Character cards of version 2 and 3');
});
