import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readScript } from '../../src/readers/index.js';
import { makeFolder, rolellm } from '../harness/cli.js';
import { spokenIn } from './read.js';

const pier = {
  scenario: 'Wren and Otto wait on the pier at night.',
  topic: 'The boat',
  key_characters: [{ name: 'Wren', motivation: 'I must leave.' }],
  dialogues: [
    { character: 'Environment', message: 'A bell rings over the water.' },
    { character: 'Wren', message: "[He knows.] (quietly) It is late, Otto. [He must know.] Don't wait." },
    { character: 'Otto', message: '[She lies.] (turning away)' },
    { character: 'Otto', message: 'I will wait (as I always do).' },
  ],
  speaking_characters_w_env: ['Environment', 'Wren', 'Otto'],
  plot: { summary: 'Wren leaves.', key_characters: [{ name: 'Wren', description: 'a pilot' }] },
  character_profiles: { Wren: 'A pilot.' },
};
const dawn = {
  scenario: 'Dawn.',
  key_characters: [{ name: 'Otto', thought: 'She is gone.' }],
  dialogues: [{ character: 'Otto', message: 'Gone.' }],
};

const PIER = [
  [null, 'Wren and Otto wait on the pier at night.', 0],
  [null, 'A bell rings over the water.', 0],
  ['Wren', "It is late, Otto. Don't wait.", 0],
  [null, 'Otto: turning away', 0],
  ['Otto', 'I will wait.', 0],
];
const DAWN = [
  [null, 'Dawn.', 1],
  ['Otto', 'Gone.', 1],
];

function actsIn(value: unknown, file: string) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return readScript(Buffer.from(text), { file }).lines.map(({ speaker, content, act }) => [speaker, content, act]);
}

const jsonl = (...rows: object[]) => rows.map((row) => JSON.stringify(row)).join('\n');

test('CoSER’s test set: thoughts and actions are not said, the environment is narration, a conversation is an act', () => {
  expect(actsIn([pier, dawn], 'test_set.json')).toEqual([...PIER, ...DAWN]);
  expect(actsIn(jsonl(pier, dawn), 'test_set.jsonl')).toEqual([...PIER, ...DAWN]);
  expect(actsIn(pier, 'one.json')).toEqual(PIER);
});

test('CoSER’s books: the conversations of all plots', () => {
  const plots = [
    { text: 'It was late.', summary: 'Wren leaves.', key_characters: [{ name: 'Wren' }], conversation: [pier, dawn] },
    { text: 'Nothing.', key_characters: [], conversation: [] },
  ];
  const book = {
    chapter_beginnings: [{ beginning_sentence: 'It was late.' }],
    plots,
    character_datasets: { Wren: {} },
  };
  expect(actsIn(book, 'book.json')).toEqual([...PIER, ...DAWN]);
  expect(actsIn(jsonl(book), 'books.jsonl')).toEqual([...PIER, ...DAWN]);
  expect(actsIn(jsonl(...plots), 'plots.jsonl')).toEqual([...PIER, ...DAWN]);
});

test('CoSER’s training set: the speeches that its turns are made of', () => {
  const row = {
    conversations: [
      { from: 'system', value: 'You are Otto.\n\n===Current Scenario===\nA pier.\n\n===Requirements===\nSpeak.' },
      {
        from: 'human',
        value: '===Conversation Start===\n\nEnvironment: A bell rings.\n\nWren: (quietly) It is late.\n\n',
      },
      { from: 'assistant', value: 'Otto: [She lies.] I will wait.\n\nLong.\n\n' },
      { from: 'human', value: 'Wren: Then wait.\n\n' },
      { from: 'assistant', value: 'Otto' },
    ],
  };
  expect(actsIn([row, row], 'sft.json')).toEqual(
    [0, 1].flatMap((act) => [
      [null, 'A pier.', act],
      [null, 'A bell rings.', act],
      ['Wren', 'It is late.', act],
      ['Otto', 'I will wait. Long.', act],
      ['Wren', 'Then wait.', act],
    ]),
  );
});

const chat = {
  submission_timestamp: '1675000000000',
  categories: ['Sea'],
  bot_id: 'x',
  bot_name: 'Wren ',
  bot_greeting: 'Welcome aboard, {{user}}.',
  bot_definitions: '{{char}}: Ahoy.',
  bot_description: 'A pilot.',
  conversation: [
    { message: 'Welcome aboard, {{user}}.', is_human: false },
    { message: 'Thank you, {{char}}.', is_human: true },
    { message: '*nods* Mind the step.', is_human: false },
  ],
};
const CHAT = [
  ['Wren', 'Welcome aboard, User.'],
  ['User', 'Thank you, Wren.'],
  ['Wren', '*nods* Mind the step.'],
];

test('PIPPA: the bot speaks under its name, the human is User, a row is an act', () => {
  const other = { ...chat, bot_name: 'Otto', conversation: chat.conversation.slice(1) };
  const expected = [
    ...CHAT.map((line) => [...line, 0]),
    ['Otto', 'Welcome aboard, User.', 1],
    ['User', 'Thank you, Otto.', 1],
    ['Otto', '*nods* Mind the step.', 1],
  ];
  expect(actsIn(jsonl(chat, other), 'pippa.jsonl')).toEqual(expected);
  expect(actsIn([chat, other], 'pippa.json')).toEqual(expected);
  expect(actsIn(chat, 'one.json')).toEqual(CHAT.map((line) => [...line, 0]));
});

test('PIPPA as tables hold it: a list of messages and a list of who wrote them', () => {
  const { conversation, ...rest } = chat;
  const columns = {
    message: conversation.map(({ message }) => message),
    is_human: conversation.map(({ is_human }) => is_human),
  };
  expect(spokenIn(jsonl({ ...rest, conversation: columns }), 'pippa.jsonl')).toEqual(CHAT);
});

test('who speaks in such files is listed, and a role’s script may be one', async () => {
  const folder = makeFolder({ 'test_set.json': JSON.stringify([pier, dawn]), 'pippa.jsonl': jsonl(chat) });
  const listed = await rolellm(['profile-build', '--list-characters', join(folder, 'test_set.json'), '--json'], folder);
  expect(listed.stdout).toMatch(/Wren[\s\S]*Otto|Otto[\s\S]*Wren/);
  expect(listed.stdout).not.toContain('Environment');
  const bots = await rolellm(['profile-build', '--list-characters', join(folder, 'pippa.jsonl')], folder);
  expect(bots.stdout).toContain('Wren');
});
