import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findLoopAtEnd, goesInCircles } from '../../src/text/loops.js';

/** Sentences that say something, each another one. */
const SAID = [
  'The lamp was lit before the gulls came home, and nobody thanked me for it.',
  'I counted two hundred and nine stairs, and each of them had its own opinion.',
  'My mother could smell a storm; the harbour master could not smell his own fish.',
  '灯塔的灯亮了一整夜，海面上没有一艘船经过。',
  'Il ne reste plus de pain dans la maison, et la mer monte encore.',
];

const words = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 40 });
const stretch = words
  .map((some) => some.join(' '))
  .filter((text) => Buffer.byteLength(text.replace(/[^\p{L}\p{N}]/gu, '')) > 4);

describe('a text that says the same again and again until it ends', () => {
  test.each([
    ['a word', `He is ${'very '.repeat(60)}`],
    ['a few words', `The story of ${'a hero who is '.repeat(20)}a hero`],
    ['a sentence', `Listen. ${`${SAID[0]} `.repeat(4)}`],
    ['a paragraph', `Listen. ${`${SAID[0]} ${SAID[1]} ${SAID[2]}\n\n`.repeat(3)}`],
    ['Chinese', `我说：${'我不知道你在说什么。'.repeat(8)}`],
    ['a Chinese character', '哈'.repeat(80)],
    ['Japanese without a space', 'そうですね'.repeat(15)],
    ['Thai without a space', 'ไม่รู้'.repeat(20)],
    ['lines that count on', Array.from({ length: 12 }, (_, k) => `${k + 1}. I keep the lamp burning.`).join('\n')],
    ['whitespace', `{"categories":${'\n'.repeat(400)}`],
    ['signs', `And so ${'- '.repeat(200)}`],
    ['entries of a list', `{"categories": [${'"wise", "old", "brave", '.repeat(20)}"wi`],
    [
      'whole objects',
      `{"triplets": [${Array.from({ length: 4 }, () => JSON.stringify({ question: SAID[0], answer: SAID[1] })).join(', ')}]}`,
    ],
  ])('%s', (_, text) => expect(findLoopAtEnd(text)).toBeDefined());

  test('however long it is, and wherever it was cut', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SAID), stretch, fc.nat({ max: 10_000 }), (before, again, cut) => {
        const times = 5 + Math.ceil(200 / Buffer.byteLength(again));
        const text = `${before} ${`${again} `.repeat(times)}`;
        const end = text.length - (cut % (again.length + 1));
        // Half a character at the cut is none: JSON carries none.
        const said = text.slice(0, end).replace(/[\ud800-\udbff]$/, '');
        expect(findLoopAtEnd(said)).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });
});

describe('a text that ends otherwise', () => {
  test.each([
    ['Lear', 'Thou’lt come no more, never, never, never, never, never!'],
    [
      'a song with its refrain',
      `${'Row, row, row your boat, gently down the stream.\n'.repeat(3)}Life is but a dream.`,
    ],
    ['laughter', `Ha, ha, ha, ha, ha! ${SAID[0]} Ha, ha, ha!`],
    ['a scream', `N${'o'.repeat(60)}!`],
    ['numbers', Array.from({ length: 400 }, (_, k) => k + 1).join(', ')],
    ['chapters', Array.from({ length: 60 }, (_, k) => `Chapter ${k + 1}`).join(', ')],
    ['a multiplication table', Array.from({ length: 40 }, (_, k) => `7 x ${k + 1} = ${7 * (k + 1)}`).join('\n')],
    ['a list of like entries', SAID.map((one) => `- I swear that ${one}`).join('\n')],
    ['a loop that is left', `${'I know. '.repeat(40)} ${SAID.join(' ')}`],
    ['a rule', `${SAID[0]}\n${'-'.repeat(80)}`],
    ['nothing', ''],
  ])('%s', (_, text) => expect(goesInCircles(text)).toBe(false));

  test('whatever words it is made of', () => {
    const said = fc.shuffledSubarray(
      [...'lamp reef bell chest oar storm letter flag rope gull lens stair coat net'.split(' ')],
      {
        minLength: 6,
      },
    );
    fc.assert(
      fc.property(fc.array(said, { minLength: 1, maxLength: 30 }), (sentences) => {
        const text = sentences.map((one, k) => `${one.join(' ')} ${SAID[k % SAID.length]}`).join('. ');
        expect(goesInCircles(text)).toBe(false);
      }),
    );
  });
});

describe('a reply that changes a word now and then', () => {
  const phrases = (texts: readonly string[]) =>
    JSON.stringify({ catchphrases: texts.map((text, k) => ({ text, invented: k % 3 === 0 })) });

  test.each([
    ['and goes round in circles', phrases(Array.from({ length: 20 }, () => 'To be or not to be')), true],
    [
      'and its order',
      Array.from({ length: 30 }, (_, k) =>
        k % 4 ? 'he is a master of himself,' : 'and a master of himself, he is',
      ).join(' '),
      true,
    ],
    [
      'in Chinese',
      '我是一个骗子，我是一个大骗子，你是一个骗子，'.repeat(3) + '我是一个骗子，他是一个骗子，'.repeat(4),
      true,
    ],
    ['but says something each time', phrases(SAID.flatMap((one) => one.split(/[,;，] ?/))), false],
    ['as a litany does', SAID.map((one) => `Have mercy on us, for ${one} Have mercy on us.`).join('\n'), false],
  ])('%s', (_, reply, isLoop) => expect(goesInCircles(reply)).toBe(isLoop));
});

test('of a JSON reply, also a text that looped until its longest length', () => {
  const reply = (answer: string) =>
    JSON.stringify({
      triplets: [
        { question: 'Who?', answer },
        { question: 'When?', answer: SAID[0] },
      ],
    });
  expect(goesInCircles(reply(`He is ${'a hero who is '.repeat(20)}`))).toBe(true);
  expect(goesInCircles(reply(`${SAID[1]} ${SAID[2]}`))).toBe(false);
  expect(goesInCircles(`\`\`\`json\n${reply(`"Never," he said. ${'\n\n"No!" '.repeat(40)}`)}\n\`\`\``)).toBe(true);
});

test('takes no longer than its text: a megabyte of one letter, of quotes, of backslashes', () => {
  const began = performance.now();
  for (const text of ['a', '"', '\\', '{"a', '1 a ', ' ']) {
    goesInCircles(`{${text.repeat(2 ** 20 / text.length)}`);
    goesInCircles(`{"${text.repeat(2 ** 20 / text.length)}`);
    goesInCircles(`{"${text.repeat(2 ** 20 / text.length)}z`);
  }
  expect(performance.now() - began).toBeLessThan(3000);
});
