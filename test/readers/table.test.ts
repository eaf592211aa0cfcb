import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { csv } from '../../src/readers/table.js';
import { refusalOf, spokenIn } from './read.js';

const read = (text: string, options: object = {}) => csv.read(text, { file: 'a.csv', ...options });
const quote = (field: string) => `"${field.replaceAll('"', '""')}"`;
const word = fc.stringMatching(/^[A-Za-z中文,"']{1,8}$/);

test('a table written from speeches reads back as them, in order, with the line where each begins', () => {
  const speech = fc.record({
    speaker: fc.constantFrom('Anna', 'Ben', '孙悟空'),
    words: fc.array(word, { minLength: 1, maxLength: 5 }),
  });
  fc.assert(
    fc.property(fc.array(speech, { maxLength: 10 }), (speeches) => {
      const rows = speeches.map(({ speaker, words }) => `${speaker},${quote(words.join(' '))}`);
      const expected = speeches.map(({ speaker, words }, index) => ({
        speaker,
        content: words.join(' '),
        act: 0,
        line: index + 2,
      }));
      expect(read(`speaker,text\n${rows.join('\n')}\n`)).toEqual(expected);
    }),
  );
});

test('tabs, semicolons and bars part fields as well, and a field may hold line breaks', () => {
  for (const mark of ['\t', ';', '|']) {
    const text = `role${mark}content\nAnna${mark}"Come\nin."\nBen${mark}No.\n`;
    expect(read(text, { file: mark === '\t' ? 'a.tsv' : 'a.csv' })).toEqual([
      { speaker: 'Anna', content: 'Come in.', act: 0, line: 2 },
      { speaker: 'Ben', content: 'No.', act: 0, line: 4 },
    ]);
  }
});

test('verse lines of one speaker are one speech, and a stage direction in its midst does not end it', () => {
  const rows = [
    'act,scene,character,dialogue,line_number',
    'I,1,Ann,"One,",1',
    'I,1,Ann,two.,2',
    'I,1,[stage direction],Bows,NA',
    'I,1,Ann,Three.,3',
    'I,1,Bo,Four.,4',
    'I,2,Bo,Five.,5',
  ];
  expect(read(rows.join('\n')).map(({ speaker, content, act }) => [speaker, content, act])).toEqual([
    ['Ann', 'One, two. Three.', 0],
    [null, 'Bows', 0],
    ['Bo', 'Four.', 0],
    ['Bo', 'Five.', 1],
  ]);
});

test('player line numbers of Shakespeare_data tell two speeches of one speaker apart', () => {
  const rows = [
    'Dataline,Play,PlayerLinenumber,ActSceneLine,Player,PlayerLine',
    '1,H4,,,,ACT I',
    '2,H4,1,1.1.1,KING,So shaken',
    '3,H4,1,1.1.2,KING,as we are',
    '4,H4,2,1.1.3,KING,Again.',
    '5,H4,3,1.2.1,HAL,Hm.',
  ];
  expect(read(rows.join('\n')).map(({ speaker, content, act }) => [speaker, content, act])).toEqual([
    [null, 'ACT I', 0],
    ['KING', 'So shaken as we are', 0],
    ['KING', 'Again.', 0],
    ['HAL', 'Hm.', 1],
  ]);
});

test('without a verse column every row is a speech, and a row without speaker is narration', () => {
  expect(read('说话人,台词\n孙悟空,俺来也\n孙悟空,看棒\n,妖怪逃走\n').map(({ speaker }) => speaker)).toEqual([
    '孙悟空',
    '孙悟空',
    null,
  ]);
});

describe('rows that nobody speaks', () => {
  const nobody = [
    'NA',
    'nan',
    'NaN',
    'NULL',
    'N/A',
    '-',
    'Scene Directions',
    'Stage Direction',
    'SFX',
    '[Scene]',
    '旁白',
    '字幕',
  ];
  test.each(nobody)('%s is no speaker', (name) => {
    expect(read(`speaker,text\nAnna,Hi.\n${name},A bell rings.\n`).map(({ speaker }) => speaker)).toEqual([
      'Anna',
      null,
    ]);
  });

  test.each(['Nan', 'Na Li', 'Noah', 'Nora', 'Mr. Action', 'Nullah'])('%s is a name', (name) => {
    expect(read(`speaker,text\n${name},Hi.\n`)[0]!.speaker).toBe(name);
  });

  test('a text that is missing is no speech', () => {
    expect(read('speaker,text\nAnna,NA\nAnna,Hi.\n')).toHaveLength(1);
  });
});

describe('tables written by R', () => {
  const rows = [
    ['Anna', 'Is "it" late?'],
    ['Bo', 'Not yet, no.'],
  ];
  const quote = (word: string) => `"${word.replaceAll('"', '\\"')}"`;
  test('words in quotation marks with blanks between, with and without the names of the rows', () => {
    for (const named of [true, false]) {
      const lines = rows.map((row, at) => [...(named ? [String(at + 1)] : []), ...row].map(quote).join(' '));
      const text = ['"character" "dialogue"', ...lines, ''].join('\n');
      expect(csv.recognise(text, { file: 'a.txt' })).toBeGreaterThan(0.8);
      expect(read(text).map(({ speaker, content }) => [speaker, content])).toEqual(rows);
    }
  });

  test('names of the rows stand before tabs and commas as well', () => {
    for (const comma of ['\t', ',']) {
      const text = `speaker${comma}text\n1${comma}Anna${comma}Hi.\n2${comma}Bo${comma}No.\n`;
      expect(read(text).map(({ speaker, content }) => [speaker, content])).toEqual([
        ['Anna', 'Hi.'],
        ['Bo', 'No.'],
      ]);
    }
  });
});

test('a table without a speaker column is an error that names its columns and the option', () => {
  expect(() => read('who,text\nAnna,Hi\n')).toThrow(/columns: who, text/);
  expect(read('who,text\nAnna,Hi\n', { speakerColumn: 'who' })).toEqual([
    { speaker: 'Anna', content: 'Hi', act: 0, line: 2 },
  ]);
  try {
    read('who,text\nAnna,Hi\n', { speakerColumn: 'whom' });
    expect.unreachable();
  } catch (thrown) {
    expect((thrown as UserError).toLine()).toBe(
      'a.csv:1: there is no column "whom"; columns: who, text. Name the column with "speaker_column" in the role\'s file, or --speaker-column of --list-characters.',
    );
  }
});

test('a broken table is an error with its line', () => {
  expect(() => read('speaker,text\nAnna,"never closed\n')).toThrow(UserError);
});

test('any text is lines or a UserError', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        read(`speaker,text\n${text}`);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(UserError);
      }
    }),
  );
});

test('a file of one endless line that is no table is refused in a line that can be read', () => {
  const refusal = refusalOf(`${'the tide comes in '.repeat(10_000)}\n`, 'tide.csv');
  expect(refusal).toMatch(/^tide\.csv:1: no speaker column is recognised; columns: the tide comes in the.*…\. /);
  expect(refusal.length).toBeLessThan(300);
});

test('a column is to be named only where there are columns to name', () => {
  expect(refusalOf('who,said\nAda,Yes.\n', 'a.csv')).toMatch(/Name the column with "speaker_column"/);
  for (const head of [
    'instruction,output',
    'role,question,generated',
    'It rained in the old town for nine whole days, and then it snowed',
  ])
    expect(refusalOf(`${head}\na,b\n`, 'a.csv')).not.toMatch(/speaker_column|text_column/);
});

test('a comma in the last column that nobody quoted cuts off no words', () => {
  expect(spokenIn('speaker,text\nAda,"Well, well."\nTom,Shut the gate, Ada, and come.\nAda,Yes.\n', 'a.csv')).toEqual([
    ['Ada', 'Well, well.'],
    ['Tom', 'Shut the gate, Ada, and come.'],
    ['Ada', 'Yes.'],
  ]);
});

test.each(['Person,Message', 'Speaker Name,Dialogue Text', 'Personnage,Réplique'])(
  'columns may be called %s',
  (header) => {
    expect(spokenIn(`${header}\nInes,Is it on?\nOtto,It is.\nInes,Good.\n`)).toEqual([
      ['Ines', 'Is it on?'],
      ['Otto', 'It is.'],
      ['Ines', 'Good.'],
    ]);
  },
);
