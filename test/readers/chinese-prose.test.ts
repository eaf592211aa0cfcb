import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chinesePlay } from '../../src/readers/chinese-play.js';
import { chineseProse } from '../../src/readers/chinese-prose.js';
import { cpuTime } from '../harness/cpu-time.js';
import { spokenIn } from './read.js';

const read = (text: string) => chineseProse.read(text, { file: 'a.txt' });
const spoken = (text: string) =>
  read(text).flatMap(({ speaker, content }) => (speaker === null ? [] : [[speaker, content]]));
/** A story in which 行者, 三藏 and 玄德 are known to speak. */
const known = '行者道：“是。”三藏道：“好。”玄德曰：“善。”行者道：“来。”三藏道：“去。”玄德曰：“诺。”\n';
const saidAfterwards = (text: string) => spoken(known + text).slice(6);

describe('attribution', () => {
  test.each([
    ['行者道：“师父！”', '行者', '师父！'],
    ['行者笑道：“师父！”', '行者', '师父！'],
    ['那行者厉声高叫道：“妖怪！”', '行者', '妖怪！'],
    ['行者闻言，心中大怒，骂道：“泼魔！”', '行者', '泼魔！'],
    ['三藏下马，对行者道：“徒弟。”', '三藏', '徒弟。'],
    ['玄德大惊曰：「何人？」', '玄德', '何人？'],
    ['“师父莫怕，”行者道。', '行者', '师父莫怕，'],
  ])('%s', (text, speaker, content) => {
    expect(saidAfterwards(text)).toEqual([[speaker, content]]);
  });

  test.each([
    ['“盐在哪儿？”老何问。“盐在田里。”小雁笑着说道。“这里没有。”老何说。“去抓。”小雁说。', '小雁', 2],
    ['「鹽在哪兒？」老何嘆道。「在田裡。」小雁笑著說。「這裡沒有。」老何搖搖頭說。「去抓。」小雁回答說。', '小雁', 2],
    ['“盐在哪儿？”奥托·卡恩问道。“在田里。”莱娜答。“这里没有！”奥托·卡恩喊了起来。“去抓。”莱娜说。', '奥托·卡恩', 2],
  ] as const)('a name is learnt from two speeches, whatever the verb and the characters: %s', (text, name, times) => {
    const paragraphs = text.replace(/。(?=[“「])/gu, '。\n');
    expect(spoken(paragraphs).filter(([speaker]) => speaker === name)).toHaveLength(times);
  });

  test.each([
    '忽听得有人叫道：“妖怪来了！”',
    '他道：“妖怪来了！”',
    '行者号为“齐天大圣”，人人皆知。',
    '有诗为证，诗曰：“明月几时有。”',
    '行者心中暗想道：“这厮不善。”',
    '玄德使人谓之曰：“速来。”',
    '玄德问其姓名，对曰：“某太史慈也。”',
    '行者、三藏道：“是。”',
  ])('nobody is guessed: %s', (text) => {
    expect(saidAfterwards(text)).toEqual([]);
  });
});

describe('several speak in one paragraph', () => {
  const cast = '陈静说：“早。”\n周平说：“早。”\n陈静说：“坐。”\n周平说：“好。”\n';
  const said = (text: string) => spoken(cast + text).slice(4);

  test.each([
    ['陈静问：“你饿吗？”周平答：“不饿。”“真的？”', ['陈静 你饿吗？', '周平 不饿。']],
    ['“你饿吗？”陈静问。“不饿。”周平答。', ['陈静 你饿吗？', '周平 不饿。']],
    ['“你饿吗？”“不饿。”周平说。', ['周平 不饿。']],
    ['“你饿吗？”“不饿。”', []],
    ['陈静问：“你饿吗？”周平没有回答。“我问你呢。”', ['陈静 你饿吗？']],
    ['“粥在锅里，”陈静说，“快去。”周平没有动。“我不饿。”', ['陈静 粥在锅里，', '陈静 快去。']],
    ['“粥在锅里，”陈静说，“快去。”“不去。”周平说。', ['陈静 粥在锅里，', '陈静 快去。', '周平 不去。']],
    ['陈静说：“你不像他——”周平看着门——“他早就走了。”', ['陈静 你不像他——', '陈静 他早就走了。']],
  ])('each quote goes to whoever stands by it, or to nobody: %s', (text, right) => {
    expect(said(text).map(([speaker, content]) => `${speaker} ${content}`)).toEqual(right);
  });

  test.each([
    ['陈静放下碗：“来了。”', [['陈静', '来了。']]],
    ['周平摇摇头，叹了口气：“没有。”', [['周平', '没有。']]],
    ['墙上写着：“小心门户。”', []],
    ['陈静看见信封上印着：“急件。”', []],
    ['陈静不肯说：“我怕。”', []],
  ])('who does something before a colon speaks: %s', (text, right) => expect(said(text)).toEqual(right));
});

test('whoever has a surname and speaks once is known by it', () => {
  expect(spoken('杜小川问：“谁在那儿？”罗梅答：“是我。”')).toEqual([
    ['杜小川', '谁在那儿？'],
    ['罗梅', '是我。'],
  ]);
  expect(spoken('玄德曰：“善。”玄德曰：“来。”张飞大曰：“可！”')).toHaveLength(2);
});

test('又道 goes on with the speaker before it', () => {
  expect(saidAfterwards('行者道：“一。”又道：“二。”')).toEqual([
    ['行者', '一。'],
    ['行者', '二。'],
  ]);
});

test('what stands between speeches is narration, without the clause that only says who speaks', () => {
  expect(read('行者道：“一。”天色已晚，行者笑道：“二。”').map(({ speaker, content }) => [speaker, content])).toEqual([
    ['行者', '一。'],
    [null, '天色已晚，'],
    ['行者', '二。'],
  ]);
});

test('a quote inside a quote belongs to the outer one, an unclosed quote ends with its paragraph', () => {
  expect(saidAfterwards('行者道：“他曾说‘去’，又道：“来。””')).toEqual([['行者', '他曾说‘去’，又道：“来。”']]);
  expect(saidAfterwards('行者道：“没有完\n三藏道：“完了。”')).toEqual([
    ['行者', '没有完'],
    ['三藏', '完了。'],
  ]);
});

test('a mark that was set the wrong way round does not swallow the next speech', () => {
  expect(saidAfterwards('玄德曰：“善。“行者道：“来。”')).toEqual([
    ['玄德', '善。'],
    ['行者', '来。'],
  ]);
});

test('chapters are acts, and lines know where they begin', () => {
  const lines = read('第一回　甲\n\n行者道：“一。”\n第二回　乙\n行者道：“二。”');
  expect(lines.map(({ speaker, act, line }) => [speaker, act, line])).toEqual([
    [null, 0, 1],
    ['行者', 0, 3],
    [null, 1, 4],
    ['行者', 1, 5],
  ]);
});

test('generated dialogues read back word for word', () => {
  const name = fc.constantFrom('行者', '三藏', '八戒', '玄德');
  const verb = fc.constantFrom('道', '笑道', '曰', '大怒曰', '问道');
  const words = fc.stringMatching(/^[天地玄黄宇宙洪荒]{1,8}[。！？]$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(name, verb, words), { minLength: 1, maxLength: 15 }), (turns) => {
      const text = ['行者', '三藏', '八戒', '玄德'].map((who) => `${who}道：“一。”${who}曰：“二。”`).join('');
      const read = spoken(`${text}\n${turns.map(([who, how, what]) => `${who}${how}：“${what}”`).join('\n')}`).slice(8);
      expect(read).toEqual(turns.map(([who, , what]) => [who, what]));
    }),
  );
});

test('brackets and quotation marks around nothing are no line of a play', () => {
  expect(chinesePlay.read('()\n（ ）\n甲：“ ”\n甲：好。', { file: 'a' })).toMatchObject([{ content: '好。' }]);
});

test('any text is read without an error, and time grows with its length', () => {
  const piece = fc.constantFrom('“', '”', '「', '"', '行者', '道：', '笑', '曰：', '。', '，', '\n', '天');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 80 }).map((all) => all.join('')),
      ),
      (text) => {
        for (const { content } of read(text)) expect(content.trim()).not.toBe('');
        for (const { content } of chinesePlay.read(text, { file: 'a' })) expect(content.trim()).not.toBe('');
      },
    ),
    { numRuns: 300 },
  );
  for (const unit of ['“', '”', '笑', '笑，', '行者道：“', '行者道：“天。”', '“天“', '天“地”', '行者道：“天\n']) {
    const text = unit.repeat(200_000 / unit.length);
    expect(
      cpuTime(() => read(text)),
      unit,
    ).toBeLessThan(4000);
  }
});

test('a Chinese play has a speech a line, with directions in brackets as narration', () => {
  const text = '人物：甲、乙\n第一幕\n甲：你来了。\n乙（笑）：来了（坐下）。\n天黑了。\n第二幕\n甲: “走吧。”';
  expect(chinesePlay.recognise(text, { file: 'a' })).toBeGreaterThan(chineseProse.recognise(text, { file: 'a' }));
  expect(chinesePlay.read(text, { file: 'a' }).map(({ speaker, content, act }) => [speaker, content, act])).toEqual([
    [null, '人物：甲、乙', 0],
    [null, '第一幕', 1],
    ['甲', '你来了。', 1],
    ['乙', '来了。', 1],
    [null, '笑', 1],
    [null, '坐下', 1],
    [null, '天黑了。', 1],
    [null, '第二幕', 2],
    ['甲', '走吧。', 2],
  ]);
});

describe('names in a short text', () => {
  const speakers = (text: string) => [...new Set(spokenIn(text).flatMap(([speaker]) => speaker ?? []))];

  test('方 and 顾 begin names and clauses without a subject', () => {
    const text =
      '方宁站在门口，顾海坐着。\n\n方宁看着海，半晌才说：“潮退了。”\n\n“退了好。”顾海说。\n\n“好什么？”方宁说着，转过身来。\n\n顾海方才说：“退了好走。”\n';
    expect(speakers(text)).toEqual(['方宁', '顾海']);
  });

  test('whoever is called as familiar persons are needs but two speeches, or one right before the verb', () => {
    const text =
      '“听见了。”老赵不耐烦地说。\n\n“是什么？”阿兰问。\n\n“我去看看。”老赵站起身来说。\n\n锦儿道：“灯还亮着。”\n\n“小心！”阿兰小心翼翼地说。\n';
    expect(speakers(text)).toEqual(['老赵', '阿兰', '锦儿']);
  });

  test('a name from abroad may hold 得, and its bearer be called by its first part', () => {
    const text =
      '“您是谁？”安娜·彼得罗夫娜问。\n\n“我来修钟。”伊万·谢苗诺维奇答道。\n\n“钟总是会坏的。”伊万微笑着说。\n';
    expect(speakers(text)).toEqual(['安娜·彼得罗夫娜', '伊万·谢苗诺维奇', '伊万']);
  });
});
