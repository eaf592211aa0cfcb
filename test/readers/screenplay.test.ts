import { describe, expect, test } from 'vitest';
import { readScript } from '../../src/readers/index.js';
import type { ScriptLine } from '../../src/readers/script.js';

const linesOf = (text: string): ScriptLine[] => readScript(Buffer.from(text), { file: 'film.txt' }).lines;
const said = (text: string) =>
  linesOf(text)
    .filter(({ speaker }) => speaker !== null)
    .map(({ speaker, content }) => `${speaker}: ${content}`);
const told = (text: string) =>
  linesOf(text)
    .filter(({ speaker }) => speaker === null)
    .map(({ content }) => content);

/** Where the parts of a page begin; by default as on the typewriter. */
interface Columns {
  action?: number;
  speech?: number;
  cue?: number;
}

type Part = [kind: 'cue' | 'speech' | 'aside' | 'action' | 'right' | 'gap', words: string];

/** A page of a screenplay from its parts. */
function page(parts: Part[], { action = 10, speech = 20, cue = 30 }: Columns = {}): string {
  const columns = { cue, speech, aside: (speech + cue) / 2, action, right: cue + 25, gap: 0 };
  return parts
    .map(([kind, words]) => (kind === 'gap' ? '' : `${' '.repeat(Math.floor(columns[kind]))}${words}`))
    .join('\n');
}

const gap: Part = ['gap', ''];
const speak = (name: string, ...words: string[]): Part[] => [
  ['cue', name],
  ...words.map((line): Part => [line.startsWith('(') ? 'aside' : 'speech', line]),
  gap,
];
const scene: Part[] = [
  ['action', 'INT. BAKERY - MORNING'],
  gap,
  ['action', 'Flour hangs in the air. Ines kneads.'],
  gap,
];
const closing: Part[] = [...speak('PAVEL', 'Is it bread?'), ...speak('INES', 'It will be.')];
const closingSaid = ['Pavel: Is it bread?', 'Ines: It will be.'];

/** What stands behind a speech without being spoken, and what is told of it. */
const behindSpeech: Record<string, Part[]> = {
  'CUT TO: at the right': [['right', 'CUT TO:'], gap],
  'SMASH CUT TO: at the right': [['right', 'SMASH CUT TO:'], gap],
  'MATCH DISSOLVE TO: at the right': [['right', 'MATCH DISSOLVE TO:'], gap],
  'FADE OUT. at the right': [['right', 'FADE OUT.'], gap],
  'FADE TO BLACK. in the column of the cues': [['cue', 'FADE TO BLACK.'], gap],
  'INTERCUT WITH: in the column of the action': [['action', 'INTERCUT WITH:'], gap],
  'WIPE TO: at the right': [['right', 'WIPE TO:'], gap],
  'a transition of another language': [['right', 'ÜBERBLENDUNG AUF:'], gap],
  '(CONTINUED) and CONTINUED: (2)': [['right', '(CONTINUED)'], gap, ['action', '12  CONTINUED: (2)   12'], gap],
  'a page number at the right': [['right', '12.'], gap],
  'a page number at the right, close below': [gap, ['right', '7.']],
  'a heading with scene numbers': [['action', '12A  EXT. STREET - NIGHT                    12A'], gap],
  'a heading with I/E': [['action', 'I/E. VAN - MOVING'], gap],
  'a heading with a slash': [['action', 'EXT./ INT. MIR ONE'], gap],
  action: [['action', 'Ines sneezes.'], gap],
  'action in capitals': [['action', 'THE OVEN EXPLODES'], ['action', 'in slow motion.'], gap],
};

describe('what stands behind a speech and is not spoken', () => {
  test.each(Object.keys(behindSpeech))('%s', (kind) => {
    const text = page([...scene, ...speak('INES', 'Good morning.'), ...behindSpeech[kind]!, ...closing]);
    expect(said(text)).toEqual(['Ines: Good morning.', ...closingSaid]);
    // Without the empty line that mostly parts them.
    const close = page([...scene, ['cue', 'INES'], ['speech', 'Good morning.'], ...behindSpeech[kind]!, ...closing]);
    expect(said(close)).toEqual(['Ines: Good morning.', ...closingSaid]);
  });
});

const cues: [cue: string, speaker: string][] = [
  ['INES (V.O.)', 'Ines'],
  ["INES (CONT'D)", 'Ines'],
  ["INES (O.S.) (CONT'D)", 'Ines'],
  ['INES V/O', 'Ines'],
  ['INES O.S.', 'Ines'],
  ['INES (on the phone)', 'Ines'],
  ['INES.', 'Ines'],
  ['BAKER #2', 'Baker #2'],
  ['MRS. ST. CLAIR', 'Mrs. St. Clair'],
  ["O'DOUL JR.", "O'Doul Jr."],
  ['McGINTY', 'McGinty'],
  ['INES/PAVEL', 'Ines and Pavel'],
  ['INES / PAVEL (V.O.)', 'Ines and Pavel'],
  ['INES + PAVEL', 'Ines and Pavel'],
  ['MOTHER-IN-LAW', 'Mother-In-Law'],
  ['ROBOT 🤖', 'Robot 🤖'],
  ['ÅSA', 'Åsa'],
];

test.each(cues)('the cue %s names %s', (cue, speaker) => {
  const text = page([...scene, ...speak(cue, 'Good morning.'), ...speak(cue, 'And good night.'), ...closing]);
  expect(said(text)).toEqual([`${speaker}: Good morning.`, `${speaker}: And good night.`, ...closingSaid]);
});

describe('parentheticals', () => {
  const wrapped: [title: string, lines: string[]][] = [
    ['on one line', ['(looks up)', 'Good morning.']],
    ['wrapped, the second line in capitals', ['(looks up from the', ' OVEN)', 'Good morning.']],
    ['wrapped over three lines', ['(looks up from the', ' HOT OVEN', ' AND COUGHS)', 'Good morning.']],
    ['in capitals', ['(SHOUTING)', 'Good morning.']],
    ['in the midst of a speech', ['Good', '(she sneezes)', 'morning.']],
  ];
  test.each(wrapped)('%s are not spoken and name nobody', (_title, lines) => {
    const text = page([...scene, ...speak('INES', ...lines), ...closing]);
    expect(said(text)).toEqual(['Ines: Good morning.', ...closingSaid]);
  });
});

describe('columns', () => {
  const parts = [...scene, ...speak('INES', 'Good morning, all', 'of you.'), ...closing];
  const all = ['Ines: Good morning, all of you.', ...closingSaid];
  const settings: [title: string, columns: Columns][] = [
    ['the typewriter', {}],
    ['narrow', { action: 0, speech: 6, cue: 12 }],
    ['speeches in the column of the action', { action: 10, speech: 10, cue: 25 }],
    ['speeches one column right of the action', { action: 10, speech: 11, cue: 26 }],
    ['everything at the left edge but the cues', { action: 0, speech: 0, cue: 34 }],
  ];
  test.each(settings)('%s', (_title, columns) => expect(said(page(parts, columns))).toEqual(all));

  test.each([1, 2, 3, 5])('pages that stand %d columns further right than the first', (shift) => {
    const shifted = { action: 10 + shift, speech: 20 + shift, cue: 30 + shift };
    const later: Part[] = [['action', 'INT. SHOP - DAY'], gap, ['action', 'A bell.'], gap, ...closing, ...closing];
    expect(said(`${page(parts)}\n\n${page(later, shifted)}`)).toEqual([...all, ...closingSaid, ...closingSaid]);
  });

  test('an empty line between cue and speech', () => {
    const spaced = parts.flatMap((part): Part[] => (part[0] === 'cue' ? [part, gap] : [part]));
    expect(said(page(spaced))).toEqual(all);
    expect(said(page(spaced, { action: 0, speech: 0, cue: 34 }))).toEqual(all);
    const flush = { action: 0, speech: 0, cue: 0 };
    expect(said(page([...spaced, ...spaced], flush))).toEqual([...all, ...all]);
  });

  test('centred cues', () => {
    const centred = page(parts).replace(/^ {30}(\S.*)$/gm, (_, cue: string) => ' '.repeat(35 - cue.length / 2) + cue);
    expect(said(centred)).toEqual(all);
  });

  test('all text at one indent, with empty lines between', () => {
    expect(said(page(parts, { action: 8, speech: 8, cue: 8 }))).toEqual(all);
  });

  test('all text at one indent and no empty line: a line that is too wide, or begins though the last had room, is action', () => {
    const text = page(
      [
        ...scene,
        ...speak('INES', 'I have kneaded since four', 'and it will not rise.'),
        ['action', 'Pavel looks into the bowl for a long while and then at the ceiling.'],
        ...speak('PAVEL', 'Salt.'),
        ...speak('INES', 'There is salt in it. There', 'always was.'),
        ['action', 'He leaves.'],
        ...speak('PAVEL', 'Then sugar.'),
      ],
      { action: 0, speech: 0, cue: 0 },
    ).replace(/\n\n+/g, '\n');
    expect(said(text)).toEqual([
      'Ines: I have kneaded since four and it will not rise.',
      'Pavel: Salt.',
      'Ines: There is salt in it. There always was.',
      'Pavel: Then sugar.',
    ]);
  });

  test('action right below a speech in the same column is told', () => {
    const columns = { action: 10, speech: 10, cue: 25 };
    const text = page(
      [
        ...scene,
        ['cue', 'INES'],
        ['speech', 'Nobody has ever asked me that'],
        ['speech', 'before you.'],
        ['action', 'The oven door swings open and a cloud of white smoke fills the room.'],
        gap,
        ['cue', 'PAVEL'],
        ['speech', 'It burns.'],
        ['action', 'He runs.'],
        gap,
        ...closing,
      ],
      columns,
    );
    expect(said(text)).toEqual(['Ines: Nobody has ever asked me that before you.', 'Pavel: It burns.', ...closingSaid]);
    expect(told(text)).toContain('He runs.');
  });
});

describe('title pages', () => {
  const titles: [title: string, lines: string[]][] = [
    ['written by', ['THE BAKERS', '', 'Written by', '', 'Nobody Atall', '', '', 'Third Draft', '4 March 1999']],
    ['in capitals', ['THE BAKERS', 'BY', 'N. ATALL', 'REVISED DRAFT']],
    ['based on', ['THE BAKERS', 'screenplay by', 'N. ATALL', 'based on the novel by', 'B. READ', 'ACME PICTURES']],
    ['copyright', ['BREAD', 'An original screenplay by N. Atall', 'COPYRIGHT 1999', 'ALL RIGHTS RESERVED']],
  ];
  test.each(titles)('%s: nobody speaks on it', (_title, lines) => {
    for (const column of [0, 10, 25, 30]) {
      const title = lines.map((line) => (line === '' ? '' : ' '.repeat(column) + line)).join('\n');
      for (const columns of [{}, { action: 10, speech: 10, cue: 25 }, { action: 0, speech: 0, cue: 0 }]) {
        expect(said(`${title}\n\n${page([...scene, ...closing, ...closing], columns)}`)).toEqual([
          ...closingSaid,
          ...closingSaid,
        ]);
      }
    }
  });
});

describe('what printers add to pages', () => {
  test('headers with rising numbers, form feeds, revision marks and a page break in a speech', () => {
    const text = [
      page([...scene, ['cue', 'INES'], ['speech', 'It rises and rises and'], gap]),
      '\fTHE BAKERS - Rev. 4/3/99                                   2.',
      '',
      page([['speech', 'never stops.           *'], gap, ...closing]),
      '\fTHE BAKERS - Rev. 4/3/99                                   3.',
      '',
      page(closing),
      '\fTHE BAKERS - Rev. 4/3/99                                   4.',
      '',
      page(closing),
    ].join('\n');
    expect(said(text)).toEqual([
      'Ines: It rises and rises and never stops.',
      ...closingSaid,
      ...closingSaid,
      ...closingSaid,
    ]);
    expect(told(text).join(' ')).not.toMatch(/Rev\.|\*/);
  });

  test('a number that is said stays', () => {
    expect(said(page([...scene, ...speak('INES', '42.'), ...closing]))[0]).toBe('Ines: 42.');
  });
});

test('two who speak side by side are both heard', () => {
  const dual = `${' '.repeat(16)}INES${' '.repeat(26)}PAVEL\n${' '.repeat(10)}It burns!${' '.repeat(21)}Salt, we\n${' '.repeat(40)}need salt!\n\n`;
  expect(said(`${page([...scene, ...closing])}\n${dual}${page(closing)}`)).toEqual([
    ...closingSaid,
    'Ines: It burns!',
    'Pavel: Salt, we need salt!',
    ...closingSaid,
  ]);
});

test.each([
  ['set in', '        '],
  ['in one column', ''],
])('a colon behind the names is no part of them: %s', (_, indent) => {
  const speech = indent === '' ? '' : '  ';
  const text = `INT. KITCHEN - NIGHT\n\nA kettle boils.\n\n${indent}INES:\n${speech}Turn it off.\n\n${indent}PAVEL (V.O.):\n${speech}You turn it off.\n\n${indent}INES:\n${speech}It is your kettle.\n\nANGLE ON THE KETTLE:\nIt whistles.\n\nCUT TO:\n\nEXT. YARD - DAY\n\n${indent}PAVEL:\n${speech}It was.\n`;
  expect(said(text)).toEqual([
    'Ines: Turn it off.',
    'Pavel: You turn it off.',
    'Ines: It is your kettle.',
    'Pavel: It was.',
  ]);
});
