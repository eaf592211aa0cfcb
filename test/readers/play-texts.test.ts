import { describe, expect, test } from 'vitest';
import { spokenIn } from './read.js';

/** Who says what, narration left out. */
const said = (text: string) =>
  spokenIn(text).flatMap(([speaker, content]) => (speaker === null ? [] : [`${speaker}: ${content}`]));

describe('who speaks', () => {
  test('a move is no name: below `Enter HALDA` the speech goes on', () => {
    const text =
      'ACT I\n\nHALDA\nIs it morning?\n\nPorter\nIt was, sir.\n\nEnter MORROW\n\nAnd it will be again.\n\nHALDA\nLet it.\n\nMORROW\nGood day to both.\n\nHALDA\nIs it?\n';
    expect(said(text)).toEqual([
      'Halda: Is it morning?',
      'Porter: It was, sir. And it will be again.',
      'Halda: Let it.',
      'Morrow: Good day to both.',
      'Halda: Is it?',
    ]);
  });

  test('small words within capitals make no other kind of name', () => {
    const text =
      'IRMA: One.\nJONAS: Two.\nIRMA and JONAS: Three.\nGUARD No. 3: Four.\nMrs. PELL: Five.\nMcCOY: Six.\nJONAS: Seven.\n';
    expect(said(text)).toEqual([
      'Irma: One.',
      'Jonas: Two.',
      'Irma and Jonas: Three.',
      'Guard No. 3: Four.',
      'Mrs. Pell: Five.',
      'McCoy: Six.',
      'Jonas: Seven.',
    ]);
  });

  test('names in small letters stand among others before a colon, two known ones together as well', () => {
    const text =
      'Irma and Jonas: Good evening.\nIrma: Who is it?\nthe stranger: Nobody.\nJonas: Then go.\nthe stranger: I cannot.\nOld man: He cannot.\n';
    expect(said(text)).toEqual([
      'Irma and Jonas: Good evening.',
      'Irma: Who is it?',
      'the stranger: Nobody.',
      'Jonas: Then go.',
      'the stranger: I cannot.',
      'Old man: He cannot.',
    ]);
    const small = 'Old man: You came.\nyoung woman: I did.\nOld man: Late.\nyoung woman: Late, yes.\n';
    expect(said(small).map((line) => line.split(':')[0])).toEqual(['Old man', 'young woman', 'Old man', 'young woman']);
  });

  test('two known names before a colon are verse where names have a full stop', () => {
    const text = 'IRMA. Say both,\nIrma and Jonas: which of them is fair?\nJONAS. The first.\nIRMA. So be it.\n';
    expect(said(text)[0]).toBe('Irma: Say both, Irma and Jonas: which of them is fair?');
  });

  test('names in italics before a colon', () => {
    expect(said('*Irma*: Who is it?\n*Jonas:* Me.\n*Irma*: Come in.\n')).toEqual([
      'Irma: Who is it?',
      'Jonas: Me.',
      'Irma: Come in.',
    ]);
  });
});

describe('a cast list that no heading ends', () => {
  const speeches = 'IRMA: You have not slept.\nJONAS: I slept on my feet.\nIRMA: And the boy?\nTHE BOY: I slept.\n';
  test.each([
    ['CHARACTERS\n\nIRMA: a widow.\nJONAS: her lodger, once a priest.\nTHE BOY: nobody’s son.\n\n'],
    ['Cast:\n\nIRMA: a widow.\n\nJONAS: her lodger.\n\nTHE BOY: nine.\n\n'],
    ['Characters\nIRMA - Twenties, a nurse\nJONAS - Forties\nTHE BOY - Nine\n\n'],
  ])('%j is not spoken', (cast) => {
    expect(said(`THE LAMP\n\n${cast}SETTING: A kitchen.\n\n${speeches}`)).toEqual([
      'Irma: You have not slept.',
      'Jonas: I slept on my feet.',
      'Irma: And the boy?',
      'The Boy: I slept.',
    ]);
  });
});

describe('directions without brackets', () => {
  const scene = (direction: string, next = 'Now it is dark.') =>
    `ACT I\n\nIRMA\nPut out the lamp,\nand the fire with it.\n\nJONAS\nIt is out.\n\n${direction}\n\n${next}\n\nIRMA\nSo it is,\nand cold.\n\nJONAS\nAnd cold.\n`;
  test.each([
    'They sit',
    'JONAS draws',
    'The letter burns',
    'Throws down the glove',
    'Kneeling',
    'Irma and Jonas embrace',
  ])('%s: the speech goes on behind it', (direction) =>
    expect(said(scene(direction))[1]).toBe('Jonas: It is out. Now it is dark.'),
  );

  test.each(['I swear it by my life', 'Thus ends the matter', 'And all the rest is dust'])('%s is said', (words) =>
    expect(said(scene(words))[1]).toBe(`Jonas: It is out. ${words} Now it is dark.`),
  );

  test('nor is a break of a broadcast said', () => {
    const text =
      'Irma: You scared me!\n\nJonas: Sorry.\n\n[Irma drops the cup.]\n\nCommercial Break\n\nIrma: We are closed.\n\nJonas: Leave it.\n\nClosing Credits\n';
    expect(said(text)).toEqual(['Irma: You scared me!', 'Jonas: Sorry.', 'Irma: We are closed.', 'Jonas: Leave it.']);
  });

  test('set-in lines below a move are said where all lines of a speech are set in', () => {
    const text =
      'KING. What news,\n  my lord?\nLORD. None, but that the world\n  has grown honest.\nKING. Then is it near its end.\n                                  Exit LORD\n  He was ever a fool.\nQUEEN. Who is there?\nKING. Nobody.\n';
    expect(said(text)[2]).toBe('King: Then is it near its end. He was ever a fool.');
  });
});
