import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distinctivePhrases, logLikelihood } from '../../src/text/distinctive.js';

const OTHERS = [
  'The boats are in, and the nets are on the wall of the house.',
  'I know that the wind is from the west, and so do you.',
  'Good morning, neighbour. What is the news of the boats?',
];

describe('log-likelihood', () => {
  test('is that of a contingency table worked out by hand', () => {
    // a = 10 of 100, b = 10 of 900: expected 2 and 18, so 2 (10 ln 5 + 10 ln (10/18)).
    expect(logLikelihood(10, 10, 100, 900)).toBeCloseTo(20.433, 2);
  });

  test('is 0 where the phrase is not more frequent in the role’s lines', () => {
    expect(logLikelihood(1, 9, 100, 900)).toBe(0);
    expect(logLikelihood(1, 20, 100, 900)).toBe(0);
  });
});

describe('distinctive phrases', () => {
  const english = (own: string[], max = 5) => distinctivePhrases(own, OTHERS, { language: 'en', max });
  const chinese = (own: string[], others: string[] = []) => distinctivePhrases(own, others, { language: 'zh', max: 5 });

  test('are what the role says again and again and the others do not, whole and as it is spelled', () => {
    const own = ['Mark my words, the gulls are late.', 'Mark my words: it will rain.', 'Well, mark my words, sir.'];
    expect(english(own)[0]).toBe('Mark my words');
    expect(english(own)).not.toContain('Mark');
  });

  test('are not what everybody says, and nothing of function words alone', () => {
    const own = [
      'The boats are in, and so is he.',
      'The boats are in. It is of the sea.',
      'What of the sea? The boats are in.',
    ];
    for (const phrase of english(own)) expect(phrase.toLowerCase()).not.toMatch(/^(?:of the|the boats are|it is)$/);
  });

  test('are never said only once', () => {
    expect(english(['Thunder and tarpaulin!', 'The gulls are late.'])).toEqual([]);
  });

  test('are fixed expressions that come back once, even in a play of three lines', () => {
    const keeper = [
      'It is lit, mark my words, and it burns as bright as a harbour full of candles.',
      'They brought me seven herrings and a broken oar, and they asked for nothing.',
      'I never leave the light, mark my words. A keeper who dances is a keeper who drowns other men.',
    ];
    expect(english(keeper)).toEqual(['mark my words']);
  });

  test.each([
    'By Jove',
    'Upon my word',
    'Good heavens',
    'Devil take it',
    'For the love of God',
    'My dear fellow',
    'I put it to you',
    'What the deuce',
  ])('%j is one from the second time', (phrase) => {
    const own = [`${phrase}, it floats.`, 'I lost it in harbour.', `It sinks? ${phrase}!`];
    expect(english(own)).toEqual([phrase]);
  });

  test.each(['Come here', 'What is it', 'My lord', 'I beg your pardon', 'The crowd', 'Doctor Rank'])(
    '%j is none, however often it is said',
    (phrase) => {
      const own = Array.from({ length: 6 }, (_, k) => `${phrase}. The boat number ${k} is late.`);
      expect(english(own)).toEqual([]);
    },
  );

  test('are no parts of a clause, and nothing that is asked or said only in one moment', () => {
    const days = Array.from(
      { length: 80 },
      (_, day) => `Gull number ${day} cries. Where are the herring nets? We mended seven sails on day ${day}.`,
    );
    const burst = ['Sardines in barrels.', 'Sardines in barrels!', 'Sardines in barrels!'];
    expect(english([...days, ...burst])).toEqual([]);
    expect(english(days.map((day, k) => (k % 30 === 0 ? `${day} Sardines in barrels!` : day)))).toEqual([
      'Sardines in barrels',
    ]);
  });

  test('do not cross punctuation', () => {
    const own = ['He left, captain Bligh.', 'He left, captain Bligh!', 'He left, captain Bligh.'];
    for (const phrase of english(own)) expect(phrase).not.toMatch(/left.*captain/);
  });

  test('in Chinese are clauses within punctuation, no torn pieces of them', () => {
    const own = ['你那里晓得，这是宝贝。', '师父，你那里晓得！', '你那里晓得？快走。'];
    const others = ['师父，快走，妖怪来了，这是宝贝。', '师父怎的不见了？妖怪在那边山上。', '快走快走，天色已晚了。'];
    expect(chinese(own, others)).toEqual(['你那里晓得']);
  });

  test('in Chinese are no clauses that a long novel repeats by chance, but fixed expressions', () => {
    const chapters = Array.from(
      { length: 400 },
      (_, k) => `第${String.fromCodePoint(0x5000 + k)}回事，风起${String.fromCodePoint(0x6000 + k)}山。`,
    );
    const own = chapters.map((line, k) => {
      if (k % 180 === 0) return `${line}岂有此理！`;
      return k % 150 === 0 ? `${line}不可轻进，又会一阵。` : line;
    });
    expect(chinese(own)).toEqual(['岂有此理']);
  });

  test('stand in the role’s lines, at most as many as asked for, none a part of another', () => {
    const word = fc.constantFrom('storm', 'Gull', 'the', 'my', 'boat', 'never', 'I', 'of', 'lamp,', 'rock.');
    const line = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(line), fc.array(line), fc.nat(8), (own, others, max) => {
        const phrases = distinctivePhrases(own, others, { language: 'en', max });
        expect(phrases.length).toBeLessThanOrEqual(max);
        for (const phrase of phrases) {
          expect(own.some((text) => text.includes(phrase))).toBe(true);
          const lower = phrase.toLowerCase();
          const within = phrases.filter((other) => ` ${other.toLowerCase()} `.includes(` ${lower} `));
          expect(within).toEqual([phrase]);
        }
      }),
    );
  });

  test('any text at all is read without an error', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(texts, texts, fc.constantFrom('en' as const, 'zh' as const), (own, others, language) => {
        expect(distinctivePhrases(own, others, { language, max: 3 }).length).toBeLessThanOrEqual(3);
      }),
    );
  });
});
