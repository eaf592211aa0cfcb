import { expect, test } from 'vitest';
import { Settings } from '../../src/config.js';
import type { ChatModel } from '../../src/llm/chat-model.js';
import { type Ask, InvalidReply } from '../../src/llm/work.js';
import { loadPrompts } from '../../src/prompts/load.js';
import type { LanguageCode } from '../../src/records.js';
import {
  askCatchphrases,
  askCategories,
  askDescription,
  askSecondPerson,
  type ProfileQuestions,
  withoutName,
} from '../../src/stages/profile-build/ask-profile.js';

const model: ChatModel = { name: 'm', revision: '1', complete: () => Promise.reject(new Error('not asked here')) };
const settings = Settings.parse({}).profile;
const questionsIn = (language: LanguageCode): ProfileQuestions => ({
  language,
  model,
  prompts: loadPrompts(),
  settings,
  seed: 3,
});
const ENGLISH = questionsIn('en');
const ABOUT = { role_name: 'Keeper', script_name: 'The Lamp', excerptOf: () => '[1] Keeper: Mark my words!' };
const textOf = ({ request }: Ask) => request.messages.map(({ content }) => content).join('\n');

test('every question is asked with the sampling of the paper, the seed, and the prompt that it comes from', () => {
  const asks = {
    'profile.description@2': askDescription(ENGLISH, ABOUT, []),
    'profile.second-person@1': askSecondPerson(ENGLISH, 'The character keeps a light.'),
    'profile.catchphrases@3': askCatchphrases(ENGLISH, { ...ABOUT, count: '8', phrases: '- mark my words' }),
    'profile.categories@2': askCategories(ENGLISH, ABOUT),
  };
  for (const [prompt, { request }] of Object.entries(asks)) {
    expect(request).toMatchObject({ prompt, seed: 3, sample: 0, model: 'm', language: 'en' });
    expect(request.sampling).toMatchObject({ temperature: 0.7, top_p: 0.95, max_tokens: 2000, presence_penalty: 0 });
  }
  expect(Object.values(asks).map(({ request }) => request.schema?.name)).toEqual([
    undefined,
    undefined,
    'catchphrases',
    'categories',
  ]);
  expect(textOf(asks['profile.catchphrases@3'])).toContain('- mark my words');
  expect(textOf(asks['profile.description@2'])).toContain('[1] Keeper: Mark my words!');
});

test.each([
  ['en', 'The character’s description is: The character\nkeeps a light.', 'The character keeps a light.'],
  ['en', "the character's description is: Keeper keeps a light.", 'The character keeps a light.'],
  ['en', 'The character keeps a light.', 'The character keeps a light.'],
  ['zh', '该角色的描述是：守灯人看守灯塔。', '该角色看守灯塔。'],
] as const)('a description (%s) loses its fixed opener, its line breaks and the name: %j', (language, reply, read) => {
  const names = language === 'zh' ? ['守灯人'] : ['Keeper'];
  expect(askDescription(questionsIn(language), ABOUT, names).read(reply)).toBe(read);
});

test.each([
  ['en', 'Your description is: You keep a light.', 'You keep a light.'],
  ['zh', '你的描述是：你看守灯塔。', '你看守灯塔。'],
] as const)('a description in the second person (%s) loses its opener', (language, reply, read) => {
  expect(askSecondPerson(questionsIn(language), 'x').read(reply)).toBe(read);
});

test('a reply that holds nothing is asked for again', () => {
  expect(() => askDescription(ENGLISH, ABOUT, ['Keeper']).read('The character’s description is: \n')).toThrow(
    InvalidReply,
  );
  expect(() => askCategories(ENGLISH, ABOUT).read('{"categories": []}')).toThrow(InvalidReply);
  expect(() => askCategories(ENGLISH, ABOUT).read('{"categories": [" "]}')).toThrow(InvalidReply);
  expect(() => askCatchphrases(ENGLISH, { ...ABOUT, count: '8', phrases: '' }).read('none')).toThrow(InvalidReply);
});

test('categories come once each, without the blank ones', () => {
  expect(askCategories(ENGLISH, ABOUT).read('{"categories": ["stubborn", " stubborn ", "", "old  sailor"]}')).toEqual([
    'stubborn',
    'old sailor',
  ]);
});

test('a catchphrase that does not say that it is invented claims to be in the script', () => {
  const ask = askCatchphrases(ENGLISH, { ...ABOUT, count: '8', phrases: '' });
  expect(ask.read('{"catchphrases": [{"text": "a"}, {"text": "b", "invented": true}]}')).toEqual([
    { text: 'a', invented: false },
    { text: 'b', invented: true },
  ]);
});

test.each([
  [
    'the article before it',
    'The Keeper is old. They fear the Keeper.',
    'The character is old. They fear the character.',
  ],
  ['another article before it', 'Once a Keeper, always alone.', 'Once the character, always alone.'],
  ['capitals', 'KEEPER is old. KEEPER’s lamp burns.', 'The character is old. The character’s lamp burns.'],
  ['not inside longer words', 'Bookkeepers like innkeeper Ned.', 'Bookkeepers like innkeeper Ned.'],
  ['signs around it', 'They love Keeper (the elder).', 'They love the character (the elder).'],
])('the name is taken out as a word: %s', (_, description, without) => {
  expect(withoutName(description, ['Keeper'], 'en')).toBe(without);
});

test('an alias with signs that mean something in patterns is text', () => {
  expect(withoutName('They call J.R. names, but not JxRx.', ['J.R.'], 'en')).toBe(
    'They call the character names, but not JxRx.',
  );
});

test.each([
  ['a model that discloses itself', 'As an AI language model, I can say that the character keeps a light.'],
  ['a model in the third person', 'The character is a large language model trained by OpenAI.'],
  ['a refusal', "I'm sorry, but I cannot assist with that request."],
  ['a tag of a prompt', 'The character keeps a light. </excerpts> <|im_end|>.'],
  ['a loop', `${'The character keeps a light. '.repeat(6)}`],
  ['a text that is cut off', 'The character keeps a light and'],
  ['another language', '该角色看守灯塔，从不离开，每夜点灯。'],
  ['half a character', 'The character keeps \ud83d a light.'],
])('a description is asked for again where it is %s; so is the rewritten one', (_, text) => {
  expect(() => askDescription(ENGLISH, ABOUT, ['Keeper']).read(text)).toThrow(InvalidReply);
  const rewritten = text.replaceAll('The character is', 'You are').replaceAll('The character keeps', 'You keep');
  expect(() => askSecondPerson(ENGLISH, 'The character keeps a light.').read(rewritten)).toThrow(InvalidReply);
});

test.each([
  'The character works with an AI researcher and is afraid of robots.',
  'The character says: "I am sorry, I cannot help you with that." and leaves.',
  'The character says again and again: "Never, never, never, never, never, never, never, never, never, never, never, never, never, never, never, never!"',
])('a description that only quotes or tells passes: %s', (text) => {
  expect(askDescription(ENGLISH, ABOUT, ['Keeper']).read(text)).toBe(text);
});

test('what the description of the user does, the rewritten one may do too, and nothing more', () => {
  const { read } = askSecondPerson(ENGLISH, 'Keeper is a grumpy old man', ['Keeper']);
  expect(read('You are Keeper, a grumpy old man')).toBe('You are Keeper, a grumpy old man');
  expect(() => read('As an AI language model, I am a grumpy old man')).toThrow(InvalidReply);
  expect(() => askSecondPerson(ENGLISH, 'The character keeps a light.', ['Keeper']).read('You are Keeper.')).toThrow(
    'names the role',
  );
});

test.each([
  'As an AI language model',
  "I'm sorry, but I cannot assist with that request.",
  'Aye\u0000',
  '</s>',
  '守灯人点灯',
])('a catchphrase or a category that is none is asked for again: %j', (text) => {
  const phrases = {
    catchphrases: [
      { text: 'Aye.', invented: true },
      { text, invented: true },
    ],
  };
  const ask = askCatchphrases(ENGLISH, { ...ABOUT, count: '8', phrases: '' });
  expect(() => ask.read(JSON.stringify(phrases))).toThrow(InvalidReply);
  expect(() => askCategories(ENGLISH, ABOUT).read(JSON.stringify({ categories: ['old', text] }))).toThrow(InvalidReply);
});

test('dots and numbers are neither categories nor catchphrases', () => {
  const { read } = askCategories(ENGLISH, ABOUT);
  expect(read('{"categories": ["…", "stubborn"]}')).toEqual(['stubborn']);
  expect(() => read('{"categories": ["…", "...", "1"]}')).toThrow('every category is empty');
  const ask = askCatchphrases(ENGLISH, { ...ABOUT, count: '8', phrases: '' });
  const phrases = (...texts: string[]) =>
    JSON.stringify({ catchphrases: texts.map((text) => ({ text, invented: true })) });
  expect(ask.read(phrases('…', 'mark my words')).map(({ text }) => text)).toEqual(['mark my words']);
  expect(() => ask.read(phrases('…', '...'))).toThrow('every catchphrase is empty');
});

test('what the prompt says of the form is neither a category nor a catchphrase', () => {
  const { read } = askCategories(ENGLISH, ABOUT);
  expect(read('{"categories": ["An object whose list ", "stubborn"]}')).toEqual(['stubborn']);
  expect(() => read('{"categories": ["An object whose list", "holds the words"]}')).toThrow('every category is empty');
  const ask = askCatchphrases(ENGLISH, { ...ABOUT, count: '8', phrases: '' });
  const copied = { text: 'an object whose list "catchphrases"', invented: true };
  expect(() => ask.read(JSON.stringify({ catchphrases: [copied] }))).toThrow('every catchphrase is empty');
});

test.each([
  ['en', 'Keeper', "The character's description is: Keeper."],
  ['en', 'Keeper', 'The Keeper'],
  ['zh', '守灯人', '守灯人。'],
] as const)('a description (%s) that is nothing but the name of %s is asked for again', (language, name, reply) => {
  expect(() => askDescription(questionsIn(language), ABOUT, [name]).read(reply)).toThrow('nothing but the name');
});

test('a prompt that comes back is asked for again', () => {
  const told =
    'It tells only what the excerpts show. What you know from elsewhere must agree with them. He keeps a light.';
  expect(() => askDescription(ENGLISH, ABOUT, ['Keeper']).read(told)).toThrow('prompt-leak');
  const rewritten = 'Add nothing, leave nothing out, keep the order of the sentences. You keep a light.';
  expect(() => askSecondPerson(ENGLISH, 'The character keeps a light.').read(rewritten)).toThrow('prompt-leak');
});

test('why a text about a role was refused never quotes it', () => {
  const { read } = askDescription(ENGLISH, ABOUT, ['Keeper']);
  expect(() => read('As an AI language model, I cannot.')).toThrow(/^the description does not pass the check \S+$/);
});
