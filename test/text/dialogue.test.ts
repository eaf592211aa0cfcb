import { describe, expect, test } from 'vitest';
import type { Turn } from '../../src/records.js';
import { isDialogue, readDialogue } from '../../src/text/dialogue.js';

const user = (text: string, speaker: string | null = null): Turn => ({ by: 'user', speaker, text, trained: false });
const role = (text: string): Turn => ({ by: 'role', speaker: null, text, trained: true });
const speechesOf = (...others: Turn[]) => {
  const { turns, partners } = readDialogue({ role: 'Hamlet', turns: [...others, role('So.')] });
  const said = turns.slice(0, -1).map(({ speeches }) => speeches.map(({ speaker, text }) => `${speaker}| ${text}`));
  return { said, partners };
};

describe('a turn of others', () => {
  test('is what its speaker says where one is named', () => {
    expect(speechesOf(user('Mark this: it walks.', 'Horatio'))).toEqual({
      said: [['Horatio| Mark this: it walks.']],
      partners: ['Horatio'],
    });
    expect(speechesOf(user('Horatio: It walks.', 'Horatio')).said).toEqual([['Horatio| It walks.']]);
  });

  test('is cut where another speaks, and a line without a name goes on with what is said', () => {
    const text = 'Marcellus: Peace, break thee off;\nlook where it comes again!\nLady of the Lake: In the same figure.';
    expect(speechesOf(user(text))).toEqual({
      said: [
        ['Marcellus| Peace, break thee off;\nlook where it comes again!', 'Lady of the Lake| In the same figure.'],
      ],
      partners: ['Marcellus', 'Lady of the Lake'],
    });
    expect(speechesOf(user('李四：灯亮了吗？\n王五：没有。')).partners).toEqual(['李四', '王五']);
  });

  test('may begin with a direction, which nobody says', () => {
    expect(speechesOf(user('(He wipes the glass.)\nNora: And the oil?\nOtto: None.'))).toEqual({
      said: [['null| (He wipes the glass.)', 'Nora| And the oil?', 'Otto| None.']],
      partners: ['Nora', 'Otto'],
    });
    expect(speechesOf(user('(He laughs.)\nNora: Well?', 'Nora')).said).toEqual([['null| (He laughs.)', 'Nora| Well?']]);
  });

  test('a colon within a speech is no speaker', () => {
    const text = 'Marcellus: I say to you\nthis much and no more: it walks.\nthe ghost of him: gone.';
    expect(speechesOf(user(text)).said).toEqual([
      ['Marcellus| I say to you\nthis much and no more: it walks.\nthe ghost of him: gone.'],
    ]);
    expect(speechesOf(user('What is it, my lord: a ghost?'))).toEqual({
      said: [['null| What is it, my lord: a ghost?']],
      partners: [],
    });
  });

  test('a short name in small letters speaks where a speech has ended and another begins', () => {
    const text = 'Gregson: I have said all I have to say.\nthe detective: What do you think of that?\nGregson: Well';
    expect(speechesOf(user(text)).partners).toEqual(['Gregson', 'the detective']);
  });

  test('names in small letters are known from the turns that begin with them', () => {
    expect(speechesOf(user('anna: hi\nbob: hi'), user('bob: yes')).partners).toEqual(['anna', 'bob']);
  });
});

test('a question and its answer are no dialogue; more turns, a scene or lines of a script make one', () => {
  const pair = [user('Who?'), role('I.')];
  expect(isDialogue({ system: null, turns: pair })).toBe(false);
  expect(isDialogue({ system: null, turns: [...pair, ...pair] })).toBe(true);
  expect(isDialogue({ system: 'A platform.', turns: pair })).toBe(true);
  expect(isDialogue({ system: null, turns: [user('Who?', 'Horatio'), role('I.')] })).toBe(true);
  expect(isDialogue({ system: null, turns: [{ ...user('Who?'), lines: [1, 2] }, role('I.')] })).toBe(true);
});
