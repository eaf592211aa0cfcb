import { expect, test } from 'vitest';
import type { DialogueLine } from '../../src/records.js';
import { withoutName } from '../../src/stages/profile-build/ask-profile.js';
import { findEvidence, judgeCatchphrases } from '../../src/stages/profile-build/catchphrases.js';

const own: DialogueLine[] = ['My heart is not an art.', 'Mark my words: it’s late!', '俺老孙来也！'].map(
  (content, k) => ({
    script: 'a.txt',
    role: 'Keeper',
    content,
    act_id: 0,
    diag_id: k * 2,
    line: k + 10,
  }),
);
const places = (text: string) => findEvidence(text, own).map(({ diag_id, line }) => [diag_id, line]);

test('evidence is where the words stand, not inside longer words', () => {
  expect(places('art')).toEqual([[0, 10]]);
  expect(places('hear')).toEqual([]);
  expect(places('老孙来')).toEqual([[4, 12]]);
});

test('a word does not stand inside its negation, but it does between single quotes', () => {
  const said = (content: string) => own.slice(0, 1).map((line) => ({ ...line, content }));
  expect(findEvidence('I can', said('I can’t swim.'))).toEqual([]);
  expect(findEvidence('clock', said("It is nine o'clock."))).toEqual([]);
  expect(findEvidence('I can', said("'I can' is what he says, never 'I can't'."))).toHaveLength(1);
});

test('case, the kind of quotes, white space and punctuation at the ends do not matter', () => {
  expect(places(" mark  MY words: it's late. ")).toEqual([[2, 11]]);
  expect(places('“Mark my words”')).toEqual([[2, 11]]);
  expect(places('...')).toEqual([]);
});

test('what is in the script has its evidence, what is said to be there and is not is refused, what is invented is marked', () => {
  const { accepted, refused } = judgeCatchphrases(
    [
      { text: 'Mark my words', invented: false },
      { text: 'mark my words!', invented: false },
      { text: 'My heart', invented: true },
      { text: 'By the great whale', invented: true },
      { text: 'Elementary', invented: false },
    ],
    own,
  );
  expect(accepted.map(({ text, origin, evidence }) => [text, origin, evidence.length])).toEqual([
    ['Mark my words', 'script', 1],
    ['My heart', 'script', 1],
    ['By the great whale', 'invented', 0],
  ]);
  expect(refused).toEqual(['Elementary']);
});

test('other people who share the name keep theirs; a title goes with the name', () => {
  const described =
    'Mr. Higgins lives with Mrs. Higgins. When Higgins speaks, Mycroft Higgins laughs. "Poor Higgins," they say.';
  expect(withoutName(described, ['Higgins'], 'en')).toBe(
    'The character lives with Mrs. Higgins. When the character speaks, Mycroft Higgins laughs. "Poor Higgins," they say.',
  );
});

test('a description that names the role all the same gets the words of the prompt in its place', () => {
  expect(
    withoutName('Keeper is old. They call Old Keeper names, but keepers laugh.', ['Keeper', 'Old Keeper'], 'en'),
  ).toBe('The character is old. They call the character names, but keepers laugh.');
  expect(withoutName('悟空好胜，众人都怕孙悟空。', ['孙悟空', '悟空'], 'zh')).toBe('该角色好胜，众人都怕该角色。');
});
