import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readScript, type ScriptLine } from '../../src/readers/index.js';

/**
 * Real files against numbers that were counted apart from the parser: with grep and awk where a speech is marked by its
 * layout, by reading where it is not.
 */
const corpus = new URL('../../../shared/corpus/', import.meta.url);
const isThere = existsSync(corpus);
if (!isThere) console.warn(`skipped: ${corpus.pathname} is not there`);

const source = (name: string) => readFileSync(new URL(name, corpus));
const read = (name: string, options: object = {}): ScriptLine[] =>
  readScript(source(name), { file: name, ...options }).lines;
const speechesOf = (lines: readonly ScriptLine[], ...names: string[]) =>
  lines.filter(({ speaker }) => speaker !== null && names.includes(speaker));

describe.skipIf(!isThere)('speeches that their layout marks are counted within 1 %', () => {
  test.each([
    // grep -c '<SPEAKER>BRUTUS</SPEAKER>' (CASSIUS, ANTONY)
    ['scripts/en-xml/j_caesar.xml', { Brutus: 194, Cassius: 140, Antony: 51 }],
    // grep -c '<SPEAKER>MACBETH</SPEAKER>' (LADY MACBETH, MACDUFF)
    ['scripts/en-xml/macbeth.xml', { Macbeth: 146, 'Lady Macbeth': 59, Macduff: 59 }],
    // awk -F, 'NR>1 && $3!="[stage direction]"{k=$1","$2","$3; if(k!=p) n[$3]++; p=k} END{for(x in n) print n[x], x}'
    ['dialogues/julius_caesar.csv', { Brutus: 194, Cassius: 139, Antony: 51 }],
    ['dialogues/hamlet.csv', { Hamlet: 359, Horatio: 110, 'King Claudius': 102 }],
    ['dialogues/macbeth.csv', { Macbeth: 145, 'Lady Macbeth': 59, Macduff: 59 }],
  ])('%s', (name, counts) => {
    const lines = read(name);
    for (const [speaker, count] of Object.entries(counts)) {
      expect(Math.abs(speechesOf(lines, speaker).length - count), speaker).toBeLessThanOrEqual(count * 0.01);
    }
  });

  test('the XML and the table of one play agree on every speaker’s words', () => {
    const words = (lines: readonly ScriptLine[]) => {
      const counts = new Map<string, number>();
      for (const { speaker, content } of lines)
        if (speaker)
          counts.set(speaker.toLowerCase(), (counts.get(speaker.toLowerCase()) ?? 0) + content.split(' ').length);
      return counts;
    };
    const [xml, table] = [words(read('scripts/en-xml/j_caesar.xml')), words(read('dialogues/julius_caesar.csv'))];
    for (const name of ['brutus', 'cassius', 'antony', 'portia', 'casca']) {
      expect(Math.abs(xml.get(name)! - table.get(name)!) / xml.get(name)!, name).toBeLessThan(0.01);
    }
  });
});

describe.skipIf(!isThere)('Chinese novels', () => {
  test.each([
    // perl -CSDA -0ne 'use utf8; $c++ while /(?<![^。！？”\s])三藏道：“/g; print $c': at the head of a sentence, not `对三藏道`
    ['scripts/zh/xiyouji-ch01-20.txt', '三藏道：“', '三藏', 86],
    ['scripts/zh/xiyouji-ch01-20.txt', '行者道：“', '行者', 127],
    ['scripts/zh/xiyouji-ch01-20.txt', '八戒道：“', '八戒', 16],
    ['scripts/zh/sanguo-ch01-21.txt', '玄德曰：“', '玄德', 82],
    ['scripts/zh/sanguo-ch01-21.txt', '张飞曰：“', '张飞', 10],
    ['scripts/zh/sanguo-ch01-21.txt', '貂蝉曰：“', '貂蝉', 6],
  ])('%s: what stands after %s is a speech of %s', (name, lead, speaker, count) => {
    const rows = source(name).toString().split(/\r?\n/);
    const places = rows.flatMap((row, index) =>
      [...row.matchAll(new RegExp(`(?<![^。！？”\\s])${lead}([^“”]{0,6})`, 'gu'))].map((place) => ({
        line: index + 1,
        words: place[1]!.trim(),
      })),
    );
    expect(places).toHaveLength(count);
    const speeches = speechesOf(read(name), speaker);
    const missed = places.filter(
      ({ line, words }) => !speeches.some((speech) => speech.line === line && speech.content.includes(words)),
    );
    expect(missed.length, JSON.stringify(missed)).toBeLessThanOrEqual(count * 0.01);
  });

  // Counted by reading chapter 1 of the Three Kingdoms: what is said by 其人 and 一人, who are not named yet, is nobody's.
  test('the first chapter of the Three Kingdoms has the speeches that a reader counts', () => {
    const chapter = read('scripts/zh/sanguo-ch01-21.txt').filter(({ act }) => act === 0);
    expect(speechesOf(chapter, '玄德')).toHaveLength(9);
    expect(speechesOf(chapter, '飞', '张飞')).toHaveLength(3);
    expect(speechesOf(chapter, '关公')).toHaveLength(1);
  });

  test('no verb, pronoun or quoted text is taken for a speaker', () => {
    for (const name of ['scripts/zh/xiyouji-ch01-20.txt', 'scripts/zh/sanguo-ch01-21.txt']) {
      for (const { speaker } of read(name))
        expect(speaker ?? '').not.toMatch(/^(?:[他我你其吾汝].*|.*[道曰]|诗|又|笑|叫|大怒|心中|问)$/);
    }
  });
});

describe.skipIf(!isThere)('English novels', () => {
  // By reading A Scandal in Bohemia, lines 187 to 231: Holmes and the King speak by turns, Holmes first.
  test('an exchange of two in A Scandal in Bohemia is read as a reader does', () => {
    const lines = read('novels/en/a-scandal-in-bohemia.md.txt', { narrator: 'Watson' });
    const exchange = lines.filter(({ line, speaker }) => line >= 187 && line <= 231 && speaker !== null);
    expect(exchange.map(({ speaker }) => speaker)).toEqual(
      Array.from({ length: 23 }, (_, turn) => (turn % 2 === 0 ? 'Holmes' : 'the King')),
    );
    expect(new Set(lines.map(({ speaker }) => speaker))).toEqual(new Set([null, 'Holmes', 'the King', 'Watson']));
  });

  test.each([
    // perl -0ne '$c++ while /\b(?:said|asked|cried|remarked|answered) (?:Sherlock )?Holmes\b/g; print $c', and the like
    // Some of them stand in one speech or tell of thoughts, so at least 95 % as many speeches must be found.
    [
      'novels/en/a-study-in-scarlet.md.txt',
      /\b(?:said|asked|cried|remarked|answered) (?:Sherlock )?Holmes\b/g,
      'Holmes',
      28,
    ],
    [
      'novels/en/wisdom-of-father-brown.txt',
      /\b(?:said|asked|cried|remarked|answered)\s+(?:Father\s+)?Brown\b/g,
      'Father Brown',
      100,
    ],
    ['novels/en/wisdom-of-father-brown.txt', /\b(?:said|asked|cried|remarked|answered)\s+Flambeau\b/g, 'Flambeau', 37],
  ])('%s: as many speeches as %s names are found', (name, pattern, speaker, count) => {
    const places = [...source(name).toString().matchAll(pattern)];
    expect(places).toHaveLength(count);
    const speeches = speechesOf(read(name), speaker).length;
    expect(speeches).toBeGreaterThanOrEqual(count * 0.95);
  });
});
