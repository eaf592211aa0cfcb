import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { fountain } from '../../src/readers/fountain.js';
import { play } from '../../src/readers/play.js';
import type { ScriptLine } from '../../src/readers/script.js';
import { cpuTime } from '../harness/cpu-time.js';
import { pairs, plainSpeech } from './arbitrary-plays.js';

const read = (text: string) => fountain.read(text, { file: 'film.fountain' });
const said = (lines: ScriptLine[]) =>
  lines.filter(({ speaker }) => speaker !== null).map(({ speaker, content }) => [speaker, content]);
const told = (lines: ScriptLine[]) => lines.filter(({ speaker }) => speaker === null).map(({ content }) => content);

const film = `Title: The Ferry
Credit: by
Author: Nobody

# Act one

= They meet.

FADE IN:

INT. FERRY - DAY

/* the old opening
IDA
Cut this. */
IDA looks out. [[which window?]]
Rain.

IDA (V.O.)
I never *liked* water.
(coughs)
Never.

UWE (CONT'D)
(laughing,
a little)
Nor did I.

@McKay ^
~Row, row

CUT TO:

.THE DECK

Uwe runs.

!SPLASH
Gone.

IDA (O.S.) (CONT'D)
Uwe!

> THE END <
`;

describe('Fountain', () => {
  test('cues lose their extensions, speeches their parentheticals and emphasis', () => {
    expect(said(read(film))).toEqual([
      ['Ida', 'I never liked water. Never.'],
      ['Uwe', 'Nor did I.'],
      ['McKay', 'Row, row'],
      ['Ida', 'Uwe!'],
    ]);
  });

  test('headings, action and transitions have no speaker; title page, sections, synopses, notes and boneyard are left out', () => {
    expect(told(read(film))).toEqual([
      'FADE IN:',
      'INT. FERRY - DAY',
      'IDA looks out. Rain.',
      'CUT TO:',
      'THE DECK',
      'Uwe runs.',
      'SPLASH Gone.',
      'THE END',
    ]);
  });

  test('a scene heading opens the next act number, and lines are those of the file', () => {
    const lines = read(film);
    expect(lines.find(({ content }) => content === 'Nor did I.')).toMatchObject({ act: 0, line: 24 });
    expect(lines.find(({ content }) => content === 'Uwe!')).toMatchObject({ act: 1, line: 41 });
  });

  test('a line of two blanks keeps a speech together', () => {
    expect(said(read('INT. HUT\n\nIDA\nOne.\n  \nTwo.\n\nThree happens.\n'))).toEqual([['Ida', 'One. Two.']]);
  });

  test('capitals within the action are no cue', () => {
    expect(said(read('INT. HUT\n\nA knock.\nBANG\nAgain.\n\nTHE DOOR FALLS.\n\nIDA\nHelp!\n'))).toEqual([
      ['Ida', 'Help!'],
    ]);
  });
});

const indented = `                         THE FERRY

1    INT. FERRY - DAY                                        1

     Ida looks out. It is RAINING.

                         IDA (V.O.)
               I never liked water. Not one
               day of my life.

                         UWE
                    (laughing)
               Nor did I.
                         (MORE)

                                                             2.

                         UWE (CONT'D)
               And yet!

     He jumps.

2    EXT. SEA - NIGHT                                        2

     Waves.

                         IDA

               Uwe?

                         UWE (O.S.)
               Here.
`;

describe('screenplays with indented cues', () => {
  test('cues are known by their column, page numbers and (MORE) are no speech', () => {
    expect(said(read(indented))).toEqual([
      ['Ida', 'I never liked water. Not one day of my life.'],
      ['Uwe', 'Nor did I.'],
      ['Uwe', 'And yet!'],
      ['Ida', 'Uwe?'],
      ['Uwe', 'Here.'],
    ]);
  });

  test('action at the margin is told by nobody', () => {
    expect(told(read(indented))).toEqual(
      expect.arrayContaining(['Ida looks out. It is RAINING.', 'He jumps.', 'Waves.']),
    );
  });
});

describe('recognition', () => {
  test('by the ending, or by scene headings and cues', () => {
    expect(fountain.recognise('Hello.', { file: 'a.fountain' })).toBeGreaterThan(0.9);
    for (const text of [film, indented]) {
      const options = { file: 'a.txt' };
      expect(fountain.recognise(text, options)).toBeGreaterThan(0.6);
      expect(fountain.recognise(text, options)).toBeGreaterThan(play.recognise(text, options));
    }
  });

  test('a play without scene headings of the film is none', () => {
    expect(fountain.recognise('ANNA\nGood day.\n\nPAUL\nGood day.\n', { file: 'a.txt' })).toBe(0);
  });
});

const layouts: Record<string, (name: string, speech: string) => string> = {
  fountain: (name, speech) => `${name.toUpperCase()}\n${speech}\n\nThe sea is calm.\n\n`,
  'forced cues': (name, speech) => `@${name}\n(softly)\n${speech}\n\n`,
  'indented cues': (name, speech) =>
    `     They wait.\n\n${' '.repeat(30)}${name.toUpperCase()} (V.O.)\n${speech.replace(/^|(?<=[!?]) /g, `\n${' '.repeat(15)}`).slice(1)}\n\n`,
};

describe('properties', () => {
  test.each(Object.keys(layouts))('a screenplay set out as "%s" gives back who said what', (layout) => {
    fc.assert(
      fc.property(pairs, (speeches) => {
        const scenes = speeches.map(([name, speech]) => layouts[layout]!(name, speech)).join('');
        expect(said(read(`INT. HOUSE - DAY\n\n${scenes}`))).toEqual(speeches);
      }),
      { numRuns: 60 },
    );
  });

  test('reading and recognising any text throws nothing but a UserError, and line numbers never fall', () => {
    const marks = [
      '/*',
      '*/',
      '[[',
      ']]',
      '\n',
      '\n\n',
      '  \n',
      'INT. X\n',
      'ANNA\n',
      '(',
      ')',
      '@',
      '>',
      '.',
      '~',
      '!',
      '=',
    ];
    const piece = fc.oneof(fc.string(), fc.constantFrom(...marks), plainSpeech);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        try {
          fountain.recognise(pieces.join(''), { file: 'x' });
          const lines = read(pieces.join(''));
          for (const [i, { line }] of lines.entries()) expect(line).toBeGreaterThanOrEqual(lines[i - 1]?.line ?? 1);
        } catch (thrown) {
          if (!(thrown instanceof UserError)) throw thrown;
        }
      }),
      { numRuns: 300 },
    );
  });

  test('hostile text is read in time that grows with its length', { timeout: 30_000 }, () => {
    for (const piece of ['/*', '[[', '/*[[', '(', '*', 'A ', 'INT. ', 'A\n', ' ', '/**/', '_']) {
      const text = `INT. X\n\nANNA\nYes.\n\nA${piece.repeat(60_000 / piece.length)}B\n\nANNA\nNo.\n`;
      const took = cpuTime(() => {
        fountain.recognise(text, { file: 'x' });
        read(text);
      });
      expect(took, piece).toBeLessThan(2_000);
    }
  });
});
