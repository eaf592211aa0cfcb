import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { countSpeakers, isSameSpeaker, nearestSpeakers, readScript, scriptFormats } from '../../src/readers/index.js';

const bytes = (text: string) => Buffer.from(text);
const corpus = new URL('../../../shared/corpus/', import.meta.url);

const layouts: [file: string, format: string][] = [
  ['scripts/en/julius-caesar.folio.txt', 'play'],
  ['scripts/en/hamlet.folio.txt', 'play'],
  ['scripts/en/importance-of-being-earnest.pg844.txt', 'play'],
  ['scripts/en/romeo-and-juliet.pg1513.txt', 'play'],
  ['scripts/en/coriolanus.tinyshakespeare.txt', 'play'],
  ['scripts/en/an-enemy-of-the-people.md.txt', 'play'],
  ['scripts/en/man-and-superman.md.txt', 'play'],
  ['scripts/en/a-dolls-house.md.txt', 'markdown-play'],
  ['scripts/en/pygmalion.md.txt', 'markdown-play'],
  ['scripts/en/the-cherry-orchard.md.txt', 'markdown-play'],
  ['scripts/en/tartuffe.md.txt', 'markdown-play'],
  ['scripts/en-xml/macbeth.xml', 'bosak'],
  ['scripts/en-xml/j_caesar.xml', 'bosak'],
  ['scripts/en-screenplay/cyber-bob-ep1.fountain', 'fountain'],
  ['scripts/en-screenplay/cyber-bob-ep4-lincoln.fountain', 'fountain'],
  ['scripts/en-screenplay/afterwriting-client.fountain', 'fountain'],
  ['scripts/en-screenplay/simple.fountain', 'fountain'],
  ['novels/en/a-study-in-scarlet.md.txt', 'prose'],
  ['novels/en/a-scandal-in-bohemia.md.txt', 'prose'],
  ['novels/en/wisdom-of-father-brown.txt', 'prose'],
  ['scripts/zh/xiyouji-ch01-20.txt', 'chinese-prose'],
  ['scripts/zh/sanguo-ch01-21.txt', 'chinese-prose'],
  ['dialogues/julius_caesar.csv', 'csv'],
  ['dialogues/hamlet.csv', 'csv'],
  ['dialogues/macbeth.csv', 'csv'],
];

describe('the layout of every real script is recognised by its text alone', () => {
  test.each(layouts)('%s', (name, format) => {
    const file = new URL(name, corpus);
    if (!existsSync(file)) return console.warn(`skipped: ${file.pathname} is not there`);
    // Seven lines of dialogue are too few to tell a screenplay without its ending.
    const read = readScript(readFileSync(file), { file: name.endsWith('simple.fountain') ? name : 'script' });
    expect(read.format).toBe(format);
    expect(read.lines.length).toBeGreaterThan(10);
    const last = read.lines.reduce((act, line) => {
      expect(line.act).toBeGreaterThanOrEqual(act);
      expect(line.content).toBe(line.content.trim());
      return line.act;
    }, 0);
    expect(last).toBeGreaterThanOrEqual(0);
  });
});

test('a format that is named is used, and an unknown name lists the formats', () => {
  const text = 'speaker,text\nAnna,Hi\n';
  expect(readScript(bytes(text), { file: 'a.txt', format: 'csv' }).lines).toHaveLength(1);
  expect(() => readScript(bytes(text), { file: 'a.txt', format: 'pdf' })).toThrow(UserError);
  try {
    readScript(bytes(text), { file: 'a.txt', format: 'pdf' });
  } catch (thrown) {
    for (const { name } of scriptFormats) expect((thrown as UserError).advice).toContain(name);
  }
});

test('a script that is empty, or in which nobody speaks, or that is not text, is an error with file and advice', () => {
  for (const content of [
    bytes(''),
    bytes(' \n\t\n'),
    bytes('\ufeff'),
    bytes('It rained all day.\n'),
    Buffer.from([0xff, 0xfb, 0x90]),
  ]) {
    try {
      readScript(content, { file: 'a.txt' });
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(UserError);
      expect((thrown as UserError).file).toBe('a.txt');
      expect((thrown as UserError).advice).toBeTruthy();
    }
  }
});

test('any text in any format is lines that hold something, or a UserError', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(undefined, ...scriptFormats.map(({ name }) => name)),
      (text, format) => {
        try {
          const { lines } = readScript(bytes(text), { file: 'a', ...(format === undefined ? {} : { format }) });
          for (const { content, line } of lines) {
            expect(content.trim()).not.toBe('');
            expect(line).toBeGreaterThan(0);
          }
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(UserError);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('speakers are counted with lines, words and where they begin; most lines first, equals by name', () => {
  const line = (speaker: string | null, content: string, at: number) => ({ speaker, content, act: 0, line: at });
  const lines = [
    line('Bo', 'One two.', 3),
    line(null, 'Enter Cy.', 4),
    line('Cy', '来了', 5),
    line('Ann', 'Hm.', 6),
    line('Bo', 'Three.', 9),
  ];
  expect(countSpeakers(lines)).toEqual([
    { speaker: 'Bo', lines: 2, words: 3, firstLine: 3 },
    { speaker: 'Ann', lines: 1, words: 1, firstLine: 6 },
    { speaker: 'Cy', lines: 1, words: 2, firstLine: 5 },
  ]);
});

test.each([
  ['HAMLET', 'Hamlet', true],
  ['Mrs.  Linde', 'mrs linde', true],
  ['Dr. Stockmann', 'Stockmann', true],
  ['King Claudius', 'Claudius', true],
  ['O’Brien', "O'Brien", true],
  ['Lady Macbeth', 'Macbeth', false],
  ['Mrs. Bennet', 'Mr. Bennet', false],
  ['行者', '孙行者', false],
])('%s and %s are the same speaker: %s', (speaker, name, same) => {
  expect(isSameSpeaker(speaker, name)).toBe(same);
});

test('the speakers nearest to a name that never speaks come first', () => {
  const speakers = ['ALGERNON', 'JACK', 'LADY BRACKNELL', 'GWENDOLEN', 'CECILY', 'LANE'];
  expect(nearestSpeakers('Algenon', speakers)[0]).toBe('ALGERNON');
  expect(nearestSpeakers('Augusta Bracknell', speakers)[0]).toBe('LADY BRACKNELL');
  expect(nearestSpeakers('孙行者', ['三藏', '行者'])).toEqual(['行者']);
  expect(nearestSpeakers('Xerxes the Great', speakers)).toEqual([]);
  expect(nearestSpeakers('A', speakers, 1).length).toBeLessThanOrEqual(1);
});
