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
        role,
        description,
        description_second_person,
        categories,
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
  expect(stderr).toContain(
    'portrait.png: this picture contains no character card. Character cards of versions 1, 2 and 3',
  );
});

test('every bad file of a folder is named in one go', async () => {
  const card = (data: object) => JSON.stringify({ spec: 'chara_card_v2', spec_version: '2.0', data });
  const folder = makeFolder({
    'cards/a.json': card({ name: '', description: 'Nobody.' }),
    'cards/b.json': card({ name: 'Ben', description: 'A keeper.', first_mes: 'Hello.' }),
    'cards/c.json': card({ name: 'Cy', description: 7 }),
    'cards/d.yaml': 'name: Dee\n',
  });
  const { status, stderr } = await rolellm(['profile-build', '--roles', 'cards', '--provider', 'offline'], folder);
  expect(status).toBe(2);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain(
    '3 of 4 role files cannot be read: (1) cards/a.json: the card has no name. Give it one in "data.name".',
  );
  expect(stderr).toContain('(2) cards/c.json: the card\'s "data.description" must be a text, not 7.');
  expect(stderr).toContain('(3) cards/d.yaml');
});

test('what a card says becomes a profile in the second person, with whole sentences', async () => {
  const folder = makeFolder({
    'mira.json': JSON.stringify({
      spec: 'chara_card_v3',
      spec_version: '3.0',
      data: {
        name: 'Captain Mira Voss',
        description: '{{char}} is a smuggler\nMira hates the cold',
        personality: 'stubborn, warm',
        first_mes: '*looks up* You are late, {{user}}.',
        character_book: {
          entries: [{ keys: ['heron'], content: 'The Heron is an old ship', enabled: true, insertion_order: 1 }],
        },
      },
    }),
  });
  const { status, stderr } = await rolellm(
    ['profile-build', '--roles', 'mira.json', '--provider', 'offline', '--quiet'],
    folder,
  );
  expect(status, stderr).toBe(0);
  const [profile] = rowsOf<{ description: string; description_second_person: string }>(
    join(folder, 'data/profiles.jsonl'),
  );
  expect(profile?.description).toBe(
    'Captain Mira Voss is a smuggler.\nMira hates the cold.\nPersonality: stubborn, warm.\nThe Heron is an old ship.',
  );
  expect(profile?.description_second_person).toBe(
    'You are a smuggler. You hate the cold. Personality: stubborn, warm. The Heron is an old ship.',
  );
});
