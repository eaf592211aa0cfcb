import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UNLIMITED } from '../../src/llm/room/index.js';
import { factsWithRoom, spreadFacts } from '../../src/prompts/known-facts.js';
import type { Fact } from '../../src/records.js';
import { drawAskable, findAskable } from '../../src/stages/audit/choose.js';

const HAMLET = { role: 'Hamlet', script_name: 'The Tragedy of Hamlet, Prince of Denmark', language: 'en' } as const;
const fact = (property: string, value: string, more: Partial<Fact> = {}): Fact => ({
  property,
  value,
  kind: 'relation',
  source: 'script',
  ...more,
});
const propertiesOf = (facts: readonly Fact[]) => findAskable(facts, HAMLET).map(({ property }) => property);

describe('what may be asked of a role', () => {
  test('stands in the script and is short, and the question does not give it away', () => {
    expect(
      propertiesOf([
        fact('mother', 'Gertrude'),
        fact('friend', 'Horatio', { source: 'file' }),
        fact('rival', 'Laertes', { source: 'card' }),
        fact('name', 'Hamlet'),
        fact('father', 'King Hamlet'),
        fact('rank', 'Prince of Denmark'),
        fact('letter to Ophelia', 'Ophelia'),
        fact('says', 'To be or not to be, that is the question'),
        fact('thinks', 'to be'),
      ]),
    ).toEqual(['mother']);
  });

  test('values of one property are right together', () => {
    const facts = [
      fact('killed', 'Polonius', { kind: 'deed' }),
      fact('mother', 'Gertrude'),
      fact('Killed', 'Claudius'),
    ];
    expect(findAskable(facts, HAMLET)).toEqual([
      { property: 'killed', kind: 'deed', values: ['Polonius', 'Claudius'] },
      { property: 'mother', kind: 'relation', values: ['Gertrude'] },
    ]);
  });

  test('is drawn by the seed, preferred kinds first, whatever the order of the facts is', () => {
    const kinds = ['relation', 'place', 'deed', 'possession', 'date', 'order', 'other'] as const;
    const facts = kinds.flatMap((kind) => [1, 2].map((k) => fact(`${kind} ${k}`, `Yorick ${kind}`, { kind })));
    const draw = (count: number, seed: number, from = facts) =>
      drawAskable(findAskable(from, HAMLET), count, HAMLET, seed).map(({ property }) => property);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 14 }), fc.nat(), (count, seed) => {
        const drawn = draw(count, seed);
        expect(drawn).toEqual(draw(count, seed, facts.toReversed()));
        expect(drawn).toHaveLength(count);
        const later = drawn.findIndex((property) => /^(?:date|order|other)/.test(property));
        expect(later === -1 || later === 8).toBe(true);
      }),
    );
    expect(new Set([1, 2, 3, 4, 5].map((seed) => draw(3, seed).join())).size).toBeGreaterThan(1);
  });
});

test('facts that are shown are as many as are wanted, in their order, from all parts', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.nat({ max: 60 }), (all, wanted) => {
      const count = Math.min(all, wanted);
      const facts = Array.from({ length: all }, (_, k) => fact(`p${k}`, `v${k}`));
      const places = spreadFacts(facts, count).map((one) => facts.indexOf(one));
      expect(places).toHaveLength(count);
      expect(places).toEqual([...places].sort((one, other) => one - other));
      const widest = Math.max(0, ...places.map((place, k) => place - (places[k - 1] ?? -1)));
      expect(widest).toBeLessThanOrEqual(Math.ceil(all / Math.max(1, count)));
    }),
  );
});

test('facts give way until every prompt fits; where none fits without them either, none is shown', () => {
  const facts = Array.from({ length: 50 }, (_, k) => fact(`p${k}`, `v${k}`));
  const roomFor = (most: number) => ({
    ...UNLIMITED,
    window: 1,
    fits: ({ prompt }: { prompt: string }) => Number(prompt) <= most,
  });
  const shownIn = (most: number) =>
    factsWithRoom(facts, roomFor(most), (shown) => [{ prompt: String(shown.length) } as never]).length;
  expect([shownIn(60), shownIn(50), shownIn(-1)]).toEqual([50, 50, 0]);
  expect(shownIn(30)).toBeGreaterThan(20);
  expect(shownIn(30)).toBeLessThanOrEqual(30);
});
