import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quoteCoverage, readScript } from '../../src/readers/index.js';

const reading = (text: string) => readScript(Buffer.from(text), { file: 'novel.txt' });
const spoken = (text: string) =>
  reading(text).lines.flatMap(({ speaker, content }) => (speaker === null ? [] : [`${speaker}: ${content}`]));
const speakers = (text: string) => spoken(text).map((line) => line.split(':')[0]);

/** A story in which Martha (she) and Peter (he) speak by name. */
const KNOWN = '"One," said Martha, folding her hands.\n\n"Two," said Peter, shaking his head.\n\nThe rain went on.\n\n';
const next = (text: string) => spoken(KNOWN + text).slice(2);

describe('who speaks, by the words beside an English quote', () => {
  test.each([
    ['"Is it late?" asks Martha.', 'Martha: Is it late?'],
    ['"It is," Martha replies.', 'Martha: It is.'],
    ['Martha says, "It is late."', 'Martha: It is late.'],
    ['"Take the lamp," Martha tells him.', 'Martha: Take the lamp.'],
    ['"Take it," Martha had told him.', 'Martha: Take it.'],
    ['"And then," Martha went on, "we left."', 'Martha: And then, we left.'],
    ['"And then," Martha goes on, "we leave."', 'Martha: And then, we leave.'],
    ['Martha grins and says, "The lamp stays home."', 'Martha: The lamp stays home.'],
    ['When Peter came in, Martha said, "Good."', 'Martha: Good.'],
    ['Peter heard the door, and Martha said: "Good."', 'Martha: Good.'],
    ['"Good," Martha, who was tired, answered.', 'Martha: Good.'],
    ['"Good," old Martha volunteered.', 'Martha: Good.'],
    ['"Good," Martha breathed.', 'Martha: Good.'],
    ['"Good!" said poor little Martha.', 'Martha: Good!'],
    ['"Good," said Mr. O\'Connor.', "Mr. O'Connor: Good."],
    ['"Good," said St. John.', 'St. John: Good.'],
    ['"Good," said d’Artagnan.', 'd’Artagnan: Good.'],
    ['"Good," said Mrs. van der Berg.', 'Mrs. van der Berg: Good.'],
    ['"Good?" marvelled Martha.', 'Martha: Good?'],
    ['Martha laughed. "The salt is white."', 'Martha: The salt is white.'],
    ['"Perhaps not." Martha shrugged.', 'Martha: Perhaps not.'],
  ])('%s', (text, line) => {
    expect(next(text)).toEqual([line]);
  });

  test.each([
    ['"Good," said Martha\'s husband.', ["Martha's husband: Good."]],
    ['"Good," Martha\'s old maid answered.', ["Martha's old maid: Good."]],
    ['Martha\'s mother said, "Good."', ["Martha's mother: Good."]],
    ['"Good," said Martha and Peter.', []],
    ['"Good," said Martha and the cook together.', []],
    ['"Good," they said.', []],
    ['"Good," thought Martha.', []],
    ['"Good," said a stranger.', []],
    ['The sign said "Good".', []],
  ])('whoever only carries a name is somebody else, several are nobody: %s', (text, lines) => {
    expect(next(text)).toEqual(lines);
  });

  test('he and she are told apart, and nobody is guessed where two may be meant', () => {
    const both = `${KNOWN}Martha opened the window, and Peter closed it.\n\n`;
    expect(spoken(`${both}"Leave it," she said.`).at(-1)).toBe('Martha: Leave it.');
    expect(spoken(`${both}"Leave it," he said.`).at(-1)).toBe('Peter: Leave it.');
    expect(spoken(`${both}A man came in.\n\n"Leave it," he said.`)).toHaveLength(2);
  });

  test('a wife is not her husband, and the first of several sentences does not name who acts', () => {
    const said = (who: string) => `"Good," said ${who}.\n\nIt rained.\n\n`;
    expect(speakers(said('Archer') + said('Mrs. Archer') + said('Archer'))).toEqual([
      'Archer',
      'Mrs. Archer',
      'Archer',
    ]);
    expect(next('Martha looked up. The cook nodded. "Good."')).toEqual([]);
  });

  test('who is spoken to by name does not speak', () => {
    const turns = ['"One," said Ann.', '"Two," said Bob.', '"Three, Ann?"', '"Four."', '"Five," said Ann.'];
    expect(speakers(turns.join('\n\n'))).toEqual(['Ann', 'Bob', 'Ann']);
  });
});

describe('marks of speech in English novels', () => {
  const said = ['Is it late?', 'Not yet.', 'Then we wait.', 'So do I.'];
  const turns = [
    ['Is it late?', 'said', 'Martha'],
    ['Not yet,', 'said', 'Peter'],
    ['Then we wait,', 'cried', 'Martha'],
    ['So do I,', 'answers', 'Peter'],
  ] as const;
  const written = (open: string, close: string) =>
    turns.map(([words, verb, name]) => `${open}${words}${close} ${verb} ${name}.`).join('\n\n');
  test.each([
    ['“', '”'],
    ['"', '"'],
    ['‘', '’'],
    ["'", "'"],
    ['«', '»'],
    ['« ', ' »'],
    ['»', '«'],
    ['„', '“'],
    ['„', '”'],
    ['—', ''],
    ['– ', ''],
    ['— ', ''],
    ['--', ''],
  ])('%s…%s', (open, close) => {
    const lines = spoken(written(open, close));
    expect(lines).toEqual(said.map((words, at) => `${at % 2 ? 'Peter' : 'Martha'}: ${words}`));
  });

  test('after a dash, words that say who speaks are cut out, and speech goes on after their sentence', () => {
    const text = [
      '—Not yet, Peter answered. The wind is against her.',
      '—Good, said Martha.',
      '—I see a light —said Peter—. Come.',
    ];
    expect(spoken(text.join('\n'))).toEqual([
      'Peter: Not yet. The wind is against her.',
      'Martha: Good.',
      'Peter: I see a light. Come.',
    ]);
  });
});

describe('who speaks, by the words beside a Chinese quote', () => {
  const known = '“一。”阿梅说。\n“二。”石头问。\n“三。”阿梅说。\n“四。”石头说。\n天黑了。\n';
  const added = (text: string) => spoken(known + text).slice(4);
  test.each([
    ['“来。”阿梅回答。', '阿梅: 来。'],
    ['“来。”阿梅高兴地回答。', '阿梅: 来。'],
    ['“来，”阿梅笑着说，“快来。”', '阿梅: 来，|阿梅: 快来。'],
    ['“来，”阿梅说。“快来。”', '阿梅: 来，|阿梅: 快来。'],
    ['“来！”阿梅大声喊道。', '阿梅: 来！'],
    ['“来。”阿梅点了点头。', '阿梅: 来。'],
    ['“来。”阿梅对石头说。', '阿梅: 来。'],
    ['阿梅说道：“来。”', '阿梅: 来。'],
    ['阿梅问石头：“来吗？”', '阿梅: 来吗？'],
    ['阿梅轻轻地推开门，低声问道：“来吗？”', '阿梅: 来吗？'],
    ['阿梅放下碗，擦着手，对石头说：“来。”', '阿梅: 来。'],
    ['阿梅说：「来。」', '阿梅: 来。'],
    ['“来，”她说。', ''],
    ['「来。」石头嘟囔了一句。', '石头: 来。'],
    ['石头叹了口气。“走吧。”', '石头: 走吧。'],
  ])('%s', (text, lines) => {
    expect(added(text).join('|')).toBe(lines);
  });

  test.each([
    ['“来。”阿梅的母亲说。', '阿梅的母亲: 来。'],
    ['阿梅娘子道：“来。”', '阿梅娘子: 来。'],
    ['石头家的仆人说：“来。”', '石头家的仆人: 来。'],
    ['几个小厮都说：“来。”', ''],
    ['阿梅和石头都说：“来。”', ''],
    ['“来。”众人说。', ''],
    ['阿梅让石头说：“来。”', ''],
    ['阿梅心里想：“来。”', ''],
    ['石头，阿梅吩咐道：“来。”', ''],
    ['后人有诗赞阿梅曰：“来。”', ''],
    ['墙上写着：“来。”', ''],
    ['阿梅听见有人说：“来。”', ''],
    ['“来。”一个女人说。', ''],
  ])('whoever only carries a name is somebody else, several are nobody: %s', (text, lines) => {
    expect(added(text).join('|')).toBe(lines);
  });

  test('turns of two that name nobody go by turns', () => {
    expect(speakers(`${known}阿梅问：“一？”\n石头说：“二。”\n“三？”\n“四。”\n阿梅说：“五。”`).slice(4)).toEqual([
      '阿梅',
      '石头',
      '阿梅',
      '石头',
      '阿梅',
    ]);
  });

  test('paragraphs that begin with 某某说：“ are a novel and no play', () => {
    const text = '阿梅说：“一。”\n天黑了。\n石头高兴地说：“二。”\n阿梅问：“三？”\n石头回答：“四。”\n阿梅喊道：“五！”';
    expect(reading(text).format).toBe('chinese-prose');
    expect(speakers(text)).toEqual(['阿梅', '石头', '阿梅', '石头', '阿梅']);
  });

  test('names are learnt from what stands behind the quotes', () => {
    const name = fc.constantFrom('阿梅', '石头', '何大叔', '玛尔塔', '安·维克');
    const tail = fc.constantFrom('说', '问', '回答', '说道', '笑着说', '高兴地说', '低声问道', '喊了一声', '点点头说');
    const words = fc.stringMatching(/^[天地玄黄宇宙洪荒]{1,8}[。！？]$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(name, tail, words), { minLength: 1, maxLength: 12 }), (turns) => {
        const base = ['阿梅', '石头', '何大叔', '玛尔塔', '安·维克'].map(
          (who) => `“天。”${who}说。\n“地。”${who}问。\n“玄。”${who}说。`,
        );
        const text = `${base.join('\n')}\n夜深了。\n${turns.map(([who, how, what]) => `“${what}”${who}${how}。`).join('\n')}`;
        expect(spoken(text).slice(15)).toEqual(turns.map(([who, , what]) => `${who}: ${what}`));
      }),
      { numRuns: 60 },
    );
  });
});

test('the share of quotes that got a speaker is known for novels only', () => {
  const novel = reading('"One," said Ann.\n\n"Two."\n\nIt rained.\n\n"Three," said Bob.');
  expect(quoteCoverage(novel.format, novel.lines)).toEqual({ quotes: 3, attributed: 2 });
  const chinese = reading('阿梅说：“一。”\n“二。”\n天黑了。\n阿梅说：“三。”');
  expect(quoteCoverage(chinese.format, chinese.lines)).toEqual({ quotes: 3, attributed: 2 });
  const play = reading('ANN: One.\n\nBOB: Two.\n\nANN: Three.\n\nBOB: Four.');
  expect(quoteCoverage(play.format, play.lines)).toBeUndefined();
});

test('time grows with the length of one paragraph and of one line', () => {
  const units = [
    '"a," said Tom. ',
    '"a," said Tom\n',
    '—a, said Tom.\n',
    'He said, "a b." ',
    '“天。”老何说。',
    '“天“',
    '「『天』',
  ];
  const timeOf = (unit: string, length: number) => {
    const text = unit.repeat(length / unit.length);
    const start = performance.now();
    try {
      reading(text);
    } catch {
      // Nobody may speak in it; only the time counts.
    }
    return performance.now() - start;
  };
  for (const unit of units) {
    timeOf(unit, 20_000);
    // A reader that compares everything with everything would take sixteen times as long.
    expect(timeOf(unit, 160_000), unit).toBeLessThan(12 * timeOf(unit, 40_000) + 300);
  }
});
