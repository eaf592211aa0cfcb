import { describe, expect, test } from 'vitest';
import { readsAsDirection } from '../../src/readers/direction-words.js';
import { refusalOf, spokenIn } from './read.js';

const said = (text: string) => spokenIn(text).flatMap(([speaker, content]) => (speaker === null ? [] : [content]));

/** The speech under test between others, in each layout. */
const layouts: Record<string, (speech: string) => string> = {
  'name and colon': (speech) => `ELSE: ${speech}\nPAUL: Hm.\nELSE: Yes.\nPAUL: No.\n`,
  'name and full stop': (speech) => `ELSE. ${speech}\n\nPAUL. Hm.\n\nELSE. Yes.\n\nPAUL. No.\n`,
  'name on its own line': (speech) => `ELSE\n${speech}\n\nPAUL\nHm.\n\nELSE\nYes.\n\nPAUL\nNo.\n`,
  'bold name': (speech) => `**ELSE.** ${speech}\n\n**PAUL.** Hm.\n\n**ELSE.** Yes.\n\n**PAUL.** No.\n`,
  screenplay: (speech) => `INT. BARN - DAY\n\nELSE\n${speech}\n\nPAUL\nHm.\n\nELSE\nYes.\n\nPAUL\nNo.\n`,
};

describe.each(Object.keys(layouts))('directions within a speech are not spoken: %s', (layout) => {
  test.each([
    ['I shall (pause) not go.', 'I shall not go.'],
    ['Give it (to Paul) to me.', 'Give it to me.'],
    ['So [aside] this is he.', 'So this is he.'],
    ['The ice _(She listens.)_ is breaking.', 'The ice is breaking.'],
    ['He is gone. _She sits down._ For good.', 'He is gone. For good.'],
    ['He is gone. *Pause.* For good.', 'He is gone. For good.'],
    ['Take it. (Laughing) Take it all.', 'Take it. Take it all.'],
    ['Take it (with a sigh), then.', 'Take it, then.'],
    ['It was _very_ cold.', 'It was very cold.'],
    ['It was cold. _Nobody came._ And you?', 'It was cold. Nobody came. And you?'],
    ['The mill (it was my father’s) is sold.', 'The mill (it was my father’s) is sold.'],
  ])('%s', (speech, words) => expect(said(layouts[layout]!(speech))[0]).toBe(words));
});

test.each([
  'pause',
  'a long pause',
  'laughing',
  'half laughing',
  'quietly',
  'quietly, but smiling',
  'He takes her hand.',
  'the boy nods',
  'sitting down by the stove',
  'under his breath',
])('reads as a direction: %s', (words) => expect(readsAsDirection(words)).toBe(true));

test.each([
  'it was my mother’s',
  'a whole year',
  'according to him',
  'probably',
  'I laughed',
  'He was late.',
  'two of them',
  'why not?',
])('reads as speech: %s', (words) => expect(readsAsDirection(words)).toBe(false));

test('a line in brackets or italics within a speech tells what is done', () => {
  const text =
    'ELSE\nHe is gone.\n_She sits down._\nFor good.\n(Pause)\nFor good.\n\nPAUL\nHm.\n\nELSE\nYes.\n\nPAUL\nNo.\n';
  expect(said(text)[0]).toBe('He is gone. For good. For good.');
});

test.each([
  ['set right', '               (not sure what\n     ELSE to say)\n          I am a smith.\n'],
  [
    'narrower than the speech',
    '               (in a voice so low\n  THAT nobody\n   hears)\n          I am a smith.\n',
  ],
  ['behind words', '          I am a smith. (holding up\n     the HAMMER)\n'],
])('a parenthetical may be wrapped anyhow: %s', (_, lines) => {
  const text = `INT. FORGE - DAY\n\n                    ELSE\n${lines}\n                    PAUL\n          Good.\n\n                    ELSE\n          Yes.\n`;
  expect(spokenIn(text).slice(1)).toEqual([
    ['Else', 'I am a smith.'],
    ['Paul', 'Good.'],
    ['Else', 'Yes.'],
  ]);
});

test('times on lines of their own are no speaker and not spoken', () => {
  const text = '00:00:00\n\nElse: Good morning.\nPaul: Morning.\n00:05:00\nElse: Shall we?\nPaul: Yes.\n';
  expect(spokenIn(text).map(([speaker, content]) => `${speaker} ${content}`)).toEqual([
    'Else Good morning.',
    'Paul Morning.',
    'Else Shall we?',
    'Paul Yes.',
  ]);
});

test.each([
  '—¿Quién llama? —preguntó Inés.\n\n—Soy yo —respondió Juan.\n\n—Pasa —dijo Inés.\n',
  '– Kto tam? – zapytała Zofia.\n\n– To ja – odparł Jan.\n\n– Wejdź.\n',
])('dialogue behind dashes in another language is refused by what was seen', (text) => {
  expect(refusalOf(text)).toContain('3 lines begin with a dash as dialogue does in novels, but no verb of speaking');
});
