import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readScript } from '../../src/readers/index.js';
import { refusalOf, spokenIn } from './read.js';

/** Who says what, with the line of the file. */
const placed = (text: string) =>
  readScript(Buffer.from(text), { file: 'play.txt' }).lines.map(({ speaker, content, line }) => [
    line,
    speaker,
    content,
  ]);

describe('several speeches on a line', () => {
  const spoken = [
    [1, 'Ines', 'Did you lock it?'],
    [1, 'Otto', 'I thought you had.'],
    [1, 'Ines', 'No.'],
    [2, 'Otto', 'Then who did?'],
    [2, 'Old Bert', 'Quiet, both.'],
    [3, 'Ines', 'Listen.'],
    [3, 'Otto', 'To what?'],
  ];
  const lines = (ines: string, otto: string, bert: string, mark: string) =>
    `${ines}${mark} Did you lock it? ${otto}${mark} I thought you had. ${ines}${mark} No.\n${otto}${mark} Then who did? ${bert}${mark} Quiet, both.\n${ines}${mark} Listen. ${otto}${mark} To what?\n`;

  test.each([
    ['in capitals', lines('INES', 'OTTO', 'OLD BERT', ':')],
    ['in small letters', lines('Ines', 'Otto', 'Old Bert', ':')],
    ['in bold', lines('**Ines', '**Otto', '**Old Bert', ':**')],
    ['behind tabs', lines('INES', 'OTTO', 'OLD BERT', ':').replaceAll(/ (?=OTTO|INES|OLD)/g, '\t')],
  ])('%s', (_, text) => expect(placed(text)).toEqual(spoken));

  test('a whole script on one line', () => {
    expect(placed(lines('INES', 'OTTO', 'OLD BERT', ':').replaceAll('\n', ' '))).toEqual(
      spoken.map(([, ...rest]) => [1, ...rest]),
    );
  });

  test('names before full stops, if they begin a line elsewhere', () => {
    expect(spokenIn('INES. Did you lock it? OTTO. I did. INES. No.\nOTTO. Then who?\nINES. Nobody.\n')).toEqual([
      ['Ines', 'Did you lock it?'],
      ['Otto', 'I did.'],
      ['Ines', 'No.'],
      ['Otto', 'Then who?'],
      ['Ines', 'Nobody.'],
    ]);
  });

  test('what is quoted, warned of or noted within a speech is said by its speaker', () => {
    const text =
      'INES: He wrote: "OTTO: yes. INES: no." So it is.\nOTTO: I never wrote.\nINES: Warning: it is hot. Note: it burns.\nOTTO: Remember: the rule is: never touch it.\nDr. Otto-Wren: Well.\n';
    expect(spokenIn(text).map(([speaker]) => speaker)).toEqual(['Ines', 'Otto', 'Ines', 'Otto', 'Dr. Otto-Wren']);
  });

  test('in Chinese', () => {
    const text = '玛莎：船回来了吗？老何：还没有。玛莎：太晚了。\n老何：灯灭了。玛莎：走吧。\n老何：好。\n';
    const names = ['玛莎', '老何', '玛莎', '老何', '玛莎', '老何'];
    expect(placed(text).map(([line, speaker]) => `${line}${speaker}`)).toEqual(
      names.map((name, at) => `${[1, 1, 1, 2, 2, 3][at]}${name}`),
    );
    expect(spokenIn(text.replaceAll('\n', '')).map(([speaker]) => speaker)).toEqual(names);
  });

  test('however speeches are spread over lines, the same is said', () => {
    const words = fc.stringMatching(/^[A-Z][a-z]{1,8}( [a-z]{1,8}){1,5}[.?!]$/);
    const turns = fc.array(fc.tuple(fc.constantFrom('INES', 'OTTO', 'ADA'), words, fc.boolean()), {
      minLength: 6,
      maxLength: 15,
    });
    fc.assert(
      fc.property(turns, (speeches) => {
        const text = speeches.map(([name, said, breaks]) => `${name}: ${said}${breaks ? '\n' : ' '}`).join('');
        fc.pre(new Set(speeches.map(([name]) => name)).size > 1);
        // `mr.` and the name behind it would be one.
        fc.pre(!/\b(?:dr|mr|mrs|ms|st|rev|hon|capt|col|gen|lt|sgt|prof|mme|mlle|no|nr|jr|sr|esq)[.?!]/i.test(text));
        expect(spokenIn(text).map(([speaker, content]) => [speaker?.toUpperCase(), content])).toEqual(
          speeches.map(([name, said]) => [name, said]),
        );
      }),
    );
  });
});

describe('a number on a line of its own', () => {
  test.each([
    ['between speeches', 'INES: Is it on?\n7\nOTTO: It is.\n8\nINES: Good.\n'],
    ['with empty lines around', 'INES: Is it on?\n\n- 7 -\n\nOTTO: It is.\n\nINES: Good.\n'],
    ['above each', '1\nINES: Is it on?\n\n2\nOTTO: It is.\n\n3\nINES: Good.\n'],
    ['below names that stand alone', 'INES\nIs it on?\n\n1\n\nOTTO\nIt is.\n\n2\n\nINES\nGood.\n\n3\n'],
    ['before a tab and the speech', '1\tINES: Is it on?\n2\tOTTO: It is.\n3\tINES: Good.\n'],
    ['in brackets before the speech', '[1] INES: Is it on?\n[2] OTTO: It is.\n[3] INES: Good.\n'],
  ])('%s is said by nobody', (_, text) => {
    expect(spokenIn(text)).toEqual([
      ['Ines', 'Is it on?'],
      ['Otto', 'It is.'],
      ['Ines', 'Good.'],
    ]);
  });

  test('is said where it is the whole speech, or stands in a sentence', () => {
    expect(spokenIn('INES\nHow many?\n\nOTTO\n7\n\nINES\nOnly?\n\nOTTO\nYes.\n')[1]).toEqual(['Otto', '7']);
    expect(spokenIn('INES. I counted until\n3\nboats came.\n\nOTTO. Good.\n\nINES. So.\n')[0]).toEqual([
      'Ines',
      'I counted until 3 boats came.',
    ]);
  });
});

describe('what the stage does', () => {
  test.each([
    'LIGHTS DOWN.',
    'BLACKOUT',
    'CURTAIN.',
    'LIGHTS UP ON THE QUAY',
    'A DOOR SLAMS.',
    'THE LAMP GOES OUT. A LONG SILENCE.',
    'Lights fade.',
    'END OF ACT ONE',
  ])('%s is said by nobody', (line) => {
    for (const [before, behind] of [
      ['\n', '\n'],
      ['\n\n', '\n\n'],
    ]) {
      const text = ['INES: Is it on?', 'OTTO: It was.', line, 'INES: So.', 'OTTO: NO.', 'INES: Yes.'].join(before);
      const said = spokenIn(text + behind);
      expect(said.filter(([speaker]) => speaker !== null)).toHaveLength(5);
      expect(said.filter(([speaker]) => speaker === null)).toHaveLength(1);
    }
  });

  test('stands between names on lines of their own too', () => {
    const text = 'INES\nIs it on?\n\nLIGHTS UP ON THE QUAY\n\nOTTO\nIt is.\n\nINES\nGood.\n\nOTTO\nYes.\n';
    expect(spokenIn(text)[1]).toEqual([null, 'LIGHTS UP ON THE QUAY']);
  });
});

describe('a direction behind a name and a comma, of somebody who speaks nowhere else', () => {
  const said = ['Francisco', 'Barnardo', 'Francisco', 'Horatio', 'Barnardo', 'Francisco'];

  test.each([
    ['on a line of its own', (name: string, words: string) => `${name}\n${words}\n\n`],
    ['before a colon', (name: string, words: string) => `${name}: ${words}\n`],
    ['before a full stop', (name: string, words: string) => `${name}. ${words}\n\n`],
    ['before a gap', (name: string, words: string) => `${name}  ${words}\n`],
  ])('%s', (_, set) => {
    const names = [
      'FRANCISCO',
      'BARNARDO, within',
      'FRANCISCO',
      'HORATIO, to Francisco',
      'BARNARDO, rising',
      'FRANCISCO',
    ];
    const text = names.map((name, at) => set(name, `This is speech ${at}.`)).join('');
    expect(spokenIn(text)).toEqual(said.map((name, at) => [name, `This is speech ${at}.`]));
    const mixed = text.replaceAll(/[A-Z]{3,}/g, (name) => name[0] + name.slice(1).toLowerCase());
    if (text.includes(':')) expect(spokenIn(mixed).map(([speaker]) => speaker)).toEqual(said);
  });

  test('also of who speaks first', () => {
    expect(spokenIn('HORATIO, to Francisco\nGo.\n\nFRANCISCO\nYes.\n\nHAMLET\nNow.\n\nFRANCISCO\nSo.\n')[0]).toEqual([
      'Horatio',
      'Go.',
    ]);
  });
});

describe('a long name that speaks but once', () => {
  test.each([
    ['THE OLD KEEPER OF THE NORTHERN LIGHT AT SKAGEN HARBOUR', (name: string, words: string) => `${name}: ${words}\n`],
    [
      'THE OLD KEEPER OF THE NORTHERN LIGHT AT SKAGEN HARBOUR',
      (name: string, words: string) => `${name}. ${words}\n\n`,
    ],
    [
      'THE OLD KEEPER OF THE NORTHERN LIGHT AT SKAGEN HARBOUR',
      (name: string, words: string) => `${name}\n${words}\n\n`,
    ],
    ['The man from the ministry of fisheries', (name: string, words: string) => `${name}: ${words}\n`],
    ['A voice from behind the wooden door', (name: string, words: string) => `${name}: ${words}\n\n`],
    ['The waitress', (name: string, words: string) => `${name}: ${words}\n`],
  ])('%s', (name, set) => {
    const isShouted = name === name.toUpperCase();
    const [ines, otto] = isShouted ? ['INES', 'OTTO'] : ['Ines', 'Otto'];
    const speeches: [string, string][] = [
      [ines, 'Did you lock it?'],
      [otto, 'The truth is: I did.'],
      [name, 'Who goes there?'],
      [ines, 'Only us.'],
      [otto, 'So it is.'],
    ];
    const said = spokenIn(speeches.map(([who, words]) => set(who, words)).join(''));
    expect(said.map(([, content]) => content)).toEqual(speeches.map(([, words]) => words));
    expect(said[2]![0]?.toLowerCase()).toBe(name.toLowerCase());
  });
});

test('the levels of a log are no speakers', () => {
  expect(refusalOf('INFO: It is up.\nERROR: It is full.\nINFO: It is up again.\nWARN: It is slow.\n')).toContain(
    'not recognised',
  );
});
