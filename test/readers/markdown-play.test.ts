import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { markdownPlay } from '../../src/readers/markdown-play.js';
import { play } from '../../src/readers/play.js';
import type { ScriptLine } from '../../src/readers/script.js';
import { pairs, plainSpeech } from './arbitrary-plays.js';

const read = (text: string) => markdownPlay.read(text, { file: 'play.md' });
const said = (lines: ScriptLine[]) =>
  lines.filter(({ speaker }) => speaker !== null).map(({ speaker, content }) => [speaker, content]);
const told = (lines: ScriptLine[]) => lines.filter(({ speaker }) => speaker === null).map(({ content }) => content);

const ghosts = `# Title: The Lamp

## Author: Nobody

-------

##  ACT ONE

_[A room. GRETA with a lamp.]_

**GRETA.**
_[Softly]_ Who is there?

**JOB**
Only _me_, Greta. _(He takes the lamp.)_
And the dog.

_[The dog comes in.]_

**GRETA.**
Good dog. [_To JOB._] Bad man!

Greta laughs at both of them.

**JOB** _(to the dog)_
Hear her.

GRETA. I mean it.

## ACT TWO

**JOB.** We are old now.

**GRETA:** We are.

**Curtain.**
`;

describe('speakers in bold', () => {
  test('stand on a line of their own or before the speech, with full stop, colon or neither', () => {
    expect(said(read(ghosts))).toEqual([
      ['Greta', 'Who is there?'],
      ['Job', 'Only me, Greta. And the dog.'],
      ['Greta', 'Good dog. Bad man!'],
      ['Job', 'Hear her.'],
      ['Greta', 'I mean it.'],
      ['Job', 'We are old now.'],
      ['Greta', 'We are.'],
    ]);
  });

  test('directions in italics or brackets and headings are lines without a speaker', () => {
    const lines = told(read(ghosts));
    for (const line of ['ACT ONE', 'A room. GRETA with a lamp.', 'The dog comes in.', 'ACT TWO']) {
      expect(lines).toContain(line);
    }
  });

  test('a speech goes on behind a direction within it, be it on the line before or at the begin of a paragraph', () => {
    const verse = '**ORLA**\nThe sea is wide,\n\n_(To Finn)_\nAnd you are small.\n\n_She laughs._\n\nSo small!\n\n';
    const lines = read(`${verse}**FINN**\nI grow.\n\n**ORLA**\nGrow!\n\n**FINN**\nI will.\n`);
    expect(said(lines)[0]).toEqual(['Orla', 'The sea is wide, And you are small. So small!']);
  });

  test('the acts are counted from the headings, the title is none', () => {
    const lines = read(ghosts);
    expect(lines.find(({ content }) => content === 'Who is there?')!.act).toBe(0);
    expect(lines.find(({ content }) => content === 'We are.')!.act).toBe(1);
  });

  test('what is in bold but no name is no speaker', () => {
    const text = ghosts.replace('Good dog.', 'Good **dog**, and **what a dog!** he is.');
    expect(said(read(text))[2]).toEqual(['Greta', 'Good dog, and what a dog! he is. Bad man!']);
    expect(said(read(ghosts)).map(([speaker]) => speaker)).not.toContain('Curtain');
  });
});

describe('recognition', () => {
  test('a play in bold is a Markdown play more than a plain one', () => {
    const options = { file: 'unnamed' };
    expect(markdownPlay.recognise(ghosts, options)).toBeGreaterThan(play.recognise(ghosts, options));
  });

  test('an article with bold words in it is no play', () => {
    const article = '# Tea\n\n**Water.** Use much.\n\nBoil it.\n\n**Leaves.** Use few.\n\n';
    expect(
      markdownPlay.recognise(`${article}${'Tea is drunk in the afternoon and at night.\n\n'.repeat(30)}`, {
        file: 'x',
      }),
    ).toBe(0);
  });
});

const layouts: Record<string, (name: string, speech: string) => string> = {
  'own line': (name, speech) => `**${name.toUpperCase()}**\n${speech}\n\n`,
  'own line, full stop inside': (name, speech) => `**${name}.**\n${speech}\n\n`,
  'own line, colon outside': (name, speech) => `**${name}**:\n${speech}\n\n`,
  'own line, empty line behind': (name, speech) => `**${name}**\n\n${speech}\n\n`,
  'inline, full stop': (name, speech) => `**${name}.** ${speech}\n\n`,
  'inline, colon inside': (name, speech) => `**${name}:** ${speech}\n\n`,
  'inline, colon outside': (name, speech) => `**${name}**: ${speech}\n\n`,
  'inline, nothing': (name, speech) => `**${name}** ${speech}\n\n`,
  'inline, no empty lines': (name, speech) => `**${name}:** ${speech}\n`,
  'inline, underscores': (name, speech) => `__${name}:__ ${speech}\n\n`,
};

describe('properties', () => {
  test.each(Object.keys(layouts))('a play set out as "%s" gives back who said what', (layout) => {
    fc.assert(
      fc.property(pairs, (speeches) => {
        const text = speeches.map(([name, speech]) => layouts[layout]!(name, speech)).join('');
        expect(said(read(text))).toEqual(speeches);
        expect(markdownPlay.recognise(text, { file: 'x' })).toBeGreaterThan(0.5);
      }),
      { numRuns: 60 },
    );
  });

  test('reading and recognising any text throws nothing but a UserError', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('**', '__', '\n', '\n\n', '**NORA.**', '_[', ']_', '# '),
      plainSpeech,
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        try {
          markdownPlay.recognise(pieces.join(''), { file: 'x' });
          read(pieces.join(''));
        } catch (thrown) {
          if (!(thrown instanceof UserError)) throw thrown;
        }
      }),
      { numRuns: 200 },
    );
  });
});
