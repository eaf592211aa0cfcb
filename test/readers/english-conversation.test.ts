import { describe, expect, test } from 'vitest';
import { prose } from '../../src/readers/prose.js';

const read = (text: string, options: object = {}) => prose.read(text, { file: 'novel.txt', ...options });
const spoken = (text: string, options: object = {}) =>
  read(text, options).flatMap(({ speaker, content }) => (speaker === null ? [] : [`${speaker}: ${content}`]));

/** A story in which Martha (she), Peter and Harold (he) speak by name. */
const KNOWN = [
  '"One," said Martha, folding her hands. She was tired.',
  '"Two," said Peter, shaking his head. He was tired too.',
  '"Three," said Harold, rubbing his eyes. He had come late.',
  'Harold left, and the rain went on.',
  'Nobody spoke.',
  'It was a long evening, and the lamp burned low.',
  'Then it was morning.',
].join('\n\n');
const next = (text: string) => spoken(`${KNOWN}\n\n${text}`).slice(3);

describe('speech that names nobody, in English novels', () => {
  test('goes by turns between two who speak by name before and after', () => {
    const turns = [
      '"Four," said Martha.',
      '"Five," said Peter.',
      '"Six."',
      '"Seven."',
      '"Eight," said Martha.',
      '"Nine," said Peter.',
    ];
    expect(next(turns.join('\n\n')).map((line) => line.split(':')[0])).toEqual([
      'Martha',
      'Peter',
      'Martha',
      'Peter',
      'Martha',
      'Peter',
    ]);
  });

  test('belongs to the narrator who speaks with one other', () => {
    const turns = ['"Four," I said.', '"Five," said Peter.', '"Six."', '"Seven."', '"Eight," I said.'];
    expect(spoken(turns.join('\n\n'), { narrator: 'Clara' }).map((line) => line.split(':')[0])).toEqual([
      'Clara',
      'Peter',
      'Clara',
      'Peter',
      'Clara',
    ]);
  });

  test('belongs to whom the words around it tell of: he, she, and who acts in its paragraph', () => {
    const two = '"Four," said Martha.\n\n"Five," said Peter.\n\n';
    expect(next(`${two}She put down the cup. "Six," she said.\n\n"Seven," said Peter.`)[2]).toBe('Martha: Six.');
    expect(next(`${two}Martha put down the cup. "Six," she said.\n\n"Seven," said Peter.`)[2]).toBe('Martha: Six.');
  });

  test('stays open where a third comes in', () => {
    expect(next('"Four," said Martha.\n\n"Five," said Peter.\n\nA man came in.\n\n"Six."')).toHaveLength(2);
  });
});

describe('two who speak in one paragraph', () => {
  test('who acts in a sentence of his own before a quote is not who was named before', () => {
    expect(next('"Four," said Martha. Peter shook his head. "Five."')).toEqual(['Martha: Four.', 'Peter: Five.']);
    expect(next('"Four," I said. He nodded. "Five."')).toEqual(['I: Four.']);
  });

  test('he who asks is not she who answers in the same sentence', () => {
    expect(next('"Four?" he asked; and Martha said: "Five."').filter((line) => line.includes('Five'))).toEqual([
      'Martha: Five.',
    ]);
    expect(next('"Four?" he asked; and Martha said: "Five."').some((line) => line.includes('Four'))).toBe(false);
  });
});

describe('names of one person, and of two', () => {
  const speakers = (...names: string[]) =>
    spoken(names.map((name) => `"So," said ${name}.`).join('\n\nIt rained.\n\n')).map((line) => line.split(':')[0]);

  test('a given name is the full name that begins with it, unless two do', () => {
    expect(speakers('Clara Finch', 'Clara', 'Clara')).toEqual(['Clara', 'Clara', 'Clara']);
    expect(speakers('Clara Finch', 'Clara Hood', 'Clara')).toEqual(['Clara Finch', 'Clara Hood', 'Clara']);
  });

  test('a text that often says Mr. John Finch and Mr. Finch has two of them', () => {
    const [john, finch] = ['Mr. John Finch', 'Mr. Finch'];
    expect(speakers(john, finch, john, finch, john, finch)).toEqual([john, finch, john, finch, john, finch]);
    expect(speakers(john, finch, finch)).toEqual([finch, finch, finch]);
  });

  test('the weary Martha is Martha', () => {
    expect(speakers('Martha', 'the weary Martha')).toEqual(['Martha', 'Martha']);
  });

  test.each([
    ['"So," said the boy falling back.', 'the boy'],
    ['"So," said the girl aloud.', 'the girl'],
    ['"So," said the dying woman.', 'the dying woman'],
    ['"So," said the clerk without hesitation.', 'the clerk'],
    ['"So," said the captain good-naturedly.', 'the captain'],
    ['In the long street Martha said: "So."', 'Martha'],
    ['Very soon Martha said, "So."', 'Martha'],
    ['"So," Martha at length repeated.', 'Martha'],
  ])('what somebody does is no part of the name: %s', (text, speaker) => {
    expect(spoken(`"One," said Martha.\n\nIt rained.\n\n${text}`).at(-1)).toBe(`${speaker}: So.`);
  });
});
