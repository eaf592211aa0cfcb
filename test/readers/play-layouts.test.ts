import { describe, expect, test } from 'vitest';
import { readScript, scriptFormats } from '../../src/readers/index.js';
import { cpuTime } from '../harness/cpu-time.js';

const read = (text: string) => readScript(Buffer.from(text), { file: 'play.txt' });
const said = (text: string) =>
  read(text)
    .lines.filter(({ speaker }) => speaker !== null)
    .map(({ speaker, content }) => `${speaker}: ${content}`);
const told = (text: string) =>
  read(text)
    .lines.filter(({ speaker }) => speaker === null)
    .map(({ content }) => content);

/** A talk of three, the third of whom bears the name under test. */
const talk = (name: string): [name: string, speech: string][] => [
  ['IRMA', 'Who knocks so late?'],
  [name, 'Only me, madam.'],
  ['IRMA', 'Then come in.'],
  ['JONAS', 'Shut the door!'],
  [name, 'It is shut.'],
  ['JONAS', 'So it is.'],
];
const saidBy = (speaker: string, speeches = talk(speaker)) =>
  speeches.map(([name, speech]) => `${name === 'IRMA' ? 'Irma' : name === 'JONAS' ? 'Jonas' : name}: ${speech}`);

/** How plays are set out, each with whatever tells its cues from its speeches. */
const inline: Record<string, (name: string, speech: string) => string> = {
  'name, colon, speech, a line each': (name, speech) => `${name}: ${speech}\n`,
  'the same with empty lines between': (name, speech) => `${name}: ${speech}\n\n`,
  'name and full stop before the speech': (name, speech) => `${name}. ${speech}\n\n`,
  'bold name and colon': (name, speech) => `**${name}:** ${speech}\n\n`,
  'a dash before each': (name, speech) => `- ${name}: ${speech}\n`,
};
const apart: Record<string, (name: string, speech: string) => string> = {
  'a line for the name, no empty lines': (name, speech) => `${name}\n${speech}\n`,
  'a line for the name, empty lines between speeches': (name, speech) => `${name}\n${speech}\n\n`,
  'a line for the name, speeches set in': (name, speech) => `${name}\n\n    ${speech}\n\n`,
};
const setOut = (layout: (name: string, speech: string) => string, name: string) =>
  `ACT I\n\nSCENE I. A hall.\n\n${talk(name)
    .map(([speaker, speech]) => layout(speaker, speech))
    .join('')}`;

describe.each(Object.keys(apart))('names in small letters beside those in capitals: %s', (layout) => {
  test.each([
    'Ghost',
    'First Clown',
    'Sergeant',
    'Second Murderer',
    'Messenger',
    'Old Man',
    'Player Queen',
    'Lord',
    'All',
    'Gärtnerin',
  ])('%s', (name) => expect(said(setOut(apart[layout]!, name))).toEqual(saidBy(name)));
});

describe.each(Object.keys(inline))('names that are more than words with capitals: %s', (layout) => {
  test.each([
    ['MAN #1', 'Man #1'],
    ['GUARD #12', 'Guard #12'],
    ['DR. AMES-COLE', 'Dr. Ames-Cole'],
    ["O'HARA", "O'Hara"],
    ['ST. JOHN', 'St. John'],
    ['WOMAN NO. 2', 'Woman No. 2'],
    ['MR. REED, JR.', 'Mr. Reed, Jr.'],
    ['R7-K4', 'R7-K4'],
    ['IRMA/JONAS', 'Irma and Jonas'],
    ['IRMA + JONAS', 'Irma and Jonas'],
    ['IRMA & JONAS', 'Irma and Jonas'],
    ['IRMA AND JONAS', 'Irma and Jonas'],
    ['BOT 🤖', 'Bot 🤖'],
  ])('%s', (cue, speaker) => {
    if (layout.includes('full stop') && /[.🤖]/u.test(cue)) return;
    if (layout.includes('bold') && cue.endsWith('.')) return;
    const speeches = talk(cue).map(([name, speech]): [string, string] => [name === cue ? speaker : name, speech]);
    expect(said(setOut(inline[layout]!, cue))).toEqual(saidBy(speaker, speeches));
  });
});

describe('names of which only the first word has a capital', () => {
  test.each(['Old man', 'The waitress', 'Tall woman in black', 'La serveuse', 'Second nun', 'Voice off'])(
    '%s',
    (name) => {
      for (const layout of ['name, colon, speech, a line each', 'bold name and colon']) {
        const small = setOut(inline[layout]!, name).replaceAll('IRMA', 'Irma').replaceAll('JONAS', 'Jonas');
        expect(said(small), layout).toEqual(saidBy(name));
      }
    },
  );

  test('a name in capitals among others is one too, though it speaks but once', () => {
    const text = 'Irma: Who is there?\nTV: The news at nine.\nJonas: Nobody.\nIrma: Good.\nJonas: Good.\n';
    expect(said(text)).toContain('TV: The news at nine.');
  });

  test('in bold, with six words', () => {
    const name = 'The man in the grey coat';
    expect(said(setOut(inline['bold name and colon']!, name))).toEqual(saidBy(name));
  });

  test('a sentence that ends in a colon is no name', () => {
    const text = 'Irma: I tell you this:\nThe door: it is shut.\nJonas: So it is.\nIrma: Good.\nJonas: Good.\n';
    expect(said(text).map((line) => line.split(':')[0])).toEqual(['Irma', 'Jonas', 'Irma', 'Jonas']);
  });
});

test.each(['The Pause Cafe', 'Irma'])('names in italics on a line of their own, beside %s', (name) => {
  const speeches = talk(name).map(
    ([speaker, speech]) => `_${speaker === 'IRMA' ? 'Irma' : speaker} (aside)._\n\n${speech}\n\n`,
  );
  const text = `ACT I\n\n_A hall. Night._\n\n${speeches.join('')}_Silence._\n\n${speeches.join('')}`;
  expect(said(text)).toHaveLength(12);
  expect(told(text)).toContain('Silence.');
  expect(said(text).join(' ')).not.toMatch(/_|aside/);
});

test('names before two blanks, or alone before verse: as the Folger Library sets plays', () => {
  const text = `The Door\n\nCharacters in the Play\n======================\nIRMA, a widow\nJONAS\n\nACT 1\n=====\n\nScene 1\n=======\n[Enter Irma.]\n\n
IRMA  Who knocks?\n\nJONAS\nOnly the wind, and what the wind\nBrings in from other doors.\n\nIRMA  Then let it in,\nand shut the door.\n\nJONAS  It is shut.\n`;
  expect(said(text)).toEqual([
    'Irma: Who knocks?',
    'Jonas: Only the wind, and what the wind Brings in from other doors.',
    'Irma: Then let it in, and shut the door.',
    'Jonas: It is shut.',
  ]);
});

test.each([
  ['JONAS, [aside]  He is late.', 'Jonas: He is late.'],
  ['JONAS\nHe is as late as he was yesterday,\nAnd will be.', 'Jonas: He is as late as he was yesterday, And will be.'],
  ['JONAS  He is late.', 'Jonas: He is late.'],
])('where some speeches stand behind a gap, who speaks but once is heard: %j', (speech, line) => {
  const talk = 'IRMA  Who knocks?\n\nFRIAR TOM\nI that have walked the long way from the sea,\nAnd am tired.\n\n';
  expect(said(`ACT 1\n=====\n\n${talk}${talk}${speech}\n\n${talk}`)).toContain(line);
});

test.each([
  ['_Sailor._', 'Sailor: Land!'],
  ['_Otto_ (_from above_).', 'Otto: Land!'],
])('in italics on a line of its own, %s speaks but once', (cue, line) => {
  const talk = '_Irma._\n\nWhat is it?\n\n_Jonas._\n\nA bird.\n\n';
  expect(said(`ACT I\n\n${talk}${cue}\n\nLand!\n\n${talk}_Silence._\n\n`)).toContain(line);
});

test('names in small letters are cues where most paragraphs are such names, and those in capitals beside them', () => {
  const talk = 'Master\n\nAll hands!\n\nBoatswain\n\nHere, master.\n\n';
  const text = `ACT I\n\nSCENE I. A ship.\n\n${talk}IRMA\n\nWhere is he?\n\n${talk}`;
  expect(said(text)).toEqual([
    'Master: All hands!',
    'Boatswain: Here, master.',
    'Irma: Where is he?',
    'Master: All hands!',
    'Boatswain: Here, master.',
  ]);
});

test('names before a tab', () => {
  const text = talk('Nurse')
    .map(([name, speech]) => `${name}\t${speech}\n`)
    .join('');
  expect(said(text)).toEqual(saidBy('Nurse'));
});

describe('speeches that are set in, with directions among them', () => {
  const directions = [
    'They swear',
    'Re-enter Ghost',
    'Cock crows',
    'Exit Ghost',
    'Enter IRMA, JONAS,\n    and others',
    'Drawing his sword',
  ];
  test.each(directions)('%s', (direction) => {
    const text = `ACT I\nSCENE I. A wall.\n\nIRMA\n\n    Swear by the sword,\n    all of you.\n\n    ${direction}\n    Rest, spirit. So, gentlemen,\n    go in.\n\nJONAS\n\n    We go.\n\nGhost\n\n    Swear.\n\nIRMA\n\n    Again?\n\nJONAS\n\n    Again.\n`;
    expect(said(text)).toEqual([
      'Irma: Swear by the sword, all of you. Rest, spirit. So, gentlemen, go in.',
      'Jonas: We go.',
      'Ghost: Swear.',
      'Irma: Again?',
      'Jonas: Again.',
    ]);
    expect(told(text)).not.toContain('They swear Rest, spirit.');
  });

  test('a second stanza goes on with the speech', () => {
    const text =
      'IRMA\n\n    The sea is deep,\n    so deep.\n\n    The well is deeper,\n    I know.\n\nJONAS\n\n    Sing on.\n\nIRMA\n\n    No.\n\nJONAS\n\n    Do.\n';
    expect(said(text)[0]).toBe('Irma: The sea is deep, so deep. The well is deeper, I know.');
  });

  test('few cues among long speeches are a play still', () => {
    const long = `    ${Array.from({ length: 60 }, (_, at) => `Line ${at} of what is told at length,`).join('\n    ')}\n`;
    const text = `ACT I\nSCENE I. A wall.\n\n${['IRMA', 'JONAS', 'IRMA', 'JONAS'].map((name) => `${name}\n\n${long}\n`).join('')}`;
    expect(said(text)).toHaveLength(4);
  });
});

describe('labels', () => {
  const labels = [
    'SFX: Thunder.',
    'Cut to: The quay.',
    'CUT TO: a wood.',
    'Setting: A mill.',
    'Music: soft.',
    'LIGHTS: Red.',
    'Stage direction: They part.',
    'Location: Hull',
    'Time: Night',
    'Characters: IRMA, JONAS',
    'INT. MILL - NIGHT',
    'Props: A lamp',
    'Title card: Hull, 1904.',
  ];
  test.each(labels)('%s is told by nobody and ends the speech', (label) => {
    for (const layout of ['name, colon, speech, a line each', 'the same with empty lines between']) {
      const speeches = talk('Nurse').map(([name, speech]) => inline[layout]!(name, speech));
      const lines = said([...speeches.slice(0, 3), `${label}\n`, ...speeches.slice(3), `${label}\n`].join(''));
      expect(lines, layout).toEqual(saidBy('Nurse'));
    }
  });

  test('scenes that each name place, time and persons lose nothing', () => {
    const scene = (number: string, names: string) =>
      `SCENE ${number}\nLocation: A mill\nTime: Night\nCharacters: ${names}\n`;
    const text = `${scene('ONE', 'IRMA, JONAS')}IRMA: One.\nJONAS: Two.\n\n${scene('TWO', 'IRMA')}IRMA: Three.\n\n${scene('THREE', 'JONAS')}JONAS: Four.\nIRMA: Five.\n`;
    expect(said(text)).toEqual(['Irma: One.', 'Jonas: Two.', 'Irma: Three.', 'Jonas: Four.', 'Irma: Five.']);
  });

  test('lists of persons below each heading lose nothing either', () => {
    const scene = (number: number, names: string[], speeches: string[]) =>
      `SCENE ${number}\n\nCharacters:\n${names.join('\n')}\n\n${speeches.join('\n')}\n\n`;
    const text =
      scene(1, ['IRMA', 'JONAS'], ['IRMA: One.', 'JONAS: Two.', 'IRMA: Three.']) +
      scene(2, ['IRMA', 'JONAS'], ['JONAS: Four.', 'IRMA: Five.']);
    expect(said(text)).toEqual(['Irma: One.', 'Jonas: Two.', 'Irma: Three.', 'Jonas: Four.', 'Irma: Five.']);
  });
});

describe('directions in round brackets', () => {
  const spoken: [speech: string, content: string][] = [
    ['(to Boy) Come down.', 'Come down.'],
    ['It is a star. (to Boy) Come down.', 'It is a star. Come down.'],
    ['It is a star. (To the boy) Come down.', 'It is a star. Come down.'],
    ['It is a star. (to herself) Come down.', 'It is a star. Come down.'],
    ['(SIGHS) It is a star.', 'It is a star.'],
    ['It is a star. ( With a strange gesture.) Come down.', 'It is a star. Come down.'],
    ['It is (to be sure) a star.', 'It is (to be sure) a star.'],
    ['It is (I know) a star.', 'It is (I know) a star.'],
  ];
  test.each(spoken)('%s', (speech, content) => {
    const text = `IRMA: Look.\nJONAS: ${speech}\nIRMA: I see.\nJONAS: Good.\nIRMA: (laughing) Good.\n`;
    const bare = `IRMA: Look.\nJONAS: ${speech}\nIRMA: I see.\nJONAS: Good.\nIRMA: Good.\n`;
    if (!content.includes('(')) expect(said(text)[1]).toBe(`Jonas: ${content}`);
    if (!/SIGHS|gesture/.test(speech)) expect(said(bare)[1]).toBe(`Jonas: ${content}`);
  });

  test('a sentence in brackets on its own line', () => {
    const text =
      'IRMA: Look.\nJONAS: Where?\n(The lamp goes out.)\nIRMA [on the phone]: There.\nJONAS [OC]: It was\nlong ago.\n';
    expect(said(text)).toEqual(['Irma: Look.', 'Jonas: Where?', 'Irma: There.', 'Jonas: It was long ago.']);
  });
});

test('who opens the scene and speaks but once is heard', () => {
  expect(said('NURSE: Hush.\nIRMA: Why?\nJONAS: He sleeps.\nIRMA: So?\nJONAS: So hush.\n')[0]).toBe('Nurse: Hush.');
});

describe('where no layout fits, the message says what was seen', () => {
  test.each([
    [
      'cues that do not recur',
      'IRMA: Come in.\n\nJONAS: Thanks.\n',
      /2 lines look like cues of a play \(IRMA, JONAS\), but no name recurs/,
    ],
    [
      'scene headings only',
      'INT. MILL - NIGHT\n\nA lamp.\n\nEXT. QUAY - DAWN\n\nRain.\n',
      /2 lines look like scene headings of a screenplay, but no line like a cue/,
    ],
    [
      'Chinese cues that do not recur',
      '甲：来了。\n\n乙：好。\n',
      /2 lines look like cues of a Chinese play \(甲、乙\), but no name recurs/,
    ],
    ['nothing', 'Bread is made of flour and water.\n', /no line looks like a cue/],
  ])('%s', (_title, text, message) => expect(() => read(text)).toThrow(message));
});

describe('time grows with the length of the text', () => {
  const pieces = [
    '(',
    '[',
    '—',
    'ANNA\n',
    'ANNA: Yes.\n',
    'Anna: Yes.\n',
    'ANNA  Yes.\n',
    'Old man: x\n',
    'A ',
    ' ',
    '\t',
    '*',
    '_',
    'word ',
    'A/',
    'A + ',
    '(a\n',
    '   \n',
    'SFX: x\n',
    'X   12\n',
    '玛　莎　',
    '玛莎\n好。\n',
    '〔',
    '<s>',
    '&#',
    '🤖 ',
    'Characters\n',
    'Enter X,\n',
  ];
  const formats = scriptFormats.filter(({ name }) =>
    ['play', 'markdown-play', 'fountain', 'chinese-play', 'csv'].includes(name),
  );
  const time = (piece: string, length: number) => {
    const text = `INT. X\n\nANNA: Yes.\nBO: No.\nANNA: Yes.\n${piece.repeat(length / piece.length)}\nBO: No.\nANNA: Yes.\n`;
    return cpuTime(() => {
      for (const format of formats) {
        format.recognise(text, { file: 'x' });
        if (format.name !== 'csv') format.read(text, { file: 'x' });
      }
    });
  };
  test.each(pieces)('%j', (piece) => expect(time(piece, 40_000)).toBeLessThan(2_000));
});

describe('who is in a scene is listed, and no list speaks', () => {
  const scene = (number: number, list: string) =>
    `SCENE ${number}\n\n${list}\n\nIRMA: Who knocks?\nJONAS: Only me.\n\nIRMA: Come in.\n\n`;
  test.each([
    'Characters: IRMA, JONAS',
    'CHARACTERS: Irma and Jonas',
    'Persons: IRMA. JONAS.',
    'Present: IRMA, JONAS',
    'Heard: Irma, Jonas',
    'Characters:\nIRMA: a widow\nJONAS: her son',
    'PERSONS\nIRMA, a widow\nJONAS, her son',
  ])('%s', (list) => {
    expect(said(scene(1, list) + scene(2, list))).toEqual(
      [1, 2].flatMap(() => ['Irma: Who knocks?', 'Jonas: Only me.', 'Irma: Come in.']),
    );
  });

  test('in a file so small that nobody speaks twice at the same place', () => {
    const text =
      'SCENE 1\nCharacters: IRMA, JONAS\n\nIRMA: Who knocks?\nJONAS: Only me.\n\nSCENE 2\nCharacters: IRMA, LENE\n\nLENE: And me.\nIRMA: Come in.\n';
    expect(said(text)).toEqual(['Irma: Who knocks?', 'Jonas: Only me.', 'Lene: And me.', 'Irma: Come in.']);
  });
});

test('lines of two follow each other without an empty line', () => {
  const text = 'Irma: One.\nJonas: Two.\n\nIrma: Three.\nJonas: Four.\n\nIrma: Five.\n';
  expect(said(text)).toEqual(['Irma: One.', 'Jonas: Two.', 'Irma: Three.', 'Jonas: Four.', 'Irma: Five.']);
});

test('several named with commas speak together where all of them speak', () => {
  const text = 'IRMA: One.\nJONAS: Two.\nIRMA, JONAS: Three!\nIRMA / JONAS: Four!\nIRMA: Five.\nJONAS: Six.\n';
  expect(said(text).slice(2, 4)).toEqual(['Irma and Jonas: Three!', 'Irma and Jonas: Four!']);
});

describe('small files of a few speeches', () => {
  test.each([
    ['a line a name', 'First Soldier\nHalt!\nMAJOR\nA friend.\nSecond Soldier\nPass.\nFirst Soldier\nGood.\n'],
    [
      'speeches set in',
      'First Soldier\n\n    Halt!\n\nMAJOR\n\n    A friend.\n\nSecond Soldier\n\n    Pass.\n\nFirst Soldier\n\n    Good.\n',
    ],
    ['colons', 'First Soldier: Halt!\nMAJOR: A friend.\nSecond Soldier: Pass.\nFirst Soldier: Good.\n'],
    ['full stops', 'First Soldier. Halt!\n\nMAJOR. A friend.\n\nSecond Soldier. Pass.\n\nFirst Soldier. Good.\n'],
  ])('one in capitals among roles in small letters: %s', (_, text) => {
    expect(said(text)).toEqual([
      'First Soldier: Halt!',
      'Major: A friend.',
      'Second Soldier: Pass.',
      'First Soldier: Good.',
    ]);
  });

  test('nobody speaks twice', () => {
    expect(said('Old Woman: Who is it?\nMILLER: A friend.\nGhost: And I.\n')).toEqual([
      'Old Woman: Who is it?',
      'Miller: A friend.',
      'Ghost: And I.',
    ]);
  });
});

describe('directions between the name and the speech', () => {
  test('without a mark behind them, beside names with a full stop or a colon', () => {
    const text =
      'IRMA (to Jonas, low) Not so loud.\nJONAS (shrugging) Why not?\nIRMA. He sleeps.\nAUNT LENE (from the loft): I do not.\nJONAS. There!\nIRMA [laughing] Well!\n';
    expect(said(text)).toEqual([
      'Irma: Not so loud.',
      'Jonas: Why not?',
      'Irma: He sleeps.',
      'Aunt Lene: I do not.',
      'Jonas: There!',
      'Irma: Well!',
    ]);
  });

  test('on the line of a name that stands above its speech', () => {
    const text =
      'IRMA (to Jonas, low)\nNot so loud.\n\nJONAS\nWhy not?\n\nIRMA (at the stove)\nHe sleeps.\n\nAunt Lene (from the loft)\nI do not.\n\nJONAS\nThere!\n';
    expect(said(text)).toEqual([
      'Irma: Not so loud.',
      'Jonas: Why not?',
      'Irma: He sleeps.',
      'Aunt Lene: I do not.',
      'Jonas: There!',
    ]);
  });

  test('behind a comma, up to a colon or to a full stop and a dash', () => {
    expect(
      said('IRMA, to Jonas, low: Not so loud.\nJONAS: Why not?\nIRMA: He sleeps.\nLENE, from the loft: I do not.\n'),
    ).toEqual(['Irma: Not so loud.', 'Jonas: Why not?', 'Irma: He sleeps.', 'Lene: I do not.']);
    expect(
      said('LISE. — Qui vive ?\nPAUL. — Moi.\nLISE. — Entrez.\nPAUL, entrant. — Quelle pluie !\nLISE. — Hélas.\n'),
    ).toEqual(['Lise: Qui vive ?', 'Paul: Moi.', 'Lise: Entrez.', 'Paul: Quelle pluie !', 'Lise: Hélas.']);
  });
});

test('two who speak alone too are one cue on a line of their own, the word between them in small letters', () => {
  expect(said('IRMA\nShut it.\nJONAS\nIt is shut.\nIRMA and JONAS\nGoodnight!\nIRMA\nSleep.\nJONAS\nYes.\n')).toEqual([
    'Irma: Shut it.',
    'Jonas: It is shut.',
    'Irma and Jonas: Goodnight!',
    'Irma: Sleep.',
    'Jonas: Yes.',
  ]);
});
