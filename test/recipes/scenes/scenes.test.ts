import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DialogueLine, Sample } from '../../../src/records.js';
import { makeFolder, rolellm, rowsOf } from '../../harness/cli.js';

const ROLE = (name: string, script = 'lamp.txt') =>
  `name: ${name}\nlanguage: en\nscript: ${script}\nscript_name: The Lamp\ndescription: A keeper of lamps.\ndescription_second_person: You keep a lamp.\ncatchphrases: []\ncategories: [sea]\n`;

const PLAY = `ACT I. A lamp room.

NORA. Is it lit?

KEEPER. It is lit.

[He wipes the glass.]

NORA. And the oil?

OTTO. There is none left.

KEEPER. Then we burn the chair.

NORA. My chair?

ACT II. The stairs.

OTTO. Who is there?

NORA. Only me.

OTTO. Come up.

NORA. I cannot.
`;

/** Runs profile-build and scenes of one role over a script. */
async function runScenes(files: Record<string, string>, config = ''): Promise<{ folder: string; stderr: string }> {
  const folder = makeFolder({ ...files, 'rolellm.config.yaml': `provider: offline\nroles: [roles]\n${config}` });
  for (const command of ['profile-build', 'scenes']) {
    const { status, stderr } = await rolellm([command, '--quiet'], folder);
    if (status !== 0) throw new Error(`${command}: ${stderr}`);
  }
  const { stderr } = await rolellm(['status'], folder);
  return { folder, stderr };
}

const samplesIn = (folder: string) => rowsOf<Sample>(join(folder, 'data/scenes.jsonl'));
const told = ({ turns }: Sample) => turns.map(({ by, text }) => `${by}: ${text}`);

test('each scene is a dialogue of the role with all others, whose lines are one turn with their names', async () => {
  const { folder } = await runScenes({ 'roles/keeper.yaml': ROLE('Keeper'), 'roles/lamp.txt': PLAY });
  const samples = samplesIn(folder);
  expect(samples.map(told)).toEqual([
    [
      'user: Nora: Is it lit?',
      'role: It is lit.',
      'user: Nora: And the oil?\nOtto: There is none left.',
      'role: Then we burn the chair.',
    ],
  ]);
  const [{ system, turns, segment, requests, model, held_out } = {} as Sample] = samples;
  expect(system?.split('\n')).toEqual([
    'You are Keeper, in The Lamp.',
    'You keep a lamp.',
    'The setting: A lamp room.',
    'Also present: Nora, Otto.',
    "Speak only as Keeper, in this person's own words.",
  ]);
  expect(turns.map(({ speaker }) => speaker)).toEqual(['Nora', null, null, null]);
  expect(turns.map(({ lines }) => lines)).toEqual([
    [3, 3],
    [5, 5],
    [9, 11],
    [13, 13],
  ]);
  expect(turns.map(({ trained }) => trained)).toEqual([false, true, false, true]);
  expect({ requests, model, held_out, script: segment?.script }).toEqual({
    requests: [],
    model: 'script',
    held_out: false,
    script: 'roles/lamp.txt',
  });
});

test('with one partner no names stand before lines; directions stay where the settings say so', async () => {
  const files = { 'roles/keeper.yaml': ROLE('Keeper'), 'roles/lamp.txt': PLAY.replace(/OTTO. There.*\n/, '') };
  const { folder } = await runScenes(files, 'scenes:\n  directions: true\n');
  expect(samplesIn(folder).map(told)).toEqual([
    [
      'user: Is it lit?',
      'role: It is lit.',
      'user: (He wipes the glass.) And the oil?',
      'role: Then we burn the chair.',
    ],
  ]);
});

test('a role without a partner, and one that is in no scene, are told in one line each, and the others stay', async () => {
  const { folder } = await runScenes({
    'roles/keeper.yaml': ROLE('Keeper'),
    'roles/lamp.txt': PLAY,
    'roles/hermit.yaml': ROLE('Hermit', 'alone.txt'),
    'roles/alone.txt': 'HERMIT. Nobody here.\n\nHERMIT. Nobody at all.\n\nHERMIT. Good.\n',
    'roles/guest.yaml': ROLE('Guest', 'guest.txt'),
    'roles/guest.txt': 'GUEST. Good evening.\n\nNORA. Come in.\n\nOTTO. Sit down.\n\nNORA. Eat.\n\nOTTO. Drink.\n',
  });
  const { stages } = JSON.parse(readFileSync(join(folder, 'data/manifest.json'), 'utf8'));
  expect(stages.scenes).toMatchObject({ state: 'done', model: null, missing: [] });
  expect(stages.scenes.notes).toEqual([
    'Guest: speaks in no scene of roles/guest.txt at least 2 times with somebody else',
    'Hermit: nobody else speaks in roles/alone.txt, so that it has no scene',
  ]);
  expect(samplesIn(folder).map(({ role }) => role)).toEqual(['Keeper']);
});

test('a speech that is longer than a scene may be is left out and named, and the rest is kept', async () => {
  const long = `KEEPER. ${'word '.repeat(60)}end.\n\n`;
  const { folder } = await runScenes(
    { 'roles/keeper.yaml': ROLE('Keeper'), 'roles/lamp.txt': PLAY.replace('KEEPER. Then', `${long}KEEPER. Then`) },
    'scenes:\n  maxWords: 50\n',
  );
  const { stages } = JSON.parse(readFileSync(join(folder, 'data/manifest.json'), 'utf8'));
  expect(stages.scenes.notes).toEqual([
    'Keeper: 1 speech is longer than scenes.maxWords (50) and in no scene, the first at roles/lamp.txt:13',
  ]);
  expect(samplesIn(folder)).toHaveLength(1);
});

/** Ten scenes, the last with words that stand nowhere else. */
const TEN_SCENES = Array.from({ length: 10 }, (_, k) => {
  const thing = k === 9 ? 'zanzibar' : ['rope', 'lamp', 'oil', 'stairs', 'glass', 'wick', 'tower', 'reef', 'bell'][k];
  const ask = `NORA. Keeper, tell me plainly, what did you do with the ${thing} that I gave you last summer?`;
  const answer = `KEEPER. I keep the ${thing} beside my bed, mark my words, and nobody shall take the ${thing} away.`;
  return `SCENE ${k + 1}. A room.\n\n${ask}\n\n${answer}\n\nNORA. Good.\n\nKEEPER. The ${thing} stays, mark my words.\n`;
}).join('\n');

test('nothing is made from a held-out scene: no profile, prompt, question, demonstration or training row', async () => {
  const folder = makeFolder({
    'roles/keeper.yaml': 'name: Keeper\nlanguage: en\nscript: lamp.txt\nscript_name: The Lamp\n',
    'roles/lamp.txt': TEN_SCENES,
  });
  const { status, stderr } = await rolellm(
    ['generate', '--roles', 'roles', '--provider', 'offline', '--per-role', '6', '--limit', '6', '--quiet'],
    folder,
  );
  expect({ status, stderr }).toMatchObject({ status: 0 });
  const held = rowsOf<DialogueLine>(join(folder, 'data/dialogues.jsonl')).filter(({ held_out }) => held_out);
  expect(held.every(({ act_id }) => act_id === held[0]?.act_id)).toBe(true);
  expect(held.some(({ content }) => content.includes('zanzibar'))).toBe(true);
  const samples = samplesIn(folder);
  expect(samples.map(({ held_out }) => held_out)).toEqual([...Array(9).fill(false), true]);
  const files = (readdirSync(join(folder, 'data'), { recursive: true }) as string[])
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => statSync(join(folder, 'data', file)).isFile())
    .filter((file) => readFileSync(join(folder, 'data', file), 'utf8').includes('zanzibar'));
  expect(files.filter((file) => !/^export\/.*test\.jsonl?$|parquet/.test(file))).toEqual([
    'dialogues.jsonl',
    'filtered.jsonl',
    'scenes.jsonl',
  ]);
});

test('an existing folder holds out nothing until the setting says so, and then it is told first what that repeats', async () => {
  const folder = makeFolder({
    'roles/keeper.yaml': 'name: Keeper\nlanguage: en\nscript: lamp.txt\nscript_name: The Lamp\n',
    'roles/lamp.txt': TEN_SCENES,
  });
  const build = ['profile-build', '--roles', 'roles', '--provider', 'offline'];
  const withShare = async (share: number | undefined) => {
    const config = share === undefined ? [] : ['--config', 'with.yaml'];
    if (share !== undefined)
      await import('node:fs').then((fs) => fs.writeFileSync(join(folder, 'with.yaml'), `heldOutScenes: ${share}\n`));
    const { stderr } = await rolellm([...build, ...config], folder);
    const held = rowsOf<DialogueLine>(join(folder, 'data/dialogues.jsonl')).filter(({ held_out }) => held_out).length;
    return { held, told: stderr.split('\n').filter((line) => line.includes('heldOutScenes')) };
  };
  expect(await withShare(0)).toEqual({ held: 0, told: [] });
  expect(await withShare(undefined)).toEqual({ held: 0, told: [] });
  const changed = await withShare(0.2);
  expect(changed.held).toBeGreaterThan(0);
  expect(changed.told).toEqual([
    expect.stringMatching(
      /^warning: profile-build: changed since the last run: heldOutScenes\. So at least \d+ calls that were answered are asked again$/,
    ),
  ]);
  expect(await withShare(undefined)).toEqual({ held: changed.held, told: [] });
});

test('a held-out role that speaks in others’ scenes is named, and scenes that test share no line with training', async () => {
  const folder = makeFolder({
    'roles/keeper.yaml': ROLE('Keeper'),
    'roles/nora.yaml': ROLE('Nora'),
    'roles/lamp.txt': TEN_SCENES.replaceAll('NORA. Keeper,', 'KEEPER. Who is there?\n\nNORA. It is me. Keeper,'),
  });
  await rolellm(['generate', '--roles', 'roles', '--provider', 'offline', '--recipes', 'scenes', '--quiet'], folder);
  const exported = async (heldOut: string) => {
    const { stderr } = await rolellm(['export', '--held-out', heldOut], folder);
    const { stages } = JSON.parse(readFileSync(join(folder, 'data/manifest.json'), 'utf8'));
    const linesShared = stages.export.leaks.find(
      ({ set, shared }: { set: string; shared: string }) => set === 'script' && shared === 'lines',
    );
    return { stderr, partners: stages.export.partners, linesShared: linesShared.exact };
  };
  // What she says in all her scenes stands in the Keeper's too.
  const held = await exported('Nora');
  expect(held.partners).toEqual({ Nora: 9 });
  expect(held.linesShared).toBe(18);
  expect(held.stderr).toContain(
    'Nora is held out and speaks as a partner in 9 scenes of other roles that are trained on',
  );
  expect(readFileSync(join(folder, 'data/export/README.md'), 'utf8')).toContain('Nora speaks in 9 training scenes');
  expect(await exported('0')).toMatchObject({ partners: undefined, linesShared: 0 });
});
