import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fountain } from '../../src/readers/fountain.js';
import { markdownPlay } from '../../src/readers/markdown-play.js';
import { play } from '../../src/readers/play.js';
import type { ScriptFormat, ScriptLine } from '../../src/readers/script.js';
import { cpuTime } from '../harness/cpu-time.js';

/**
 * The numbers stand here as grep and awk count them in the files (after `tr -d '\r'`), apart from the parser. The command of
 * each row is written beside it; where the printer's slips make grep count a line that is no cue, it says so.
 */
const corpus = new URL('../../../shared/corpus/', import.meta.url);
const allFormats = [play, markdownPlay, fountain];

interface Counted {
  file: string;
  format: ScriptFormat;
  speeches: Record<string, number>;
  /** Number of act or scene changes: `grep -cE` of the heading lines, less one for those that follow each other at once. */
  acts: number;
}

const scripts: Counted[] = [
  {
    // grep -cE '^JACK\.$' (ALGERNON, LADY BRACKNELL)
    file: 'scripts/en/importance-of-being-earnest.pg844.txt',
    format: play,
    speeches: { Jack: 218, Algernon: 201, 'Lady Bracknell': 84 },
    acts: 2,
  },
  {
    // grep -cE '^ROMEO\.' (JULIET, FRIAR LAWRENCE): one cue of Romeo's is inline
    file: 'scripts/en/romeo-and-juliet.pg1513.txt',
    format: play,
    speeches: { Romeo: 163, Juliet: 118, 'Friar Lawrence': 55 },
    acts: 25,
  },
  {
    // awk -v n='MENENIUS:' '$0==n {getline s; if (s != "") c++} END {print c}': cues that no speech follows are not counted
    file: 'scripts/en/coriolanus.tinyshakespeare.txt',
    format: play,
    speeches: { Menenius: 161, Coriolanus: 148, 'First Citizen': 33 },
    acts: 0,
  },
  {
    // grep -cE '^ +Ha(m|mlet)?[. ]'; '^ +Hor(a|at)?[. ]'; '^ +Pol(on)?[. ]'; '^ +Oph(e|el)?[. ]'
    file: 'scripts/en/hamlet.folio.txt',
    format: play,
    speeches: { Hamlet: 340, Horatio: 105, Polonius: 86, Ophelia: 58 },
    acts: 4,
  },
  {
    // Another edition: grep -c '<SPEAKER>BRUTUS</SPEAKER>' scripts/en-xml/j_caesar.xml (ANTONY, PORTIA, MESSALA);
    // Cassius: grep -cE '^ +(Cassius|Cassi|Cass|Cas)[. ]' in the file itself
    file: 'scripts/en/julius-caesar.folio.txt',
    format: play,
    speeches: { Brutus: 194, Antony: 51, Portia: 16, Messala: 21, Cassius: 138 },
    acts: 4,
  },
  {
    // grep -cE '^Dr\. Stockmann( \(|[.,])' (Mrs. Stockmann, Hovstad: 220, of which one is a vocative); '^Aslaksen( \(|[., ])'
    file: 'scripts/en/an-enemy-of-the-people.md.txt',
    format: play,
    speeches: { 'Dr. Stockmann': 442, 'Mrs. Stockmann': 150, Hovstad: 219, Aslaksen: 125 },
    acts: 4,
  },
  {
    // grep -cE '^TANNER[. ]' (ANN, DON JUAN)
    file: 'scripts/en/man-and-superman.md.txt',
    format: play,
    speeches: { Tanner: 370, Ann: 201, 'Don Juan': 152 },
    acts: 3,
  },
  {
    // grep -cE '^(\*\*Nora|Nora \[)' (Krogstad); '^(\*\*)?(Doctor )?Rank\b' less one for `Doctor Rank`
    file: 'scripts/en/a-dolls-house.md.txt',
    format: markdownPlay,
    speeches: { Nora: 567, Krogstad: 127, Rank: 100 },
    acts: 2,
  },
  {
    // grep -cE '^\*\*HIGGINS\.?\*\*' (LIZA, PICKERING)
    file: 'scripts/en/pygmalion.md.txt',
    format: markdownPlay,
    speeches: { Higgins: 316, Liza: 160, Pickering: 121 },
    acts: 4,
  },
  {
    // grep -cE '^\*\*LUBOV\.?\*\*' (LOPAKHIN, FIERS)
    file: 'scripts/en/the-cherry-orchard.md.txt',
    format: markdownPlay,
    speeches: { Lubov: 109, Lopakhin: 102, Fiers: 26 },
    acts: 3,
  },
  {
    // grep -cE '^\*\*ORGON\*\*' (TARTUFFE); '^(\*\*)?D(ORINE|orine)(\*\*| \()'
    file: 'scripts/en/tartuffe.md.txt',
    format: markdownPlay,
    speeches: { Orgon: 156, Tartuffe: 65, Dorine: 116 },
    acts: 32,
  },
  {
    // grep -c '^BOB$' (DOG, MARGARET)
    file: 'scripts/en-screenplay/cyber-bob-ep1.fountain',
    format: fountain,
    speeches: { Bob: 16, Dog: 11, Margaret: 4 },
    acts: 2,
  },
  {
    // grep -c '^LINCOLN$' (BOB, MARGARET)
    file: 'scripts/en-screenplay/cyber-bob-ep4-lincoln.fountain',
    format: fountain,
    speeches: { Lincoln: 26, Bob: 24, Margaret: 15 },
    acts: 2,
  },
];

const novels = [
  'novels/en/a-study-in-scarlet.md.txt',
  'novels/en/a-scandal-in-bohemia.md.txt',
  'novels/en/wisdom-of-father-brown.txt',
  'scripts/zh/xiyouji-ch01-20.txt',
  'scripts/zh/sanguo-ch01-21.txt',
];

const hasCorpus = existsSync(corpus);
const textOf = (file: string) => readFileSync(new URL(file, corpus), 'utf8').replace(/\r\n?/g, '\n');
const spoken = (lines: ScriptLine[]) => lines.filter(({ speaker }) => speaker !== null);

/** Lines of at most 72 signs. */
const wrap = (text: string) => text.replace(/(?=\S)(.{1,72})(?:\s+|$)/g, '$1\n');

const otherLayouts: Record<string, (name: string, speech: string) => string> = {
  'centred names': (name, speech) => `${' '.repeat(30)}${name.toUpperCase()}\n\n${wrap(speech)}\n`,
  'names in capitals in the wrapped paragraph': (name, speech) => `${wrap(`${name.toUpperCase()}. ${speech}`)}\n`,
  'no empty lines': (name, speech) => wrap(`${name.toUpperCase()}: ${speech}`),
  'hanging indents': (name, speech) => wrap(`${name.toUpperCase()}. ${speech}`).replace(/\n(?=.)/g, '\n    '),
  'names in italics': (name, speech) => `${wrap(`_${name}._ ${speech}`)}\n`,
  'a dash behind the name': (name, speech) => `${wrap(`${name.toUpperCase()}.--${speech}`)}\n`,
  'names in mixed case on their own line, no empty lines': (name, speech) => `${name}:\n${wrap(speech)}`,
  'list marks': (name, speech) => `- ${name}: ${speech}\n`,
  'bold names before wrapped speeches': (name, speech) => `${wrap(`**${name}.** ${speech}`)}\n`,
};

describe.skipIf(!hasCorpus)('plays of the corpus (shared/corpus is not here: skipped)', () => {
  test.each(scripts)(
    '$file has as many speeches of each as grep counts, within 1 %',
    ({ file, format, speeches, acts }) => {
      const lines = format.read(textOf(file), { file });
      for (const [name, count] of Object.entries(speeches)) {
        const read = lines.filter(({ speaker }) => speaker === name).length;
        expect(Math.abs(read - count) / count, `${name}: ${read} read, ${count} counted`).toBeLessThanOrEqual(0.01);
      }
      expect(lines.at(-1)!.act).toBe(acts);
    },
  );

  test.each(scripts)('$file is recognised as what it is', ({ file, format }) => {
    const text = textOf(file);
    const sureness = (candidate: ScriptFormat) => candidate.recognise(text, { file: 'unnamed.txt' });
    expect(sureness(format)).toBeGreaterThan(0.8);
    for (const other of allFormats) if (other !== format) expect(sureness(other)).toBeLessThan(sureness(format));
  });

  test.each(scripts)('$file holds no markup, bracket or Gutenberg line in its speeches', ({ file, format }) => {
    const lines = format.read(textOf(file), { file });
    for (const { content } of spoken(lines)) expect(content).not.toMatch(/[[\]_]|\*\*|Project Gutenberg/);
    for (const [i, { line }] of lines.entries()) if (i > 0) expect(line).toBeGreaterThan(lines[i - 1]!.line);
  });

  test.each(novels)('%s is no play and no screenplay', (file) => {
    const text = textOf(file);
    for (const format of allFormats) expect(format.recognise(text, { file }), format.name).toBeLessThan(0.1);
  });

  test('parentheses stay speech in the verse of the folio and go in the prose of Ibsen', () => {
    const caesar = play.read(textOf('scripts/en/julius-caesar.folio.txt'), { file: 'caesar.txt' });
    expect(spoken(caesar)[0]!.content).toContain('(Being Mechanicall)');
    const enemy = play.read(textOf('scripts/en/an-enemy-of-the-people.md.txt'), { file: 'enemy.txt' });
    expect(spoken(enemy).filter(({ content }) => content.includes('('))).toEqual([]);
  });

  test('a folio soliloquy without a cue belongs to the one who is left on the stage', () => {
    const lines = play.read(textOf('scripts/en/julius-caesar.folio.txt'), { file: 'caesar.txt' });
    const pardon = lines.find(({ content }) => content.startsWith('O pardon me, thou bleeding peece of Earth'));
    expect(pardon).toMatchObject({ speaker: 'Antony', line: 1849 });
  });

  test('the table of contents, the cast list and the first night are not in the play', () => {
    const romeo = play.read(textOf('scripts/en/romeo-and-juliet.pg1513.txt'), { file: 'romeo.txt' });
    expect(romeo[0]).toEqual({ speaker: null, content: 'THE PROLOGUE', act: 0, line: 121 });
    const earnest = play.read(textOf('scripts/en/importance-of-being-earnest.pg844.txt'), { file: 'earnest.txt' });
    expect(earnest[0]).toEqual({ speaker: null, content: 'FIRST ACT', act: 0, line: 78 });
    expect(earnest.map(({ speaker }) => speaker)).not.toContain('London');
  });

  test('no word of the verse is lost or told by nobody: a speech of Tartuffe goes on behind its directions', () => {
    const lines = markdownPlay.read(textOf('scripts/en/tartuffe.md.txt'), { file: 'tartuffe.md' });
    const farewell = lines.find(({ speaker, content }) => speaker === 'Madame Pernelle' && content.includes('snicker'));
    expect(farewell?.content).toMatch(/Go find fools like yourself/);
    expect(farewell?.content).toMatch(/March, trollop, march!$/);
    expect(farewell?.content).not.toMatch(/Cuffing/);
  });

  test('the sequel in prose behind Pygmalion is told by nobody', () => {
    const lines = markdownPlay.read(textOf('scripts/en/pygmalion.md.txt'), { file: 'pygmalion.md' });
    const sequel = lines.filter(({ line }) => line >= 3244);
    expect(sequel.length).toBeGreaterThan(20);
    expect(spoken(sequel)).toEqual([]);
  });

  test.each(Object.keys(otherLayouts))('a real play set out with %s gives the same speeches', (layout) => {
    const file = 'scripts/en/importance-of-being-earnest.pg844.txt';
    const speeches = spoken(play.read(textOf(file), { file }));
    const text = speeches.map(({ speaker, content }) => otherLayouts[layout]!(speaker!, content)).join('');
    const format = layout.includes('bold') ? markdownPlay : play;
    expect(format.recognise(text, { file: 'unnamed' })).toBeGreaterThan(0.6);
    const again = spoken(format.read(text, { file: 'unnamed' }));
    expect(again.map(({ speaker, content }) => [speaker, content])).toEqual(
      speeches.map(({ speaker, content }) => [speaker, content]),
    );
  });

  test('five megabytes of play are read in seconds', { timeout: 30_000 }, () => {
    const text = textOf('scripts/en/romeo-and-juliet.pg1513.txt').split(/\*\*\* (?:START|END) OF .*/)[1]!;
    const long = text.repeat(Math.ceil(5_000_000 / text.length));
    let count = 0;
    const took = cpuTime(() => {
      count = play.read(long, { file: 'long.txt' }).length;
    });
    expect(took).toBeLessThan(10_000);
    expect(count).toBeGreaterThan(20_000);
  });
});
