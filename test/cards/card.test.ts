import { crc32, deflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { isCard, parseCard } from '../../src/cards/card.js';
import { plainPng } from '../../src/cards/png.js';
import { UserError } from '../../src/errors.js';

const DATA = { name: 'Ada Brook', description: 'A keeper.', first_mes: 'Hello.', mes_example: '' };
const V2 = { spec: 'chara_card_v2', spec_version: '2.0', data: DATA };
const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));

function refusalOf(bytes: Buffer, file = 'a.json'): string {
  try {
    parseCard(bytes, file);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(UserError);
    return (thrown as UserError).toLine();
  }
  throw new Error('it was read');
}

/** A picture with one chunk of text before its end. */
function pictureWith(type: string, data: Buffer): Buffer {
  const png = plainPng(1, 1, [0, 0, 0]);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([png.subarray(0, -12), ends.subarray(0, 4), body, ends.subarray(4), png.subarray(-12)]);
}

describe('every layout of a card gives the same fields', () => {
  const { name, description, first_mes, mes_example } = DATA;
  test.each<[name: string, value: unknown]>([
    ['version 2', V2],
    ['version 3', { ...V2, spec: 'chara_card_v3', spec_version: '3.0' }],
    ['without spec, with data', { data: { ...DATA, personality: '' } }],
    ['version 1', DATA],
    [
      'version 1 with what programs add',
      { ...DATA, avatar: 'none', chat: 'x', create_date: 'y', talkativeness: 0.5, tags: 'a, b' },
    ],
    [
      'Pygmalion',
      {
        char_name: name,
        char_persona: description,
        char_greeting: first_mes,
        example_dialogue: mes_example,
        world_scenario: '',
      },
    ],
    [
      'Agnai, its persona a text',
      {
        kind: 'character',
        name,
        description: 'Made for a friend.',
        persona: { kind: 'text', attributes: { text: [description] } },
        greeting: first_mes,
        sampleChat: mes_example,
        scenario: '',
        avatar: 'a.png',
      },
    ],
    [
      "version 2 with the persona in Agnai's extension alone",
      {
        ...V2,
        data: {
          ...DATA,
          description: '',
          extensions: { agnai: { persona: { kind: 'text', attributes: { text: [description] } } } },
        },
      },
    ],
    [
      'null for what is not there',
      {
        ...V2,
        data: {
          ...DATA,
          personality: null,
          tags: null,
          alternate_greetings: null,
          character_book: null,
          extensions: null,
          mes_example: null,
        },
      },
    ],
  ])('%s', (_, value) => {
    expect(parseCard(bytesOf(value), 'a.json')).toMatchObject({
      name,
      description,
      first_mes,
      mes_example,
      scenario: '',
    });
    expect(isCard(bytesOf(value), 'a.json')).toBe(true);
  });

  test('attributes of an Agnai persona are lines of the description, its memory book is the lorebook', () => {
    const value = {
      name,
      persona: { kind: 'boostyle', attributes: { species: ['human'], mind: ['stubborn', 'kind'], empty: [''] } },
      greeting: first_mes,
      scenario: 'A quay.',
      alternateGreetings: ['Again?'],
      characterBook: {
        entries: [{ name: 'Lamp', keywords: ['lamp'], entry: 'It is green.', enabled: true, weight: 2 }],
      },
    };
    expect(parseCard(bytesOf(value), 'a.json')).toMatchObject({
      description: 'Species: human\nMind: stubborn, kind',
      first_mes,
      scenario: 'A quay.',
      alternate_greetings: ['Again?'],
      character_book: { entries: [{ keys: ['lamp'], content: 'It is green.', insertion_order: 2 }] },
    });
    expect(refusalOf(bytesOf({ ...value, greeting: 5 }))).toContain('"greeting"');
  });

  test('a null among greetings or tags is left out; a text in the place of a list is one of it', () => {
    const greetings = { alternate_greetings: [null, 'Again?', null], group_only_greetings: 'All of you?' };
    expect(parseCard(bytesOf({ ...V2, data: { ...DATA, ...greetings, tags: ['sea', null] } }), 'a.json')).toMatchObject(
      {
        alternate_greetings: ['Again?'],
        group_only_greetings: ['All of you?'],
        tags: ['sea'],
      },
    );
  });

  test('a byte order mark is no part of it', () => {
    const bytes = Buffer.from(`\ufeff${JSON.stringify(V2)}`);
    expect(isCard(bytes, 'a.json')).toBe(true);
    expect(parseCard(bytes, 'a.json').name).toBe(name);
  });

  test('a role file in JSON is no card', () => {
    expect(isCard(bytesOf({ name: 'Ada', language: 'en', script: 'a.txt', personality: 'x' }), 'a.json')).toBe(false);
    expect(isCard(bytesOf({ name: 'Ada', description: 'x' }), 'a.json')).toBe(false);
  });
});

describe('every chunk of text that a picture may have', () => {
  const encoded = Buffer.from(JSON.stringify(V2)).toString('base64');
  const key = (keyword: string, ...rest: (string | Buffer)[]) =>
    Buffer.concat([Buffer.from(`${keyword}\0`), ...rest.map((part) => Buffer.from(part))]);

  test.each<[name: string, type: string, data: Buffer]>([
    ['tEXt', 'tEXt', key('chara', encoded)],
    ['tEXt with the keyword of version 3', 'tEXt', key('ccv3', encoded)],
    ['zTXt', 'zTXt', key('Chara', Buffer.from([0]), deflateSync(encoded))],
    ['iTXt', 'iTXt', key('chara', Buffer.from([0, 0]), 'en\0translated\0', encoded)],
    ['iTXt, compressed', 'iTXt', key('chara', Buffer.from([1, 0]), '\0\0', deflateSync(encoded))],
    ['JSON without base64', 'iTXt', key('chara', Buffer.from([0, 0]), '\0\0', JSON.stringify(V2))],
  ])('%s', (_, type, data) => {
    expect(parseCard(pictureWith(type, data), 'a.png').name).toBe(DATA.name);
  });

  test('what does not unpack is told as damage', () => {
    expect(refusalOf(pictureWith('zTXt', key('chara', Buffer.from([0]), 'no zlib')), 'a.png')).toMatch(
      /texts in this picture are damaged/,
    );
  });

  test('another picture that is called PNG is told', () => {
    expect(refusalOf(Buffer.from('RIFF0000WEBP'), 'a.png')).toMatch(
      /^a\.png: this is not a PNG picture, despite its name/,
    );
  });
});

test('CHARX: card.json of the archive; an archive without it is told', () => {
  const archive = (files: Record<string, string>) =>
    Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))));
  const bytes = archive({ 'assets/icon.png': 'x', 'card.json': JSON.stringify({ ...V2, spec: 'chara_card_v3' }) });
  expect(isCard(bytes, 'a.charx')).toBe(true);
  expect(parseCard(bytes, 'a.charx').name).toBe(DATA.name);
  expect(refusalOf(archive({ 'a.txt': 'x' }), 'a.charx')).toMatch(/this archive contains no card\.json/);
  expect(refusalOf(Buffer.from('no zip'), 'a.charx')).toMatch(/archive is damaged/);
});

test.each([
  [
    'an empty name',
    { ...V2, data: { ...DATA, name: '' } },
    'a.json: the card has no name. Give it one in "data.name".',
  ],
  [
    'a name of spaces',
    { ...V2, data: { ...DATA, name: ' ' } },
    'a.json: the card has no name. Give it one in "data.name".',
  ],
  [
    'a name that nobody sees',
    { ...V2, data: { ...DATA, name: '\u200b' } },
    'a.json: the card has no name. Give it one in "data.name".',
  ],
  [
    'a macro for a name',
    { ...V2, data: { ...DATA, name: '{{char}}' } },
    'a.json: the card has no name. Give it one in "data.name".',
  ],
  [
    'no name at all',
    { ...V2, data: { description: 'x' } },
    'a.json: the card has no name. Give it one in "data.name".',
  ],
  ['null for a name in version 1', { ...DATA, name: null }, 'a.json: the card has no name. Give it one in "name".'],
  [
    'no name in Pygmalion',
    { char_name: '', char_persona: 'x' },
    'a.json: the card has no name. Give it one in "char_name".',
  ],
  [
    'a field of another kind',
    { ...V2, data: { ...DATA, scenario: 5 } },
    'a.json: the card\'s "data.scenario" must be a text, not 5. Correct it in the card.',
  ],
])('%s is one plain sentence', (_, value, says) => {
  expect(refusalOf(bytesOf(value))).toBe(says);
});
