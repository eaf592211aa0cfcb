import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CardData } from '../../src/cards/card.js';
import { describeCard } from '../../src/cards/description.js';
import { exampleLines } from '../../src/cards/example-lines.js';
import { resolveMacros } from '../../src/cards/macros.js';
import { shortNames, withWholeName } from '../../src/cards/names.js';

const cardOf = (fields: object) => CardData.parse({ name: 'Captain Mira Voss', ...fields });

describe('macros', () => {
  test.each([
    ['{{char}} and {{ User }}, <BOT> and <USER>', 'Mira and User, Mira and User'],
    ['a {{random:red,blue}} coat', 'a red coat'],
    ['a {{random::red, dark::blue}} coat', 'a red, dark coat'],
    ['a {{random:red\\, dark,blue}} coat', 'a red, dark coat'],
    ['a {{pick:{{char}},{{user}}}} coat', 'a Mira coat'],
    ['{{roll:1d6}} or {{roll d20}} or {{roll:2d6+1}} or {{roll:4}}', '4 or 11 or 8 or 3'],
    ['Seen.{{// a note about {{char}} }} Gone.', 'Seen. Gone.'],
    ['{{comment: x}}{{hidden_key:y}}{{noop}}{{bias "x"}}{{banned "y"}}Seen.{{original}}', 'Seen.'],
    ['One{{newline}}two\n\n{{trim}}\n\nthree', 'One\ntwo three'],
    ['{{setvar::eyes::blue}}Her eyes are {{getvar::eyes}}.', 'Her eyes are blue.'],
    ['{{reverse:abc}}', 'cba'],
    ['She waits. It is {{time}} on {{date}}. She stays.', 'She waits. She stays.'],
    ['*It is {{weekday}}.* "Good evening."', '"Good evening."'],
    ['Now {{datetimeformat DD.MM.YYYY}}, {{time_UTC+2}}, {{idle_duration}}, {{timeDiff::a::b}}, {{lastMessage}}.', ''],
    ['{{user}} is {{persona}}. She knows.', 'She knows.'],
    ['现在是{{time}}。她在等。', '她在等。'],
  ])('%s', (text, resolved) => {
    expect(resolveMacros(text, { character: 'Mira', user: 'User' })).toBe(resolved);
  });

  test('none is left, whatever stands between the braces', () => {
    const name = fc.constantFrom(
      'char',
      'random',
      'pick',
      'roll',
      'time',
      '//',
      'x',
      'getvar',
      'random:a,{{char}}',
      'roll:{{user}}',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string({ maxLength: 8 }))), (macros) => {
        const text = macros.map(([one, rest]) => `a {{${one}${rest.replace(/[{}]/g, '')}}} b.`).join(' ');
        expect(resolveMacros(text, { character: 'Mira', user: 'User' })).not.toMatch(/\{\{|\}\}|\0/);
      }),
    );
  });
});

describe('example dialogues', () => {
  const spokenIn = (mes_example: string, more: object = {}) =>
    exampleLines(cardOf({ mes_example, ...more })).map(({ speaker, text, act }) => [act, speaker, text]);

  test.each<[name: string, dialogue: string]>([
    ['a space before the colon', '{{user}} : Will you?\n{{char}} : I will.'],
    ['the whole name', '{{user}}: Will you?\nCaptain Mira Voss: I will.'],
    ['the first name', 'You: Will you?\nMira: I will.'],
    ['title and surname', 'Anonymous user: Will you?\nCaptain Voss: I will.'],
    ['bold, quoted and with a direction', '**{{user}}**: Will you?\n> **Mira** (quietly): I will.'],
    ['capitals and wide colons', 'USER： Will you?\nMIRA：I will.'],
    ['a hash before it', '#{{user}}: Will you?\n#{{char}}: I will.'],
  ])('%s', (_, dialogue) => {
    const lines = [
      [1, 'User', 'Will you?'],
      [1, 'Captain Mira Voss', 'I will.'],
    ];
    expect(spokenIn(dialogue)).toEqual(lines);
  });

  test.each(['<START>\n', 'END_OF_DIALOG\n', '<start>\n', '---\n', '***\n'])('%j begins another dialogue', (mark) => {
    expect(spokenIn(`{{char}}: One.\n${mark}{{char}}: Two.`)).toEqual([
      [1, 'Captain Mira Voss', 'One.'],
      [2, 'Captain Mira Voss', 'Two.'],
    ]);
  });

  test('another person’s words are not the character’s; what nobody says is narration', () => {
    expect(
      spokenIn('It rains.\nMira: Sit.\nHere, by me. Note: *now*.\nTom Voss: I am her brother.\nMira: *She leaves.*'),
    ).toEqual([
      [1, null, 'It rains.'],
      [1, 'Captain Mira Voss', 'Sit.\nHere, by me. Note: *now*.'],
      [1, 'Tom Voss', 'I am her brother.'],
      [1, null, '*She leaves.*'],
    ]);
  });

  test('all greetings are the character’s words, each once; an action alone is not', () => {
    const greetings = {
      first_mes: '{{char}}: Late, {{user}}.',
      alternate_greetings: ['Late, {{user}}.', 'Late again?', '*sleeps*'],
    };
    expect(spokenIn('', { ...greetings, group_only_greetings: ['All of you?'] })).toEqual([
      [0, 'Captain Mira Voss', 'Late, User.'],
      [1, 'Captain Mira Voss', 'Late, User.'],
      [2, 'Captain Mira Voss', 'Late again?'],
      [3, null, '*sleeps*'],
      [4, 'Captain Mira Voss', 'All of you?'],
    ]);
  });

  test('a Chinese character is also called by the given name alone', () => {
    const lines = exampleLines(
      CardData.parse({ name: '林小雨', mes_example: '{{user}}：你冷吗？\n小雨：灯不怕冷。\n{{char}}：我也不怕。' }),
    );
    expect(lines.map(({ speaker }) => speaker)).toEqual(['User', '林小雨', '林小雨']);
  });

  test('a nickname is what {{char}} stands for', () => {
    expect(spokenIn('{{char}}: I am {{char}}.', { nickname: 'Red' })).toEqual([[1, 'Captain Mira Voss', 'I am Red.']]);
  });
});

describe('the description', () => {
  test.each<[name: string, fields: object, description: string]>([
    [
      'full stops and capitals',
      { description: 'a smuggler\nshe was born at sea', scenario: 'the quay, at dusk' },
      'A smuggler.\nShe was born at sea.\nThe quay, at dusk.',
    ],
    [
      'lists and headings',
      { description: '## Looks\n- hair: red\n* 32 years old,\n**Past:** a sailor' },
      'Looks.\nHair: red.\n32 years old.\nPast: a sailor.',
    ],
    [
      'traits',
      { description: 'A smuggler.', personality: 'stubborn, warm; proud' },
      'A smuggler.\nPersonality: stubborn, warm, proud.',
    ],
    [
      'a personality in sentences',
      { personality: 'She is stubborn. She never sleeps' },
      'She is stubborn. She never sleeps.',
    ],
    ['W++', { description: '[Character("Mira") {Age("32") Mind("proud" + "warm")}]' }, 'Age: 32. Mind: proud, warm.'],
    [
      'a property list',
      { description: '[Mira\'s mind= "proud", "warm"; Mira\'s clothes= "oilskin"; tags= "sea"]' },
      'Mind: proud, warm. Clothes: oilskin. Tags: sea.',
    ],
    ['traits in brackets', { personality: '[quiet; proud]' }, 'Personality: quiet, proud.'],
    [
      'signs as HTML writes them',
      { description: 'Drinks &quot;tea&quot; &amp; rum<br/>&#39;s best.' },
      'Drinks "tea" & rum \'s best.',
    ],
    ['brackets and tags', { description: '<Mira>\n[A smuggler of the rim]\n</Mira>' }, 'A smuggler of the rim.'],
    [
      'Chinese',
      { description: '走私船长\n不怕冷', personality: '倔强，热心' },
      '走私船长。\n不怕冷。\n性格：倔强、热心。',
    ],
    ['a quotation at the end', { description: 'They say "never late"' }, 'They say "never late".'],
  ])('%s', (_, fields, description) => {
    expect(describeCard(cardOf(fields))).toBe(description);
  });

  test.each([
    ['You are {{char}}. {{char}} is a smuggler.', 'Captain Mira Voss is a smuggler.'],
    ['You are Mira, a smuggler. You will play as {{char}}.', 'Mira is a smuggler.'],
    ['Name: {{char}}\n**Full Name:** Mira Voss\nAge: 32', 'Age: 32.'],
    ['You are {{char}}’s ship.', 'You are Captain Mira Voss’s ship.'],
    ['Name: Heron', 'Name: Heron.'],
  ])('who is being introduced is known: %j', (description, told) => {
    expect(describeCard(cardOf({ description }))).toBe(told);
  });

  test('what the lorebook knows stands in it: enabled entries in their order, without what tells where they go', () => {
    const entry = (content: string, insertion_order: number, more: object = {}) => ({
      keys: [],
      content,
      insertion_order,
      enabled: true,
      ...more,
    });
    const entries = [
      entry('The Heron is a ship', 2),
      entry('@@depth 4\n{{char}} stole it.', 1),
      entry('Not used.', 0, { enabled: false }),
      entry('The rim is cold.', 9, { constant: true }),
    ];
    const told = 'A smuggler.\nThe rim is cold.\nCaptain Mira Voss stole it.\nThe Heron is a ship.';
    expect(describeCard(cardOf({ description: 'A smuggler.', character_book: { entries } }))).toBe(told);
    const world = {
      entries: { 0: { content: 'The rim is cold.', disable: false }, 1: { content: 'No.', disable: true } },
    };
    expect(describeCard(cardOf({ description: 'A smuggler.', character_book: world }))).toBe(
      'A smuggler.\nThe rim is cold.',
    );
  });

  test('a long lorebook does not fill the prompts', () => {
    const entries = Array.from({ length: 100 }, (_, k) => ({
      content: `Fact ${k}: ${'word '.repeat(48)}.`,
      enabled: true,
      insertion_order: k,
    }));
    expect(describeCard(cardOf({ character_book: { entries } })).split('\n')).toHaveLength(8);
  });
});

describe('names', () => {
  test.each([
    ['Captain Mira Voss', ['Mira Voss', 'Mira']],
    ['Martha Gale', ['Martha']],
    ['The Waitress', ['Waitress']],
    ['Ada', []],
    ['Tom and Ada', []],
    ['Tom & Ada Brook', []],
    ['林冲', []],
  ])('%s is also called %j', (name, short) => {
    expect(shortNames(name)).toEqual(short);
  });

  test.each([
    ['Mira waits. Then Mira goes.', 'Captain Mira Voss waits. Then Captain Mira Voss goes.'],
    ['Captain Mira Voss waits for Elena Mira.', 'Captain Mira Voss waits for Elena Mira.'],
    ['Mira Stone is another.', 'Mira Stone is another.'],
    ['Mira’s ship and her Miracle.', 'Captain Mira Voss’s ship and her Miracle.'],
  ])('%s', (text, whole) => {
    expect(withWholeName(text, 'Captain Mira Voss')).toBe(whole);
  });
});
