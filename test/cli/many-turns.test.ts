import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { rolellm, rowsOf, runToEnd } from '../harness/cli.js';
import { folderWithTalks, talkOf, turnsOf } from '../harness/talks.js';

const TALK = talkOf('t-1', turnsOf('Who is there?', 'The keeper.', 'Still?', 'Still.'), { held_out: false });
const PART = talkOf('t-2', turnsOf('Is it late?', '-Very.', 'How late?', 'Past two.'), { held_out: false });
const TESTED = talkOf('t-3', turnsOf('Any ships?', 'One.', 'Whose?', 'Nobody’s.'), { held_out: true });

const exportOf = async (samples = [TALK, PART, TESTED], settings = '') => {
  const folder = folderWithTalks(samples, settings);
  const { status, stderr } = await rolellm(['export'], folder);
  expect(status, stderr).toBe(0);
  const at = (path: string) => join(folder, 'data/export', path);
  return { folder, stderr, at, rows: (format: string, split = 'train') => rowsOf(at(`${format}/${split}.jsonl`)) };
};

const SYSTEM = { role: 'system', content: 'A storm, the lamp is lit.' };
const user = (content: string) => ({ role: 'user', content });
const assistant = (content: string) => ({ role: 'assistant', content });
const WHOLE = [SYSTEM, user('Who is there?'), assistant('The keeper.'), user('Still?'), assistant('Still.')];

test('formats whose readers train on every turn hold talks of which all is trained on, and name those that they leave out', async () => {
  const { rows, stderr, at } = await exportOf();
  expect(rows('messages')).toEqual([{ messages: WHOLE }]);
  expect(rows('sharegpt')).toEqual([
    {
      conversations: [
        { from: 'human', value: 'Who is there?' },
        { from: 'gpt', value: 'The keeper.' },
        { from: 'human', value: 'Still?' },
        { from: 'gpt', value: 'Still.' },
      ],
      system: SYSTEM.content,
    },
  ]);
  expect(rows('alpaca')).toEqual([
    {
      instruction: 'Still?',
      input: '',
      output: 'Still.',
      system: SYSTEM.content,
      history: [['Who is there?', 'The keeper.']],
    },
  ]);
  for (const format of ['messages', 'sharegpt', 'alpaca']) {
    const line = `${format} leaves out 1 row: t-2 of Keeper because its turn 2 is not to be trained on`;
    expect(stderr).toContain(line);
    expect(readFileSync(at('README.md'), 'utf8')).toContain(line);
  }
});

test('openai has a weight on each answer, axolotl says of each turn whether it is trained on', async () => {
  const { rows } = await exportOf();
  expect(rows('openai')[1]).toEqual({
    messages: [
      SYSTEM,
      user('Is it late?'),
      { ...assistant('Very.'), weight: 0 },
      user('How late?'),
      { ...assistant('Past two.'), weight: 1 },
    ],
  });
  expect(rows('axolotl')[1]).toEqual({
    messages: [
      { ...SYSTEM, train: false },
      { ...user('Is it late?'), train: false },
      { ...assistant('Very.'), train: false },
      { ...user('How late?'), train: false },
      { ...assistant('Past two.'), train: true },
    ],
  });
});

test('turns, sharegpt-turns and rocit have a row for each turn that is trained on, with all that stands before it', async () => {
  const { rows } = await exportOf();
  expect(rows('turns')).toEqual([
    { prompt: WHOLE.slice(0, 2), completion: [assistant('The keeper.')] },
    { prompt: WHOLE.slice(0, 4), completion: [assistant('Still.')] },
    {
      prompt: [SYSTEM, user('Is it late?'), assistant('Very.'), user('How late?')],
      completion: [assistant('Past two.')],
    },
  ]);
  const gpts = rows('sharegpt-turns').map(({ conversations }) =>
    (conversations as { from: string; value: string }[]).filter(({ from }) => from === 'gpt').map(({ value }) => value),
  );
  expect(gpts).toEqual([['The keeper.'], ['The keeper.', 'Still.'], ['Very.', 'Past two.']]);
  expect(rows('rocit').map(({ completion }) => completion)).toEqual(['The keeper.</s>', 'Still.</s>', 'Past two.</s>']);
  expect(rows('rocit')[1]?.prompt).toBe(
    '### Instruction:\nA storm, the lamp is lit.</s>\n\n### Input:\nWho is there?</s>\n\n### Response:\nThe keeper.</s>\n\n### Input:\nStill?</s>\n\n### Response:\n',
  );
});

test('Parquet has the turns of each sample as a list', async () => {
  const { at } = await exportOf();
  const rows = await parquetReadObjects({ file: await asyncBufferFromFile(at('parquet/train.parquet')) });
  expect(rows).toMatchObject([
    { id: 't-1', recipe: 'talks', kind: 'talk', question: 'Still?', answer: 'Still.', turns: TALK.turns },
    { id: 't-2', turns: PART.turns },
  ]);
});

test('what readers refuse is left out of the formats that they read: two turns of one side, nothing to train on', async () => {
  const twice = talkOf('t-4', [...turnsOf('Who?'), ...turnsOf('Who, I say?', 'I.')], { held_out: false });
  const nothing = talkOf('t-5', turnsOf('Who?', '-Nobody.'), { held_out: false });
  const { rows, stderr } = await exportOf([TALK, twice, nothing]);
  for (const format of ['messages', 'openai', 'axolotl', 'sharegpt', 'alpaca']) expect(rows(format)).toHaveLength(1);
  expect(stderr).toContain(
    'axolotl leaves out 2 rows, the first: t-4 of Keeper because user and role do not speak in turn: see its turn 2',
  );
});

test('rows with a history stand first in alpaca, and the card describes it, so that readers of JSON know what a history is', async () => {
  const { rows, at } = await exportOf([TALK], 'export: { rehearsal: true }\n');
  const histories = rows('alpaca').map(({ history }) => (history as unknown[]).length);
  expect(histories.length).toBeGreaterThan(2);
  expect(histories).toEqual([1, ...histories.slice(1).map(() => 0)]);
  expect(readFileSync(at('README.md'), 'utf8')).toMatch(
    /config_name: alpaca\n +features:[\s\S]*name: history\n +sequence:\n +sequence: string/,
  );
});

test('a held-out scene tests, and another one trains unless its role is held out', async () => {
  const { rows } = await exportOf();
  expect(rows('messages', 'test').map(({ messages }) => (messages as unknown[])[1])).toEqual([user('Any ships?')]);
  const apart = await exportOf([TALK, TESTED], 'export: { heldOut: [Keeper] }\n');
  expect(apart.rows('messages')).toEqual([]);
  expect(apart.rows('messages', 'test')).toHaveLength(2);
});

test('rocit has the rows and sides of the export for each trainer', async () => {
  const { folder, rows } = await exportOf();
  for (const [trainer, format] of [
    ['trl', 'turns'],
    ['axolotl', 'axolotl'],
    ['openai', 'openai'],
    ['llama-factory', 'sharegpt-turns'],
  ] as const) {
    writeFileSync(join(folder, 'rolellm.config.yaml'), `plugins: [./talks.mjs]\nrocit: { trainer: ${trainer} }\n`);
    await runToEnd(['rocit', '--quiet'], folder);
    for (const split of ['train', 'test']) {
      expect(rowsOf(join(folder, `data/rocit/${split}.jsonl`)), trainer).toEqual(rows(format, split));
    }
  }
});

const SEGMENT = { script: 'lamp.txt', from: 0, to: 5, lines: [1, 9] as [number, number] };

test('coser has one scene for all roles that play in it, each line with its speaker; questions and answers are no scene', async () => {
  const lined = (texts: string[], lines: [number, number][], speakers: (string | null)[]) =>
    turnsOf(...texts).map((turn, k) => ({
      ...turn,
      lines: lines[k] as [number, number],
      speaker: speakers[k] ?? null,
    }));
  const keeper = lined(
    ['Nora: Who is there?\nBen: And who asks?', 'The keeper.'],
    [
      [1, 3],
      [4, 4],
    ],
    [null],
  );
  const nora = lined(
    ['A light.', 'Who is there?', 'Ben: And who asks?\nKeeper: The keeper.\nI said so.', 'Then open.'],
    [
      [1, 1],
      [2, 2],
      [3, 5],
      [6, 6],
    ],
    [null],
  );
  const { at } = await exportOf([
    talkOf('k', keeper, { segment: SEGMENT, held_out: false }),
    talkOf('n', nora, { segment: SEGMENT, held_out: false, role: 'Nora' }),
    TESTED,
  ]);
  const read = (split: string) => JSON.parse(readFileSync(at(`coser/${split}.json`), 'utf8'));
  expect(read('train')).toMatchObject([
    {
      book: 'The Lamp',
      dialogues: [
        { character: 'Environment', message: 'A light.' },
        { character: 'Nora', message: 'Who is there?' },
        { character: 'Ben', message: 'And who asks?' },
        { character: 'Keeper', message: 'The keeper.\nI said so.' },
        { character: 'Nora', message: 'Then open.' },
      ],
      key_characters: [{ name: 'Keeper' }, { name: 'Nora' }],
      major_characters: ['Keeper', 'Nora'],
      speaking_characters_w_env: ['Nora', 'Ben', 'Keeper', 'Environment'],
      scenario: '',
    },
  ]);
  expect(Object.keys(read('train')[0].character_profiles)).toEqual(['Keeper', 'Nora']);
  expect(read('test')).toMatchObject([{ dialogues: [{ message: 'Any ships?' }, { character: 'Keeper' }, {}, {}] }]);
});

test('an export with no talks has an empty list of scenes', async () => {
  const { at } = await exportOf([]);
  expect(readFileSync(at('coser/train.json'), 'utf8')).toBe('[]\n');
});
