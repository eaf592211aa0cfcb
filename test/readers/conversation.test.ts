import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { surenessOf, type Turn } from '../../src/readers/conversation.js';

/** A conversation in which nobody speaks twice in a row and who spoke before the last speaks again nine times of ten. */
const turn = (persons: string[], odds = persons.map(() => 1)): Turn => ({
  persons,
  odds,
  follows: (before, last, next) => (next === last ? 0.01 : next === before ? 0.9 : 0.1),
});
const sure = (turns: Turn[]) =>
  surenessOf(turns).map((values, at) => turns[at]!.persons[values.indexOf(Math.max(...values))]);

describe('who speaks in a conversation, by the turns beside', () => {
  const any = ['Ann', 'Bob', 'Cat'];

  test('two who are known go on by turns, forwards and backwards', () => {
    expect(sure([turn(['Ann']), turn(['Bob']), turn(any), turn(any)])).toEqual(['Ann', 'Bob', 'Ann', 'Bob']);
    expect(sure([turn(any), turn(any), turn(['Ann']), turn(['Bob'])])).toEqual(['Ann', 'Bob', 'Ann', 'Bob']);
  });

  test('what a turn tells of itself counts with what the others tell', () => {
    expect(sure([turn(['Ann']), turn(['Bob']), turn(any, [0.001, 1, 1])])).toEqual(['Ann', 'Bob', 'Cat']);
  });

  test('where the turns beside contradict each other, it is less sure', () => {
    const agreeing = surenessOf([turn(['Ann']), turn(['Bob']), turn(any), turn(['Bob'])])[2]![0]!;
    const contrary = surenessOf([turn(['Ann']), turn(['Bob']), turn(any), turn(['Ann'])])[2]![0]!;
    expect(agreeing).toBeGreaterThan(0.85);
    expect(contrary).toBeLessThan(0.5);
  });

  test('it is as sure as one of all persons together', () => {
    const odds = fc.array(fc.float({ min: Math.fround(0.001), max: 100, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(odds, { minLength: 1, maxLength: 30 }), (all) => {
        for (const values of surenessOf(all.map((own) => turn(any, own)))) {
          expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
        }
      }),
    );
  });

  test('turns that nobody may speak break nothing', () => {
    const none = surenessOf([turn(['Ann']), turn(any, [0, 0, 0]), turn(['Bob'])]);
    expect(none.flat().every(Number.isFinite)).toBe(true);
  });
});
