import { describe, expect, test } from 'vitest';
import { readScript } from '../../src/readers/index.js';
import { verseLines } from '../../src/text/verse.js';

/** The speeches of a script that are verse: who speaks, and the lines. */
function verseIn(text: string, file = 'script.txt'): [speaker: string | null, lines: string[]][] {
  const { lines } = readScript(Buffer.from(text), { file });
  return lines.flatMap(({ speaker, content, verse }) =>
    verse ? [[speaker, verseLines(content, verse)] as [string | null, string[]]] : [],
  );
}

const VERSE = [
  'The harbour sleeps, and all the bells',
  'That rang for Otto in the night',
  'Are still. The tide is turning now,',
  'And I must go.',
];
const ANSWER = ['Stay but an hour, for yonder in the dark', 'The pilot waits.'];
/** Prose that is broken at a width. */
const PROSE = [
  'It was not the tide, if you ask me,',
  'that kept the boat; it was Otto and',
  'his cousin, who had drunk the',
  'whole evening and slept.',
];

describe('lines of verse are kept, and prose broken at a width is not taken for verse', () => {
  const expected = [
    ['Wren', VERSE],
    ['Otto', ANSWER],
  ];

  test('in a play whose speakers stand above their speeches', () => {
    const text = [
      ['WREN.', ...VERSE],
      ['OTTO.', ...ANSWER],
      ['WREN.', ...PROSE],
      ['OTTO.', 'Good night.'],
    ];
    expect(verseIn(text.map((one) => one.join('\n')).join('\n\n'))).toEqual(expected);
  });

  test('in a play whose speakers stand before the first line, with a direction in the midst', () => {
    const [first, second, ...rest] = VERSE;
    const text = [
      `WREN. ${first}`,
      `${second} [she turns]`,
      ...rest,
      '',
      `OTTO. ${ANSWER.join('\n')}`,
      '',
      `WREN. ${PROSE.join('\n')}`,
      '',
      'OTTO. Good night.',
    ].join('\n');
    expect(verseIn(text)).toEqual(expected);
  });

  test('in Markdown', () => {
    const text = [
      ['**WREN**', ...VERSE],
      ['**OTTO**', ...ANSWER],
      ['**WREN**', ...PROSE],
      ['**OTTO**', 'Good night.'],
    ];
    expect(verseIn(text.map((one) => one.join('\n')).join('\n\n'))).toEqual(expected);
  });

  test('in a table with a row for each line', () => {
    const rows = [
      ...VERSE.map((line) => ['Wren', line]),
      ...ANSWER.map((line) => ['Otto', line]),
      ...PROSE.map((line) => ['Wren', line]),
    ].map(([speaker, line], at) => `${speaker},"${line}",${at + 1}`);
    expect(verseIn(`character,dialogue,line_number\n${rows.join('\n')}\n`, 'a.csv')).toEqual(expected);
  });

  test("in Bosak's markup, where prose stands in LINE too", () => {
    const speeches = [
      ['WREN', VERSE],
      ['OTTO', ANSWER],
      ['WREN', PROSE],
    ].map(
      ([speaker, lines]) =>
        `<SPEECH><SPEAKER>${speaker}</SPEAKER>${(lines as string[]).map((l) => `<LINE>${l}</LINE>`).join('\n')}</SPEECH>`,
    );
    expect(verseIn(`<PLAY><ACT>${speeches.join('')}</ACT></PLAY>`, 'a.xml')).toEqual(expected);
  });

  test('in TEI, where l is verse however it begins and a paragraph behind it is a line of its own', () => {
    const text = `<TEI><text><body>
      <sp><speaker>WREN</speaker><l>the harbour sleeps,</l><stage>She turns.</stage><l>and I
        must go.</l><p>Good night.</p></sp>
      <sp><speaker>OTTO</speaker><p>It was not the tide,
That kept the boat.</p></sp>
    </body></text></TEI>`;
    expect(verseIn(text, 'a.xml')).toEqual([['Wren', ['the harbour sleeps,', 'and I must go.', 'Good night.']]]);
  });
});

test('a speech of verse and prose keeps the lines that are verse', () => {
  const text = [
    `WREN.\n${[...VERSE, ...VERSE, ...PROSE, ...PROSE].join('\n')}`,
    `OTTO.\n${ANSWER.join('\n')}`,
    `WREN.\n${VERSE.join('\n')}`,
    'OTTO.\nGood night.',
  ].join('\n\n');
  const [[, lines]] = verseIn(text) as [[string, string[]]];
  expect(lines).toEqual([...VERSE, ...VERSE, [...PROSE, ...PROSE].join(' ')]);
});

test('names at the beginning of lines make no verse of a play in prose', () => {
  const speech = (name: string) =>
    `${name}.\n${[...PROSE, 'I saw it from the pier and told them,', 'and nobody would', 'believe me; not even', 'Otto did.'].join('\n')}`;
  expect(verseIn([speech('WREN'), speech('OTTO'), speech('WREN'), 'OTTO.\nYou and', 'Wren did.'].join('\n\n'))).toEqual(
    [],
  );
});
