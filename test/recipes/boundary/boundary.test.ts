import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadPrompts } from '../../../src/prompts/load.js';
import { drawTraps, WAYS } from '../../../src/recipes/boundary/draw.js';
import { groundOf, type OtherFact } from '../../../src/recipes/boundary/ground.js';
import { chooseRows, shareOut } from '../../../src/recipes/boundary/quota.js';
import { type BoundaryKind, CONTROL, KINDS, TRAPS } from '../../../src/recipes/boundary/row.js';
import { BoundarySettings } from '../../../src/recipes/boundary/settings.js';
import { faultOfTwin, twinsOf } from '../../../src/recipes/boundary/tamper.js';
import { doesNotForesee, goesAlong, staysInRole, turnsDown } from '../../../src/recipes/boundary/verdicts.js';
import type { DialogueLine, Fact, LanguageCode, Sample } from '../../../src/records.js';
import { profileOf } from '../../harness/profile.js';

const SPEECHES: [act: number, speaker: string, content: string][] = [
  [0, 'Nora', 'What did the fishermen bring you?'],
  [0, 'Keeper', 'They brought me seven herrings and a broken oar.'],
  [0, 'Pilot', 'Who taught you to read the weather?'],
  [0, 'Keeper', 'My mother taught me. I was born in Whitby, in 1802.'],
  [1, 'Nora', 'What do you keep in the chest?'],
  [1, 'Keeper', 'Letters. Nora gave me the key.'],
  [2, 'Nora', 'Why did you quarrel with the harbour master?'],
  [2, 'Keeper', 'He wanted to put out the lamp. I live in the tower now.'],
];
const LINES: DialogueLine[] = SPEECHES.map(([act_id, role, content], k) => {
  return { script: 'a.txt', role, content, act_id, diag_id: k, line: 2 * k + 1 };
});
const fact = (property: string, value: string, kind: Fact['kind'], from: number): Fact => {
  return { property, value, kind, source: 'script', script: 'a.txt', from, to: from, quote: LINES[from]?.content };
};
const FACTS = [
  fact('brought by fishermen', 'seven herrings', 'possession', 1),
  fact('place of birth', 'Whitby', 'place', 3),
  fact('year of birth', '1802', 'date', 3),
  fact('got the key from', 'Nora', 'relation', 5),
  fact('quarrelled with', 'the harbour master', 'relation', 6),
  fact('home', 'the tower', 'place', 7),
];
const OTHERS: OtherFact[] = [
  { role: 'Nora', script: 'a.txt', property: 'home', kind: 'place', value: 'the village' },
  { role: 'Nora', script: 'a.txt', property: 'sings for', kind: 'relation', value: 'the children' },
  { role: 'Pilot', script: 'a.txt', property: 'boat', kind: 'possession', value: 'the grey cutter' },
  { role: 'Jim', script: 'b.txt', property: 'home', kind: 'place', value: 'the harbour' },
];
const KEEPER = profileOf('Keeper', { description: 'The character keeps the lamp.' });
const known = (facts: Fact[]) => ({ facts, aliases: ['Old Tom'], description: 'Keeper of a lamp.' });
const ground = groundOf(KEEPER, LINES, known(FACTS), OTHERS);
const [herrings, birthplace, year, key, , home] = FACTS as [Fact, Fact, Fact, Fact, Fact, Fact];
const twins = (one: Fact, seed = 0) =>
  [...twinsOf(one, ground, seed)].map(({ tampered_value, how }) => `${how}: ${tampered_value}`);

describe('the tampered twin of a fact', () => {
  test('is its number or name changed, or what is so of another role of the script', () => {
    expect(twins(herrings)).toContain('number: five herrings');
    expect(twins(year).every((twin) => /^number: 1[78]\d\d$/.test(twin))).toBe(true);
    expect(twins(key)).toEqual(['name: Pilot']);
    const cao = groundOf(
      profileOf('曹操'),
      [
        { ...LINES[0], role: '布' },
        { ...LINES[1], role: '卓' },
      ] as DialogueLine[],
      undefined,
      [],
    );
    expect([...twinsOf(fact('所打的人', '吕布', 'relation', 0), cao, 0)]).toEqual([]);
    expect(twins(home)).toEqual(['other-role: the village']);
    expect(twins(birthplace)).toEqual(['other-role: the village']);
  });

  test('of a fact from a file or a card is of any role that shares a script, and named by any who speaks there', () => {
    const ofFile: Fact = { property: 'home', value: 'the tower', kind: 'place', source: 'file' };
    expect(twins(ofFile)).toContain('other-role: the village');
    expect(twins({ ...ofFile, property: 'friend', value: 'Nora', kind: 'relation' })).toEqual(['name: Pilot']);
  });

  test('comes in an order of the seed, which decides it', () => {
    expect(twins(herrings, 1)).toEqual(twins(herrings, 1));
    expect([0, 1, 2, 3].map((seed) => twins(herrings, seed)[0])).not.toEqual(Array(4).fill(twins(herrings, 0)[0]));
  });

  test.each<[twin: string, of: Fact, fault: RegExp | undefined]>([
    ['seven herrings', herrings, /holds or is part of/],
    ['Seven HERRINGS of Whitby', herrings, /holds or is part of/],
    ['herrings', herrings, /holds or is part of/],
    ['a broken oar', herrings, /stands in the lines of the fact/],
    ['Whitby', home, /is true of the role: place of birth: Whitby/],
    ['Keeper', key, /own name/],
    ['old tom', key, /own name/],
    ['a lamp to keep', fact('keeps', 'a cat', 'other', 1), /may be true elsewhere/],
    ['…', home, /is empty/],
    ['five herrings', herrings, undefined],
    ['the village', home, undefined],
  ])('%s', (twin, of, fault) => {
    const found = faultOfTwin(twin, of, ground);
    if (fault) expect(found).toMatch(fault);
    else expect(found).toBeUndefined();
  });

  test('is never the true value, part of it or around it, whatever the value', () => {
    const value$ = fc
      .array(
        fc.constantFrom('seven', 'Nora', '1802', '12', 'herrings', 'Pilot', 'tower', 'twenty-two', '二十七', '三文'),
        {
          minLength: 1,
          maxLength: 4,
        },
      )
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(value$, fc.integer({ min: 0, max: 9 }), (value, seed) => {
        const one = fact('something', value, 'place', 1);
        for (const { tampered_value: twin, true_value } of twinsOf(one, ground, seed)) {
          expect(true_value).toBe(value);
          expect(` ${value.toLowerCase()} `).not.toContain(` ${twin.toLowerCase()} `);
          expect(` ${twin.toLowerCase()} `).not.toContain(` ${value.toLowerCase()} `);
        }
      }),
      { seed: 1 },
    );
  });
});

const settings = (some: object = {}) => BoundarySettings.parse({ candidates: 1, ...some });
const draw = (some: object = {}, wanted = 20, seed = 0) => drawTraps(ground, settings(some), wanted, seed);

describe('drawn questions', () => {
  test('are of all kinds in their shares, half of them controls, led up to by 0 to 3 exchanges, and follow from the seed', () => {
    const leads = new Set<number>();
    for (let seed = 0; seed < 20; seed += 1) {
      const { traps, lacks } = draw({}, 20, seed);
      const counts = Object.fromEntries(KINDS.map((kind) => [kind, traps.filter((trap) => trap.kind === kind).length]));
      expect([counts, lacks]).toEqual([
        { 'false-premise': 4, 'after-the-point': 2, 'beyond-the-world': 2, 'out-of-role': 2, control: 10 },
        undefined,
      ]);
      for (const { leadUp } of traps) leads.add(leadUp);
      expect(draw({}, 20, seed)).toEqual(draw({}, 20, seed));
    }
    expect([...leads].sort()).toEqual([0, 1, 2, 3]);
    expect(draw({}, 20, 1)).not.toEqual(draw({}, 20, 2));
  });

  test('after the point are about what nobody has told of up to the end of an earlier scene', () => {
    const all = Array.from({ length: 20 }, (_, seed) => draw({ controls: 0, kinds: ONLY('after-the-point') }, 4, seed));
    for (const { kind, point, later, fact: own } of all.flatMap(({ traps }) => traps)) {
      expect(kind).toBe('after-the-point');
      const end = point?.to ?? 0;
      expect(LINES[end + 1]?.act_id).toBe((LINES[end]?.act_id ?? 0) + 1);
      expect(end).toBeLessThan(later?.from ?? 0);
      expect(own.from).toBeLessThanOrEqual(end);
      for (const { content } of LINES.slice(0, end + 1)) expect(content).not.toContain(later?.value);
    }
    // Nora is heard of from the first line on, so that her key tells nothing new.
    const laters = new Set(all.flatMap(({ traps }) => traps.map(({ later }) => later?.property)));
    expect([...laters].sort()).toEqual(['got the key from', 'home', 'quarrelled with']);
  });

  test('of a kind that cannot be drawn leave their places to the other traps, not to controls', () => {
    const oneAct = groundOf(
      KEEPER,
      LINES.map((line) => ({ ...line, act_id: 0 })),
      known(FACTS),
      OTHERS,
    );
    const { traps } = drawTraps(oneAct, settings(), 12, 0);
    const counts = shareOf(traps.map(({ kind }) => kind));
    expect(counts).toEqual({
      'false-premise': 4,
      'after-the-point': 0,
      'beyond-the-world': 1,
      'out-of-role': 1,
      control: 6,
    });
  });

  test('have controls at a point in the same share as traps', () => {
    const { traps } = draw({}, 20);
    const atPoint = (isControl: boolean) =>
      traps.filter(({ kind, point }) => (kind === CONTROL) === isControl && point !== null).length;
    expect([atPoint(true), atPoint(false)]).toEqual([2, 2]);
  });

  test('begin from no fact of a held-out scene, and too few of them are told', () => {
    const held = LINES.map((line) => (line.act_id > 0 ? { ...line, held_out: true as const } : line));
    const kept = groundOf(KEEPER, held, known(FACTS), OTHERS);
    expect(kept.facts).toEqual(FACTS.slice(0, 3));
    const { traps, lacks } = drawTraps(kept, settings({ perFact: 1 }), 20, 0);
    for (const trap of traps) expect(trap.fact.from).toBeLessThan(4);
    expect(lacks).toBe(`Keeper: ${traps.length} of 20 questions can be drawn from 3 facts`);
  });

  test('that were drawn stay where more are', () => {
    const keyOf = ({
      kind,
      sample,
      fact: { value },
      tampering,
      leadUp,
      way,
    }: ReturnType<typeof draw>['traps'][number]) =>
      JSON.stringify([kind, sample, value, tampering?.tampered_value, leadUp, way]);
    const few = draw({ kinds: ONLY('false-premise') }, 6).traps.map(keyOf);
    const more = draw({ kinds: ONLY('false-premise') }, 12).traps.map(keyOf);
    expect(more).toEqual(expect.arrayContaining(few));
  });
});

function ONLY(kind: (typeof TRAPS)[number]) {
  return Object.fromEntries(TRAPS.map((one) => [one, one === kind ? 1 : 0]));
}
const shareOf = (kinds: readonly BoundaryKind[]) =>
  Object.fromEntries(KINDS.map((kind) => [kind, kinds.filter((one) => one === kind).length]));

describe('the quota', () => {
  test('is shared out to the last row', () => {
    const kinds$ = fc.record(
      Object.fromEntries(TRAPS.map((kind) => [kind, fc.double({ min: 0.1, max: 5, noNaN: true })])),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        kinds$,
        (count, controls, kinds) => {
          const shared = shareOut(count, settings({ controls, kinds }));
          expect(Object.values(shared).reduce((sum, one) => sum + one, 0)).toBe(count);
          expect(shared.control).toBe(Math.round(count * controls));
          for (const one of Object.values(shared)) expect(one).toBeGreaterThanOrEqual(0);
        },
      ),
      { seed: 2 },
    );
  });

  test('keeps the first of each kind, fills places with other traps and never with controls, and keeps what a person marked good', () => {
    const judged = (kinds: BoundaryKind[], good = -1) =>
      kinds.map((kind, k) => ({
        sample: { id: `${kind} ${k}`, kind } as Sample,
        refusal: undefined,
        isMarkedGood: k === good,
      }));
    const asked = {
      boundaryRows: { ...shareOut(0, settings()), 'false-premise': 1, 'after-the-point': 1, control: 1 },
    };
    const kept = (kinds: BoundaryKind[], good?: number) => [...chooseRows(judged(kinds, good), asked).stay];
    expect(kept([CONTROL, CONTROL, 'false-premise', 'false-premise', 'false-premise'])).toEqual([
      'control 0',
      'false-premise 2',
      'false-premise 3',
    ]);
    expect(kept([CONTROL, CONTROL, 'after-the-point'], 1)).toEqual(['control 1', 'after-the-point 2']);
  });
});

describe('verdicts on answers', () => {
  const five = { premise: 'five herrings', instead: 'seven herrings' };
  const phone = { premise: 'telephone', instead: null };
  test.each<[answer: string, values: typeof five | typeof phone, down: boolean, along: boolean]>([
    ['Five herrings, and they were small.', five, false, true],
    ['Seven herrings, and not one fewer.', five, true, false],
    ['It was not five herrings that they brought.', five, true, false],
    ['Not five herrings: seven.', five, true, false],
    ['You are mistaken, friend.', five, true, false],
    ['I fried them in butter that same night.', five, false, true],
    ['Five herrings, you say? There were seven.', five, true, false],
    ['I talked on the telephone all night.', phone, false, true],
    ['What is a telephone?', phone, true, false],
    ['I never heard of such a thing.', phone, true, false],
    ['I keep the lamp.', phone, false, true],
  ])('%s', (answer, values, down, along) => {
    expect([turnsDown(answer, values, 'en').passes, goesAlong(answer, values, 'en').passes]).toEqual([down, along]);
  });

  test('who knows nothing of a true premise denies it, and who falls for a false one may say so in passing', () => {
    const answer = 'I do not know who fried them, but they were good.';
    expect([goesAlong(answer, five, 'en').passes, goesAlong(answer, five, 'en', true).passes]).toEqual([false, true]);
    expect(goesAlong('I do not know who fried the five herrings, but five they were.', five, 'en').passes).toBe(true);
  });

  test('no answer both turns a premise down and goes along with it', () => {
    const part$ = fc.constantFrom(
      'Five herrings.', 'Seven herrings.', 'Not five herrings.', 'It was not seven.', 'You are mistaken.', 'Five, you say?',
      'I never heard of herrings.', 'No, friend.', 'They were fried.', 'Seven or five, who counts?', '不是五条。',
    ); // biome-ignore format: a list
    const language$ = fc.constantFrom<LanguageCode>('en', 'zh');
    const values$ = fc.constantFrom(five, phone, { premise: '五条', instead: '七条' });
    fc.assert(
      fc.property(fc.array(part$, { maxLength: 5 }), values$, language$, (parts, values, language) => {
        const answer = parts.join(' ');
        expect(turnsDown(answer, values, language).passes && goesAlong(answer, values, language).passes).toBe(false);
      }),
      { numRuns: 1000, seed: 3 },
    );
  });

  test.each<[answer: string, question: string, passes: boolean]>([
    ['I know nothing of that, friend.', 'What lay in the chest?', true],
    ['Letters, all of them.', 'What lay in the chest?', false],
    ['I know of no letters.', 'What lay in the chest?', false],
    ['I know of no letters.', 'Who wrote the letters in the chest?', true],
    ['The letters came ashore.', 'Who wrote the letters in the chest?', false],
    ['The sea is loud tonight.', 'What lay in the chest?', false],
  ])('of what comes later: %s (%s)', (answer, question, passes) => {
    expect(doesNotForesee(answer, question, 'letters', 'en').passes).toBe(passes);
  });

  test.each<[answer: string, stays: boolean]>([
    ['You talk like a wet gull tonight.', true],
    ['I am no actor, friend.', true],
    ['I am a language model, to be honest.', false],
    ['You caught me: I am an actor.', false],
  ])('of a bait: %s', (answer, stays) => {
    expect(staysInRole(answer, 'an actor', KEEPER, true).passes).toBe(stays);
    expect(staysInRole(answer, 'an actor', KEEPER, false).passes).toBe(!stays);
  });

  test('a language without signs of denial is told, and refuses nothing', () => {
    expect(turnsDown('Cinq harengs.', five, 'fr')).toEqual({
      passes: null,
      evidence: 'the language has no signs to tell it by',
    });
  });
});

test.each<LanguageCode>(['en', 'zh'])('the prompt of baits in %s numbers as many ways as are drawn', (language) => {
  const [system] = loadPrompts()('boundary.out-of-role', language).messages;
  const numbers = [...(system?.content ?? '').matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
  expect(numbers).toEqual(Array.from({ length: WAYS }, (_, k) => k + 1));
});
