import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeFacts } from '../../src/knowledge/merge.js';
import { cutPassages } from '../../src/knowledge/passages.js';
import { judgeFacts, type ProposedFact } from '../../src/knowledge/quoted-facts.js';
import type { DialogueLine, Fact } from '../../src/records.js';

const line = (diag_id: number, role: string, content: string, act_id = 0): DialogueLine => ({
  script: 'lamp.txt',
  role,
  content,
  act_id,
  diag_id,
  line: diag_id + 1,
});
const PASSAGE = [
  line(10, 'Nora', 'Who taught you to read the weather?'),
  line(11, 'Keeper', 'My mother taught me. She was born in Whitby in 1802.'),
  line(12, 'narration', 'The wind rises.'),
  line(13, 'Nora', 'And the chest is yours?'),
];
const fact = (changes: Partial<ProposedFact>): ProposedFact => ({
  property: 'teacher',
  value: 'my mother',
  kind: 'relation',
  line: 11,
  quote: 'My mother taught me',
  ...changes,
});
const judge = (...facts: ProposedFact[]) => judgeFacts(facts, PASSAGE, { language: 'en', minFound: 0.75 });

describe('a fact that a model read', () => {
  test.each<[what: string, changes: Partial<ProposedFact>, place: number]>([
    ['in the words of the line', {}, 11],
    ['in other case and with curly quotes', { quote: '“MY MOTHER taught me.”' }, 11],
    ['under the number of another line', { line: 13 }, 11],
    ['without a number', { line: null }, 11],
    ['with a value of the line before', { value: 'the weather' }, 11],
    ['with the one who speaks as value', { value: 'Keeper', quote: 'My mother' }, 11],
    ['with a year in digits', { value: '1802', quote: 'in 1802', kind: 'date' }, 11],
  ])('%s stays', (_, changes, place) => {
    const { facts, refused } = judge(fact(changes));
    expect(refused).toEqual({ quote: 0, value: 0 });
    expect(facts).toMatchObject([{ source: 'script', script: 'lamp.txt', from: place, to: place }]);
  });

  test.each<[what: string, changes: Partial<ProposedFact>, refused: { quote: number; value: number }]>([
    ['in words of its own', { quote: 'His mother had taught him' }, { quote: 1, value: 0 }],
    ['inside a longer word', { quote: 'other taught me' }, { quote: 1, value: 0 }],
    ['over two lines', { quote: 'in 1802. The wind rises' }, { quote: 1, value: 0 }],
    ['with no word', { quote: '…' }, { quote: 1, value: 0 }],
    ['with a value that is far away', { value: 'the chest', quote: 'in 1802' }, { quote: 0, value: 1 }],
    ['with another year', { value: 'in 1803', quote: 'born in Whitby in 1802' }, { quote: 0, value: 1 }],
    ['with another place', { value: 'born in York', quote: 'born in Whitby' }, { quote: 0, value: 1 }],
  ])('%s is refused', (_, changes, refused) => {
    expect(judge(fact(changes))).toEqual({ facts: [], refused });
  });

  test('is judged in Chinese by its characters', () => {
    const passage = [line(3, '船家', '自我爹把竹篙交到我手里，算来已有三十一个春天了。')];
    const of = (value: string, quote: string) =>
      judgeFacts([fact({ value, quote, line: 3 })], passage, { language: 'zh', minFound: 0.75 });
    expect(of('我爹', '我爹把竹篙交到我手里').facts).toHaveLength(1);
    expect(of('三十一个春天', '已有三十一个春天').facts).toHaveLength(1);
    expect(of('他的母亲', '我爹把竹篙交到我手里').refused).toEqual({ quote: 0, value: 1 });
    expect(of('我爹', '父亲把竹篙交给我').refused).toEqual({ quote: 1, value: 0 });
  });
});

test('whatever a model says, what stays stands word for word in the line that it is said to stand in', () => {
  const words = fc.constantFrom('lamp', 'Nora', "can't", '1802', 'mother', '灯', 'the', '…', '“oar”');
  const text = fc.array(words, { minLength: 1, maxLength: 6 }).map((list) => list.join(' '));
  const lines = fc.array(text, { minLength: 1, maxLength: 5 });
  const proposed = fc.record({
    property: text,
    value: text,
    kind: fc.constant('other' as const),
    quote: text,
    line: fc.option(fc.nat(6)),
  });
  fc.assert(
    fc.property(lines, fc.array(proposed), (contents, facts) => {
      const passage = contents.map((content, k) => line(k, 'Keeper', content));
      const judged = judgeFacts(facts, passage, { language: 'en', minFound: 0.75 });
      expect(judged.facts.length + judged.refused.quote + judged.refused.value).toBe(facts.length);
      for (const { from, quote = '' } of judged.facts) {
        const bare = (one: string) =>
          one
            .toLowerCase()
            .replace(/[^\p{L}\p{N}]+/gu, ' ')
            .trim();
        expect(bare(contents[from as number] as string)).toContain(bare(quote));
      }
    }),
  );
});

test('alike facts are one: the same property and value, or the same value out of the same line; the first stays', () => {
  const of = (changes: Partial<Fact>): Fact => ({
    property: 'home',
    value: 'Whitby',
    kind: 'place',
    source: 'script',
    ...changes,
  });
  const merged = mergeFacts(
    [of({ source: 'file' })],
    [of({ source: 'card', property: 'Home', value: 'whitby.' })],
    [
      of({ property: 'born in', script: 'a.txt', from: 3, to: 3 }),
      of({ property: 'birthplace', script: 'a.txt', from: 3, to: 3 }),
      of({ property: 'sister', value: 'Whitby', script: 'a.txt', from: 9, to: 9 }),
    ],
  );
  expect(merged.map(({ source, property, order }) => [source, property, order])).toEqual([
    ['file', 'home', undefined],
    ['script', 'born in', 0],
    ['script', 'sister', 1],
  ]);
});

test('passages are lines of one scene in which the role speaks or is named, a sample by the seed where there are more', () => {
  const lines = [
    line(0, 'Keeper', 'one two three'),
    line(1, 'Nora', 'four five six'),
    line(2, 'Nora', 'seven eight nine'),
    line(3, 'Nora', 'the Keeper, ten', 1),
    line(4, 'Nora', 'a bookkeeper sleeps', 2),
    line(5, 'Keeper', 'eleven', 3),
  ];
  const ids = (settings: { passages: number; passageWords: number }, seed = 0) =>
    cutPassages(lines, { role: 'Keeper', aliases: [] }, settings, seed).map((all) => all.map(({ diag_id }) => diag_id));
  expect(ids({ passages: 9, passageWords: 6 })).toEqual([[0, 1], [3], [5]]);
  const some = ids({ passages: 2, passageWords: 6 });
  expect(some).toHaveLength(2);
  expect(ids({ passages: 2, passageWords: 6 })).toEqual(some);
  const drawn = new Set(
    [0, 1, 2, 3, 4, 5, 6, 7].map((seed) => JSON.stringify(ids({ passages: 2, passageWords: 6 }, seed))),
  );
  expect(drawn.size).toBeGreaterThan(1);
});
