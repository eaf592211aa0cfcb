import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answersValue, saysValue, tellingWords } from '../../src/knowledge/says-value.js';

describe('an answer says a value', () => {
  test.each<[answer: string, value: string]>([
    ['Gertrude', 'Gertrude'],
    ['gertrude.', 'Gertrude'],
    ['His mother is Gertrude, Queen of Denmark.', 'Queen Gertrude'],
    ['Gertrude', 'Queen Gertrude'],
    ['That was Watson.', 'Dr. John Watson'],
    ['Watson’s', 'John Watson'],
    ['7 herrings', 'seven herrings'],
    ['on the iron chest', 'an iron chest'],
    ['with patience and warm pitch', 'warm pitch'],
  ])('English: %s for %s', (answer, value) => {
    expect(answersValue(answer, value, 'en')).toBe(true);
  });
  test.each<[answer: string, value: string]>([
    ['Claudius', 'Gertrude'],
    ['Gertrudes', 'Gertrude'],
    ['Nora Reef', 'Tom Reef'],
    ['Prince of Wales', 'Prince of Denmark'],
    ['the captain', 'Captain Holt'],
    ['herrings', 'seven herrings'],
    ['6 herrings', 'seven herrings'],
    ['', 'Gertrude'],
    ['to be', 'to be'],
    [`Gertrude, ${'or somebody else '.repeat(10)}`, 'Gertrude'],
  ])('English: not %s for %s', (answer, value) => {
    expect(answersValue(answer, value, 'en')).toBe(false);
  });
  test.each<[answer: string, value: string]>([
    ['孙悟空', '孙悟空'],
    ['是孙悟空。', '孙悟空'],
    ['悟空', '孙悟空'],
    ['他师父是唐僧', '唐僧'],
    ['水帘洞', '花果山水帘洞'],
  ])('Chinese: %s for %s', (answer, value) => {
    expect(answersValue(answer, value, 'zh')).toBe(true);
  });
  test.each<[answer: string, value: string]>([
    ['空', '孙悟空'],
    ['悟能', '孙悟空'],
    ['长安', '去长安取经'],
    ['僧唐', '唐僧'],
  ])('Chinese: not %s for %s', (answer, value) => {
    expect(answersValue(answer, value, 'zh')).toBe(false);
  });
});

const english = fc.array(fc.constantFrom('lamp', 'reef', 'Gertrude', 'seven', 'oar', 'Holt', 'the', 'of'), {
  minLength: 1,
  maxLength: 5,
});
const others = fc.array(fc.constantFrom('gull', 'storm', 'Nora', 'and', 'in', 'twelve'), { maxLength: 6 });
const han = fc.array(fc.constantFrom(...'孙悟空唐僧花果山水帘洞'), { minLength: 1, maxLength: 8 });
const otherHan = fc.array(fc.constantFrom(...'天地玄黄宇宙洪荒'), { maxLength: 6 });
const isTold = (value: string, language: 'en' | 'zh') => tellingWords(value, language).length > 0;

describe('whatever the value is', () => {
  test('it is said by itself, in any case, among other words, and in any order', () => {
    fc.assert(
      fc.property(english, others, others, (words, before, after) => {
        const value = words.join(' ');
        fc.pre(isTold(value, 'en'));
        for (const said of [value, value.toUpperCase(), words.toReversed().join(' ')]) {
          expect(answersValue([...before, said, ...after].join(' '), value, 'en')).toBe(true);
        }
      }),
    );
    fc.assert(
      fc.property(han, otherHan, otherHan, (value, before, after) => {
        expect(answersValue([...before, ...value, ...after].join(''), value.join(''), 'zh')).toBe(true);
      }),
    );
  });

  test('no text says it that has none of its words', () => {
    fc.assert(
      fc.property(english, others, (words, said) => {
        expect(saysValue(said.join(' '), words.join(' '), 'en')).toBe(false);
      }),
    );
    fc.assert(
      fc.property(han, otherHan, (value, said) => {
        expect(saysValue(said.join(''), value.join(''), 'zh')).toBe(false);
      }),
    );
  });

  test('a part of a name says it, and not beside the name of somebody else', () => {
    const name = fc.constantFrom('Gertrude', 'Holt', 'Watson', 'Mira');
    fc.assert(
      fc.property(name, name, (first, last) => {
        fc.pre(first !== last);
        const value = `${first} ${last}`;
        for (const part of [first, last]) expect(saysValue(`It was ${part}.`, value, 'en')).toBe(true);
        expect(saysValue(`Nora ${last}`, value, 'en')).toBe(false);
      }),
    );
  });
});
