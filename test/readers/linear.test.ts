import { expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { readScript, scriptFormats } from '../../src/readers/index.js';
import { cpuTime } from '../harness/cpu-time.js';

/** What each format needs at the beginning to be read on. */
const HEADS: Readonly<Record<string, string>> = {
  subtitles: '1\n00:00:01,000 --> 00:00:02,000\n',
  ass: '[Script Info]\n[Events]\nDialogue: 0,0,0,D,M,0,0,0,,',
  renpy: 'label a:\n    ',
  yarn: 'title: a\n---\n',
  whatsapp: '12/31/23, 9:15 PM - ',
  'discord-text': '[12/31/2023 9:15 PM] a\n',
  irc: '[12:01] <a> b\n[12:01] <a> c\n[12:02] <a> ',
  labelled: '[ADA] One is on.\n[ADA] Two is on.\n[ADA] ',
  cornell: 'L1 +++$+++ u0 +++$+++ m0 +++$+++ A +++$+++ ',
  'timed-transcript': '[00:01] A: b\n[00:02] B: ',
  json: '[',
  jsonl: '',
};

const PIECES = [
  '[',
  '(',
  '{',
  '{{',
  '<',
  '"',
  '\\\\',
  ':',
  ' ',
  'A',
  '1',
  '*',
  '<v ',
  '-',
  ' #a',
  '00:01:02 ',
  'a "x\n',
  '{"a":[',
  '\n',
  '<<',
  '/',
  'Ab ',
];
const LENGTH = 30_000;
/** Quadratic time takes seconds for this; linear time a few milliseconds. Time of the processor, since the machine may be busy. */
const MOST_MILLISECONDS = 500;

test.each(Object.entries(HEADS))('%s takes no longer than linear time for runs of any sign', (name, head) => {
  const format = scriptFormats.find((one) => one.name === name);
  for (const piece of PIECES) {
    const text = `${head}${piece.repeat(LENGTH / piece.length)}`;
    const began = process.cpuUsage();
    try {
      format?.recognise(text, { file: 'a' });
      format?.read(text, { file: 'a' });
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(UserError);
    }
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000, `a run of ${JSON.stringify(piece)}`).toBeLessThan(MOST_MILLISECONDS);
  }
});

test('a speech of a Chinese play of ten million characters in quotation marks is read whole', () => {
  const text = `宝儿：“${'灯还亮着'.repeat(2_500_000)}”\n`;
  const { lines } = readScript(Buffer.from(text), { file: 'a', format: 'chinese-play' });
  expect(lines.map(({ speaker, content }) => [speaker, content.length])).toEqual([['宝儿', 10_000_000]]);
});

test.each<[format: string, text: string, spoken: [speaker: string, length: number][]]>([
  [
    'whatsapp',
    `12/31/23, 9:15 PM - Ada: ${'le café est prêt – 好 '.repeat(1_000_000)}.\n12/31/23, 9:16 PM - Tom: Oui.\n`,
    [
      ['Ada', 21_000_001],
      ['Tom', 4],
    ],
  ],
  [
    'chinese-prose',
    `林海说：“${'灯还亮着，'.repeat(4_000_000)}亮着。周宁说道：“${'船还没有回来，'.repeat(2_000_000)}没有。”\n`,
    [
      ['林海', 20_000_003],
      ['周宁', 14_000_003],
    ],
  ],
  [
    'irc',
    `[12:01] <ada> Oui.\n[12:02] <tom> Oui.\n[12:03] <ada> ${'le café est prêt – 好 '.repeat(1_000_000)}.\n`,
    [
      ['ada', 4],
      ['tom', 4],
      ['ada', 21_000_001],
    ],
  ],
])('one line of many million characters is read whole: %s', (format, text, spoken) => {
  const { lines } = readScript(Buffer.from(text), { file: 'a', format });
  expect(
    lines.filter(({ speaker }) => speaker !== null).map(({ speaker, content }) => [speaker, content.length]),
  ).toEqual(spoken);
});

test('a line that is too long for an expression is refused by its number, and is no bug', () => {
  const text = `李明：来\n王芳：来\n（${'“来了。'.repeat(3_000_000)}）\n`;
  const read = () => readScript(Buffer.from(text), { file: 'a', format: 'chinese-play' });
  expect(read).toThrow(UserError);
  expect(read).toThrow(/line has 12000002 characters/);
});

/** So many names on lines of their own took 5 seconds and 260 MB when each line was looked at four times; now a third of it. */
const NAMES_ALONE = 700_000;

test.each(['play', 'fountain'])(
  'a file of nothing but names on lines of their own is read within seconds: %s',
  (format) => {
    const text = ['ADA', 'TOM', 'NORA', 'OTTO', 'INES', 'BERT']
      .join('\n')
      .concat('\n')
      .repeat(NAMES_ALONE / 6);
    const time = cpuTime(() => {
      try {
        readScript(Buffer.from(text), { file: 'a', format });
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(UserError);
      }
    });
    expect(time).toBeLessThan(4000);
  },
);

const LINES: Readonly<Record<string, string>> = {
  brackets: '[({<',
  'closed brackets': '(a) [b] ',
  quotes: '"“「',
  'closed quotes': '“a,” said Ada. "b" ',
  dashes: '—-– ',
  'cues without speech': 'ADA.\n',
  'cues on one line': 'Ada: yes. ',
  'Chinese on one line': '李明说：“来了。”',
  'lines without a blank one': 'The lamp is lit and burns.\n',
};

test.each(scriptFormats.map(({ name }) => name))('%s takes twice as long for twice as much', (name) => {
  const read = (text: string) => {
    try {
      readScript(Buffer.from(text), { file: 'a', format: name });
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(UserError);
    }
  };
  for (const [what, piece] of Object.entries(LINES)) {
    const text = (length: number) => (HEADS[name] ?? '') + piece.repeat(length / piece.length);
    read(text(5000));
    const [half, whole] = [30_000, 60_000].map((length) => cpuTime(() => read(text(length))));
    // What is quadratic takes four times as long; the rest is for the machine's own work between.
    expect(whole!, what).toBeLessThan(3 * half! + 100);
  }
});
