import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCard, toCard, toCardPng } from '../../src/cards/card.js';
import { cardOfProfile } from '../../src/cards/card-of-profile.js';
import { exampleLines } from '../../src/cards/example-lines.js';
import { plainPng, readPngTexts, withPngTexts } from '../../src/cards/png.js';
import { roleOfCard } from '../../src/cards/role-of-card.js';
import { Profile } from '../../src/records.js';
import { profileOf } from '../harness/profile.js';

const GREY = [90, 90, 90] as const;
const CARD = {
  spec: 'chara_card_v2',
  spec_version: '2.0',
  data: {
    name: 'Ada',
    description: '{{char}} commands a ship and tells {{user}} so.',
    personality: 'Patient with machines.',
    scenario: '',
    first_mes: 'Welcome aboard, {{user}}.',
    mes_example: '<START>\n{{user}}: Where to?\n{{char}}: Home.\nBy the long way.\n<START>\n{{char}}: Mind the hatch.',
    creator_notes: 'kept',
    system_prompt: '',
    post_history_instructions: '',
    alternate_greetings: ['Hm.'],
    tags: ['captain'],
    creator: 'somebody',
    character_version: '7',
    extensions: { other: { depth: 4 } },
    character_book: {
      entries: [{ keys: ['Heron'], content: 'A ship.', extensions: {}, enabled: true, insertion_order: 1 }],
    },
  },
};
const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));

test('a card is a role: description with the placeholders filled in, tags as categories, dialogues as lines', () => {
  const card = parseCard(bytesOf(CARD), 'ada.json');
  expect(roleOfCard(card, 'ada.json')).toMatchObject({
    name: 'Ada',
    language: 'en',
    description: 'Ada commands a ship and tells User so.\nPatient with machines.\nA ship.',
    categories: ['captain'],
  });
  expect(exampleLines(card)).toEqual([
    { speaker: 'Ada', text: 'Welcome aboard, User.', act: 0 },
    { speaker: 'User', text: 'Where to?', act: 1 },
    { speaker: 'Ada', text: 'Home.\nBy the long way.', act: 1 },
    { speaker: 'Ada', text: 'Mind the hatch.', act: 2 },
    { speaker: 'Ada', text: 'Hm.', act: 3 },
  ]);
});

test('what a card says that we do not know survives the round trip, as JSON and as PNG', () => {
  const card = parseCard(bytesOf(CARD), 'ada.json');
  const profile = profileOf('Ada', { card });
  const again = cardOfProfile(profile, { system: 'You are Ada.', examples: [] });
  const { extensions, ...rest } = again;
  expect(rest).toEqual(
    Object.fromEntries(
      Object.entries(CARD.data)
        .filter(([key]) => key !== 'extensions')
        .concat([['group_only_greetings', []]]),
    ),
  );
  expect(extensions.other).toEqual({ depth: 4 });
  expect(parseCard(toCardPng(again, GREY), 'ada.png')).toEqual(again);
  expect(parseCard(bytesOf(toCard(again, 3)), 'ada.json')).toEqual(again);
});

test('a profile comes back from its card as it went', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((one) => one.trim() !== '');
  const profiles = fc.record({
    description: text,
    description_second_person: text,
    categories: fc.array(text, { maxLength: 3 }),
    texts: fc.array(text, { maxLength: 3 }),
    is_machine: fc.boolean(),
    source: fc.option(text),
    language: fc.constantFrom('en' as const, 'zh' as const),
  });
  fc.assert(
    fc.property(profiles, ({ texts, ...fields }) => {
      const catchphrases = texts.map((one) => ({ text: one, evidence: [], origin: 'user' as const }));
      // Categories that nobody wrote and that are empty could not be had, and the card leaves it open: test/cli/missing-parts.test.ts.
      const by_hand: Profile['by_hand'] = ['description', 'description_second_person', 'catchphrases', 'categories'];
      const profile = Profile.parse(profileOf('Keeper', { ...fields, catchphrases, aliases: ['Old Tom'], by_hand }));
      const card = cardOfProfile(profile, { system: 'You.', examples: [{ cue: 'Who?', reply: 'I.' }] });
      const role = roleOfCard(parseCard(toCardPng(card, GREY), 'keeper.png'), 'keeper.png');
      expect(role).toMatchObject({
        name: 'Keeper',
        language: fields.language,
        description: fields.description,
        categories: fields.categories,
        description_second_person: fields.description_second_person,
        catchphrases: texts,
        aliases: ['Old Tom'],
        is_machine: fields.is_machine,
      });
      expect(role.source ?? null).toBe(fields.source);
    }),
    { numRuns: 200 },
  );
});

describe('pictures', () => {
  test('a plain picture has the size and the colour that it was given', () => {
    const png = plainPng(2, 1, [1, 2, 3]);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2, 1]);
    const at = png.indexOf('IDAT');
    const data = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
    expect([...data]).toEqual([0, 1, 2, 3, 1, 2, 3]);
  });

  test('texts are found whatever the case of their keyword, replaced and not doubled', () => {
    const once = withPngTexts(plainPng(1, 1, [0, 0, 0]), { chara: 'one' });
    const twice = withPngTexts(once, { chara: 'two' });
    expect(readPngTexts(twice)).toEqual(new Map([['chara', 'two']]));
    expect(readPngTexts(Buffer.from(once.toString('latin1').replace('chara', 'Chara'), 'latin1'))?.get('chara')).toBe(
      'one',
    );
  });

  test('a picture that is cut anywhere is an error that the user can read, never another one', () => {
    const png = toCardPng(parseCard(bytesOf(CARD), 'ada.json'), GREY);
    fc.assert(
      fc.property(fc.nat({ max: png.length - 1 }), (length) => {
        expect(() => parseCard(png.subarray(0, length), 'ada.png')).toThrow(
          expect.objectContaining({ name: 'UserError' }),
        );
      }),
    );
  });
});

test.each([
  ['{}', /neither "spec" nor a card's fields/],
  ['{"spec":"chara_card_v2","data":null}', /its "data" holds nothing/],
  ['not json', /the card is not JSON/],
])('%s is told to be no card', (text, says) => {
  expect(() => parseCard(Buffer.from(text), 'x.json')).toThrow(says);
});

describe('a card that does not fit', () => {
  const plain = { data: { name: 'Ada', description: 'A keeper.', first_mes: 'Hello.' } };
  const roleOf = (data: object) =>
    roleOfCard(
      parseCard(Buffer.from(JSON.stringify({ spec: 'chara_card_v2', data: { ...plain.data, ...data } })), 'a.json'),
      'a.json',
    );

  test('what it carries of ours that is no role is left aside, as are blank tags', () => {
    expect(roleOf({ extensions: { rolellm: 'x' }, tags: ['brave', ' '] })).toMatchObject({
      name: 'Ada',
      categories: ['brave'],
    });
  });

  test('a name that cannot name a file is told with the file', () => {
    expect(() => roleOf({ name: 'Ada/Eve' })).toThrow(/the card's name must not contain/);
  });

  test('a name with a dollar sign is filled in as it is', () => {
    expect(roleOf({ name: 'Ca$&h', description: '{{char}} sings.' })).toMatchObject({ description: 'Ca$&h sings.' });
  });
});
