import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { play } from '../../src/readers/play.js';
import type { ScriptLine } from '../../src/readers/script.js';
import { cpuTime } from '../harness/cpu-time.js';
import { pairs, plainSpeech } from './arbitrary-plays.js';

const read = (text: string) => play.read(text, { file: 'play.txt' });
const said = (lines: ScriptLine[]) =>
  lines.filter(({ speaker }) => speaker !== null).map(({ speaker, content }) => [speaker, content]);
const told = (lines: ScriptLine[]) => lines.filter(({ speaker }) => speaker === null).map(({ content }) => content);

const ownLine = `ACT I

SCENE I. A kitchen.

[A table, two chairs. MARTHA peels apples.]

MARTHA.
You are late again,
and the soup is cold.

OLD TOM.
[Sitting down.] It is never cold
when you are angry. [_He eats._] Salt!

[Enter JOAN with a basket.]

JOAN.
Bread, mother.

MARTHA.
Put it there.

[Exit JOAN.]

And shut the door!

ACT II

OLD TOM.
Winter came.

MARTHA.
It did.

THE END
`;

describe('speakers on a line of their own', () => {
  test('wrapped lines are one speech, directions are left out of it, names in capitals become readable', () => {
    expect(said(read(ownLine))).toEqual([
      ['Martha', 'You are late again, and the soup is cold.'],
      ['Old Tom', 'It is never cold when you are angry. Salt!'],
      ['Joan', 'Bread, mother.'],
      ['Martha', 'Put it there. And shut the door!'],
      ['Old Tom', 'Winter came.'],
      ['Martha', 'It did.'],
    ]);
  });

  test('headings and directions of their own are lines without a speaker', () => {
    expect(told(read(ownLine))).toEqual([
      'ACT I',
      'SCENE I. A kitchen.',
      'A table, two chairs. MARTHA peels apples.',
      'Enter JOAN with a basket.',
      'ACT II',
      'THE END',
    ]);
  });

  test('a cue of several people may end in `&C`', () => {
    const crowd =
      'Martha:\nOut, all of you!\n\nSenators, &C:\nWe go, we go.\n\nMartha:\nAnd shut the door.\n\nSenators, &C:\nWe shut it.\n';
    expect(said(read(crowd))).toEqual([
      ['Martha', 'Out, all of you!'],
      ['Senators', 'We go, we go.'],
      ['Martha', 'And shut the door.'],
      ['Senators', 'We shut it.'],
    ]);
  });

  test('act and line are those of the file', () => {
    const lines = read(ownLine);
    expect(lines.find(({ content }) => content === 'Winter came.')).toMatchObject({ act: 1, line: 29 });
    expect(lines.find(({ content }) => content === 'Bread, mother.')).toMatchObject({ act: 0, line: 17 });
  });

  test('a colon after the name does as well, and sentences that end in a colon are no speakers', () => {
    const lines = read(
      'First Cook:\nI tell you this:\nit burns.\n\nSecond Cook:\nLet it:\n\nFirst Cook:\nNo.\n\nSecond Cook:\nYes.\n',
    );
    expect(said(lines)).toEqual([
      ['First Cook', 'I tell you this: it burns.'],
      ['Second Cook', 'Let it:'],
      ['First Cook', 'No.'],
      ['Second Cook', 'Yes.'],
    ]);
  });

  test('a direction may follow the name', () => {
    const lines = read('ANNA (aside).\nHush!\n\nPAUL.\nWhat?\n\nANNA (loud).\nNothing.\n\nPAUL.\nI see.\n');
    expect(said(lines)).toEqual([
      ['Anna', 'Hush!'],
      ['Paul', 'What?'],
      ['Anna', 'Nothing.'],
      ['Paul', 'I see.'],
    ]);
  });
});

describe('what editors and printers add', () => {
  test('footnotes, page numbers, verse numbers and the last word are no speech', () => {
    const text = [
      'FINN.\nThe sea[1] is deep,\n[Pg 12]\nand deeper than the well.      45',
      '[1] As in the first print.',
      'ORLA.\nIt is.',
      'FINN.\nGo home.',
      'ORLA.\nI am at home.',
      'THE END OF THE PLAY.',
      'Printed in Hull by the widow.',
    ];
    expect(said(read(text.join('\n\n')))).toEqual([
      ['Finn', 'The sea is deep, and deeper than the well.'],
      ['Orla', 'It is.'],
      ['Finn', 'Go home.'],
      ['Orla', 'I am at home.'],
    ]);
  });

  test('verse that begins with the word act is no heading', () => {
    const lines = read(
      'ACT I, SCENE 2\n\nFINN.\nAct first, think later.\nAct I would,\nbut dare not.\n\nORLA.\nDare!\n\nFINN.\nNo.\n\nORLA.\nNo?\n',
    );
    expect(said(lines)[0]).toEqual(['Finn', 'Act first, think later. Act I would, but dare not.']);
    expect(told(lines)).toEqual(['ACT I, SCENE 2']);
  });

  test('a table of contents, a preface and a cast list before the play are left out', () => {
    const front =
      'THE WELL\n\nContents\n\nACT I\nACT II\n\nPREFACE\n\nI wrote this at sea.\n\nPERSONS OF THE PLAY\n\nFINN.\nORLA, his wife.\nA GULL.\n\n';
    const lines = read(`${front}ACT I\n\nFINN.\nHo.\n\nORLA.\nHo.\n\nFINN.\nWell?\n\nACT II\n\nORLA.\nWell.\n`);
    expect(lines.map(({ speaker, content, act }) => [speaker, content, act])).toEqual([
      [null, 'ACT I', 0],
      ['Finn', 'Ho.', 0],
      ['Orla', 'Ho.', 0],
      ['Finn', 'Well?', 0],
      [null, 'ACT II', 1],
      ['Orla', 'Well.', 1],
    ]);
  });
});

describe('speakers before the speech', () => {
  test.each(['.', ':'])('a name in capitals and "%s" begin a speech', (mark) => {
    const text = `ANNA${mark} Good day.\n\nPAUL${mark} [bows] And to you, [rising] madam.\n\nANNA${mark} Sit.\n\nPAUL${mark} Thanks.\n`;
    expect(said(read(text))).toEqual([
      ['Anna', 'Good day.'],
      ['Paul', 'And to you, madam.'],
      ['Anna', 'Sit.'],
      ['Paul', 'Thanks.'],
    ]);
  });

  test('names with a full stop in them are names, and parentheses after names are directions everywhere', () => {
    const text = [
      'Dr. Lund. You came (looks at the clock) early.',
      'Mrs. Lund (coldly). He always does.',
      'Dr. Lund (to his wife). Katrine!',
      '(She leaves.)',
      'Mrs. Lund. Well?',
    ].join('\n\n');
    const lines = read(text);
    expect(said(lines)).toEqual([
      ['Dr. Lund', 'You came early.'],
      ['Mrs. Lund', 'He always does.'],
      ['Dr. Lund', 'Katrine!'],
      ['Mrs. Lund', 'Well?'],
    ]);
    expect(told(lines)).toEqual(['She leaves.']);
  });

  test('a paragraph without a cue among paragraphs with one is narration', () => {
    const text = ['ANNA. Come in.', 'The cat comes in.', 'PAUL. Who?', 'ANNA. The cat.', 'PAUL. Ah.'];
    const long = ` ${'so it was and so it stayed, '.repeat(6)}always.`;
    const lines = read(text.map((line) => line + long).join('\n\n'));
    expect(said(lines).map(([speaker]) => speaker)).toEqual(['Anna', 'Paul', 'Anna', 'Paul']);
    expect(told(lines)).toEqual([`The cat comes in.${long}`]);
  });

  test('one line a speech without empty lines between is a play too', () => {
    expect(said(read('Anna: Good day.\nPaul: Good day to you.\nAnna: Sit.\nPaul: Thanks.\n'))).toEqual([
      ['Anna', 'Good day.'],
      ['Paul', 'Good day to you.'],
      ['Anna', 'Sit.'],
      ['Paul', 'Thanks.'],
    ]);
  });
});

const folio = `Actus Primus.

Enter Katherina and Lorenzo.

  Kath. Where is the Ring (my Lord)
that you haue promis'd?
  Lor. Vpon thy hand

   Kath. Tis none

Exit Lorenzo.

He flies: the Man is false.
  Lorenz. I come againe
  Kath. So doth the Winter.
  Lor. Go too.
Enter Beatrice and Fabio.

  Bea. Sister
  Fab. Madam
  Bea. Be still
  Fab. I am

Exeunt.
`;

describe('abbreviated speakers', () => {
  test('become the names that entrances give in full', () => {
    const names = new Set(read(folio).map(({ speaker }) => speaker));
    expect(names).toEqual(new Set([null, 'Katherina', 'Lorenzo', 'Beatrice', 'Fabio']));
  });

  test('a speech goes on behind an exit, and parentheses in verse are spoken', () => {
    expect(said(read(folio)).slice(0, 3)).toEqual([
      ['Katherina', "Where is the Ring (my Lord) that you haue promis'd?"],
      ['Lorenzo', 'Vpon thy hand'],
      ['Katherina', 'Tis none He flies: the Man is false.'],
    ]);
  });

  test('where each speech is one line, brackets on a line of their own are a direction, not its end', () => {
    const text =
      'THE BELL\nA play\n\nANN, a widow\nBEA, her niece\n\nANN: Count with me.\nBEA: Nine, ten.\n(A bell far off.)\nANN: Is that it?\nBEA: That is (I think) a bell.\n[Pause.]\nANN: It is.\nBEA: Yes.\n';
    const lines = read(text).map(({ speaker, content }) => [speaker, content]);
    expect(lines.slice(-8)).toEqual([
      ['Ann', 'Count with me.'],
      ['Bea', 'Nine, ten.'],
      [null, 'A bell far off.'],
      ['Ann', 'Is that it?'],
      ['Bea', 'That is (I think) a bell.'],
      [null, 'Pause.'],
      ['Ann', 'It is.'],
      ['Bea', 'Yes.'],
    ]);
  });

  test('the cast list gives full names, and is not read as speech', () => {
    const text = `DRAMATIS PERSONAE\n\nMARGARET, a widow.\nGEORGE, her son.\nSERVANT.\n\nACT I\n\nMARG. Come.\n\nGEO. I come.\n\nMARG. Sit.\n\nGEO. I sit.\n`;
    expect(said(read(text))).toEqual([
      ['Margaret', 'Come.'],
      ['George', 'I come.'],
      ['Margaret', 'Sit.'],
      ['George', 'I sit.'],
    ]);
  });

  test('a name that is a name of its own is not made longer', () => {
    const text = 'ANN. Anna is my sister.\n\nANNA. So Ann says, and Ann knows.\n\nANN. I, Ann, know.\n\nANNA. Yes.\n';
    expect(said(read(text)).map(([speaker]) => speaker)).toEqual(['Ann', 'Anna', 'Ann', 'Anna']);
  });
});

describe('recognition', () => {
  test('prose with names in it is no play', () => {
    const prose =
      'Holmes. That was the name.\n\n"Watson," he said, "come."\n\nI came. Holmes smiled.\n\nHolmes. Always Holmes.\n\n';
    expect(
      play.recognise(`${prose}${'The street was long and the night was dark.\n\n'.repeat(40)}`, { file: 'x' }),
    ).toBe(0);
  });

  test('a short play is a play', () => {
    expect(play.recognise(ownLine, { file: 'x' })).toBeGreaterThan(0.5);
    expect(play.recognise(folio, { file: 'x' })).toBeGreaterThan(0.5);
  });
});

const layouts: Record<string, (name: string, speech: string) => string> = {
  'own line, full stop': (name, speech) => `${name.toUpperCase()}.\n${speech}\n\n`,
  'own line, colon': (name, speech) => `${name}:\n${speech}\n\n`,
  'own line, nothing': (name, speech) => `${name.toUpperCase()}\n${speech}\n\n`,
  'inline, full stop': (name, speech) => `${name.toUpperCase()}. ${speech}\n\n`,
  'inline, colon': (name, speech) => `${name}: ${speech}\n\n`,
  'inline, colon, no empty lines': (name, speech) => `${name}: ${speech}\n`,
  'inline, mixed case, full stop': (name, speech) => `${name}. ${speech}\n\n`,
  'inline, direction, full stop': (name, speech) => `${name} (smiling). ${speech}\n\n${name}. ${speech}\n\n`,
  'indented verse': (name, speech) => `  ${name}. ${speech.replace(/ /g, '\n')}\n`,
};

describe('properties', () => {
  test.each(Object.keys(layouts))('a play set out as "%s" gives back who said what', (layout) => {
    fc.assert(
      fc.property(pairs, (speeches) => {
        const text = speeches.map(([name, speech]) => layouts[layout]!(name, speech)).join('');
        const twice = layout.includes('direction') ? speeches.flatMap((pair) => [pair, pair]) : speeches;
        expect(said(read(text))).toEqual(twice);
      }),
      { numRuns: 60 },
    );
  });

  test('reading and recognising any text throws nothing but a UserError, and line numbers grow', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\n',
        '\n\n',
        ' ',
        '\t',
        'ANNA.',
        'Ham. ',
        '**NORA**',
        '[',
        ']',
        '(',
        ')',
        '_',
        '# ACT I',
        'Enter ',
        '1. ',
        '...',
      ),
      plainSpeech,
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        try {
          play.recognise(text, { file: 'x' });
          const lines = read(text);
          for (const [i, { line }] of lines.entries()) expect(line).toBeGreaterThan(lines[i - 1]?.line ?? 0);
        } catch (thrown) {
          if (!(thrown instanceof UserError)) throw thrown;
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a text whose sentences begin alike is read as no play', () => {
    const text = `${'Yes. It rains.\nHolmes. He came.\n'.repeat(3)}${'The rain fell on the roof and on the street.\n'.repeat(30)}`;
    expect(read(text)).toEqual([]);
  });

  test('hostile text is read in time that grows with its length', { timeout: 30_000 }, () => {
    const hostile = [
      '[',
      '(',
      '_',
      '[]',
      '[a] x ',
      '[\n',
      '(a)\n',
      '.',
      '. ',
      '*',
      '“',
      'A. ',
      'A B ',
      '[(',
      '**',
      'I. ',
      ' ',
      'A.\n',
      'act I ',
      '*** START ',
    ];
    for (const piece of hostile) {
      const long = piece.repeat(60_000 / piece.length);
      const text = `ANNA.\nYes.\n\nANNA.\nA ${long} b\n\n${long}\n\n[${long}x]\n\nANNA. ${long}\n\nANNA.\nNo.\n`;
      expect(
        cpuTime(() => read(text)),
        piece,
      ).toBeLessThan(2_000);
    }
  });
});
