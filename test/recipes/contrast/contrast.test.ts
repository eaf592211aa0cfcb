import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signsOf } from '../../../src/quality/signs.js';
import { faultOfQuestion, type Pair } from '../../../src/recipes/contrast/questions.js';
import { makeRing } from '../../../src/recipes/contrast/ring.js';
import { chooseFacts, shuffleFor } from '../../../src/recipes/contrast/shown.js';
import { faultOfAnswer } from '../../../src/recipes/contrast/verdicts.js';
import type { Fact, Knowledge, LanguageCode } from '../../../src/records.js';
import { firstSentences } from '../../../src/text/first-sentences.js';
import { profileOf } from '../../harness/profile.js';

const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { maxLength: 12 });

test('every role asks as many others as it is asked by, none itself and none twice, whatever the order of the roles', () => {
  fc.assert(
    fc.property(names, fc.integer({ min: 1, max: 4 }), fc.nat(5), (roles, pairs, seed) => {
      const ring = makeRing(roles, seed);
      const turned = makeRing(roles.toReversed(), seed);
      const count = Math.max(0, Math.min(pairs, roles.length - 1));
      for (const role of roles) {
        const [asked, asking] = [ring.after(role, pairs), ring.before(role, pairs)];
        expect([asked.length, new Set(asked).size, asked.includes(role)]).toEqual([count, count, false]);
        expect(asking).toHaveLength(count);
        for (const one of asking) expect(ring.after(one, pairs)).toContain(role);
        expect(turned.after(role, pairs)).toEqual(asked);
      }
    }),
  );
});

test('one more role changes the pairs of its neighbours only', () => {
  const roles = Array.from({ length: 50 }, (_, k) => `role ${k}`);
  const [before, after] = [makeRing(roles, 0), makeRing([...roles, 'another'], 0)];
  const changed = roles.filter((role) => before.after(role, 2).join() !== after.after(role, 2).join());
  expect(changed).toHaveLength(2);
});

const fact = (property: string, value: string): Fact => ({ property, value, kind: 'other', source: 'file' });
const known = (role: string, facts: Fact[], more: Partial<Knowledge> = {}): Knowledge => ({
  role,
  language: 'en',
  label: role,
  description: `a ${role}`,
  aliases: [],
  facts,
  requests: [],
  model: null,
  ...more,
});

test('of more facts than fit the same ones are shown each time, those asked for among them, in their order', () => {
  const facts = Array.from({ length: 30 }, (_, k) => fact(`thing ${k}`, `value ${k}`));
  const knowledge = known('Pilot', facts);
  const must = facts.slice(28);
  const chosen = chooseFacts(knowledge, 6, 0, must);
  expect(chosen).toHaveLength(6);
  expect(chosen).toEqual(expect.arrayContaining(must));
  expect(chosen).toEqual(facts.filter((one) => chosen.includes(one)));
  expect(chooseFacts(knowledge, 6, 0, must)).toEqual(chosen);
  expect(chooseFacts(knowledge, 40, 0)).toEqual(facts);
  expect(shuffleFor(facts, knowledge, 'Monk', 0)).not.toEqual(shuffleFor(facts, knowledge, 'Miller', 0));
});

describe('a question for a pair', () => {
  const port = fact('home port', 'Ganymede');
  const pair: Pair = {
    asker: { profile: profileOf('Pilot'), knowledge: known('Pilot', [port], { aliases: ['the Hawk'] }) },
    other: {
      profile: profileOf('Monk', { description: 'He keeps bees.' }),
      knowledge: known('Monk', [fact('food', 'bread and salt')]),
    },
  };
  const fault = (question: string, facts = [port]) =>
    faultOfQuestion({ question, facts, why: 'era', reason: '' }, pair);

  test.each<[what: string, question: string, facts: Fact[] | undefined, fault: string | undefined]>([
    ['that fits is asked', 'From which port do you sail?', undefined, undefined],
    ['that says "in fact" is asked', 'Where, in fact, do you sail from?', undefined, undefined],
    [
      'about a profiled edge is no talk of data',
      'Which harbour has the edge of your wing in it?',
      undefined,
      undefined,
    ],
    ['without a fact', 'From which port do you sail?', [], 'no-fact'],
    ['that names Wikidata', 'What does Wikidata have as your port?', undefined, 'names-data'],
    ['that names a property', 'Which value has your property P551?', undefined, 'names-data'],
    ['that numbers facts', 'What does fact 3 say of you?', undefined, 'names-data'],
    ['with the name', 'Pilot, from which port do you sail?', undefined, 'names-role'],
    ['with another name', 'Are you the Hawk, and from where?', undefined, 'names-role'],
    ["with the other's name", 'Where do you sail from, Monk?', undefined, 'names-role'],
    ['with its answer', 'Do you sail from Ganymede?', undefined, 'gives-away'],
    ['about what the other knows', 'What do you eat?', [fact('food', 'Bread and salt')], 'other-knows'],
    ['about what the other is described by', 'What do you keep?', [fact('keeps', 'bees')], 'other-knows'],
  ])('%s', (_, question, facts, expected) => {
    expect(fault(question, facts)).toBe(expected);
  });
});

describe('an answer', () => {
  const limits = { minHeld: 0.5, mustSayUnknown: true };
  const of = (answer: string, label: 0 | 1, value: string, question: string, language: LanguageCode = 'en') =>
    faultOfAnswer({ question, evidence: [{ property: 'thing', value }] }, answer, { label, language }, limits);

  test.each<[answer: string, value: string, question: string]>([
    ['My mother, who could smell a storm.', 'my mother', 'Who taught you?'],
    [
      'Two hundred and nine of them, and each has its own opinion.',
      'two hundred and nine',
      'How many stairs do you climb?',
    ],
    ['I was born in the year 1802.', '1802', 'When were you born?'],
    ['Herrings, and an oar that was broken.', 'seven herrings and a broken oar', 'What did they bring you?'],
  ])('that holds what its role knows stays: %s', (answer, value, question) => {
    expect(of(answer, 0, value, question)).toBeUndefined();
  });

  test.each<[answer: string, value: string, question: string, fault: string]>([
    ['Nobody taught me anything.', 'my mother', 'Who taught you?', 'does not hold "thing: my mother"'],
    ['I was born in 1803.', '1802', 'When were you born?', 'does not hold "thing: 1802"'],
    ['As my training data says, my mother did.', 'my mother', 'Who taught you?', 'talks of "training data"'],
  ])('with label 0 that does not is refused: %s', (answer, value, question, fault) => {
    expect(of(answer, 0, value, question)).toBe(fault);
  });

  test.each<[answer: string]>([
    ['I have never heard of it.'],
    ['You speak in riddles, sir. What manner of thing is a freighter?'],
    ['I know not what you mean.'],
    ["I couldn't tell you, friend."],
    ['There is no such port in my world.'],
    ['That word is strange to me.'],
  ])('that does not know stays: %s', (answer) => {
    expect(of(answer, 1, 'Ganymede', 'From which port do you sail?')).toBeUndefined();
  });

  test.each<[answer: string, question: string, fault: string]>([
    ['I have never heard of Ganymede.', 'From which port do you sail?', 'knows "thing: Ganymede"'],
    ['From Whitby, every spring.', 'From which port do you sail?', 'does not say that it does not know'],
    ['As an AI I have no port.', 'From which port do you sail?', 'talks of "AI"'],
  ])('with label 1 that knows, invents or talks of models is refused: %s', (answer, question, fault) => {
    expect(of(answer, 1, 'Ganymede', question)).toBe(fault);
  });

  test('may say back what the question says, of models too', () => {
    expect(of('An AI? I have never heard of such a beast.', 1, 'Minerva', 'What do you call your AI?')).toBeUndefined();
    expect(of('I know no port.', 1, 'the port of Ganymede', 'Where is the port of Ganymede?')).toBeUndefined();
  });

  test('in Chinese is judged by its characters', () => {
    const question = '你在渡口撑了多少年船？';
    expect(of('算来已有三十一个春天了。', 0, '三十一个春天', question, 'zh')).toBeUndefined();
    expect(of('我撑了一辈子船。', 0, '三十一个春天', question, 'zh')).toContain('does not hold');
    expect(of('这话我听不懂，我从未撑过船。', 1, '三十一个春天', question, 'zh')).toBeUndefined();
    expect(of('三十一个春天，我哪里晓得。', 1, '三十一个春天', question, 'zh')).toContain('knows');
    expect(of('自然是撑了二十年。', 1, '三十一个春天', question, 'zh')).toBe('does not say that it does not know');
    expect(of('我的训练数据里没有。', 1, '三十一个春天', question, 'zh')).toBe('talks of "训练数据"');
  });
});

test('signs of not knowing are none of plain answers', () => {
  const plain = [
    'I keep bees, and I love them.',
    'My mother taught me, and she was born in Whitby.',
    'Seven herrings and a broken oar, that is what they brought.',
    'The port lies to the north, a day from here.',
  ];
  for (const answer of plain) expect(signsOf('en').saysUnknown?.test(answer), answer).toBe(false);
  for (const answer of ['自我爹把竹篙交到我手里。', '那是磨坊老赵家的灯。'])
    expect(signsOf('zh').saysUnknown?.test(answer), answer).toBe(false);
});

test('the first sentences of a text are as many as fit, and always one', () => {
  const text = 'You keep a light. You read the weather. You never dance.';
  expect(firstSentences(text, 8, 'en')).toBe('You keep a light. You read the weather.');
  expect(firstSentences(text, 1, 'en')).toBe('You keep a light.');
  expect(firstSentences('你守灯塔。你看天气。', 5, 'zh')).toBe('你守灯塔。');
  expect(firstSentences('', 5, 'en')).toBe('');
});
