import { describe, expect, test } from 'vitest';
import { readScript } from '../../src/readers/index.js';
import { spokenIn } from './read.js';

const read = (text: string) => readScript(Buffer.from(text), { file: '戏.txt' });
const said = (text: string) =>
  read(text)
    .lines.filter(({ speaker }) => speaker !== null)
    .map(({ speaker, content }) => `${speaker}：${content}`);

const talk: [name: string, speech: string][] = [
  ['林茂', '谁在敲门？'],
  ['阿桂婶', '是我，开门吧。'],
  ['林茂', '这么晚了！'],
  ['阿桂婶', '路上下雨。'],
  ['阿顺', '快进来，别站着。'],
  ['林茂', '坐吧。'],
  ['阿顺', '喝口茶。'],
];
/** Some lines end in the midst of a sentence. */
const half = (speech: string) => (speech.length > 5 ? 3 : speech.length);
const all = talk.map(([name, speech]) => `${name}：${speech}`);
const padded = (name: string) => (name.length === 2 ? `${name[0]}　${name[1]}` : name);

const layouts: Record<string, (name: string, speech: string) => string> = {
  'name and colon': (name, speech) => `${name}：${speech}\n`,
  'name and colon, empty lines between': (name, speech) => `${name}：${speech}\n\n`,
  'name, direction and colon': (name, speech) => `${name}（低声）：${speech}\n`,
  'a padded name and a wide blank': (name, speech) => `${padded(name)}　${speech}\n\n`,
  'a padded name, a direction in the speech': (name, speech) => `${padded(name)}　（低声）${speech}\n`,
  'a padded name, the speech wrapped': (name, speech) =>
    `${padded(name)}　${speech.slice(0, half(speech))}\n　　　　${speech.slice(half(speech))}\n\n`,
  'two blanks': (name, speech) => `${name}  ${speech}\n`,
  'the name on its own line': (name, speech) => `${name}\n${speech}\n\n`,
  'the name on its own line, a direction below': (name, speech) => `${name}\n（低声）\n${speech}\n\n`,
  'the name and how it is heard on their own line': (name, speech) => `${name}（OS）\n${speech}\n\n`,
};

test.each(Object.keys(layouts))('%s', (layout) => {
  const text = talk.map(([name, speech]) => layouts[layout]!(name, speech)).join('');
  expect(read(`雨夜\n\n第一幕\n\n〔夜，堂屋。林茂坐在灯下。\n\n${text}`).format).toBe('chinese-play');
  expect(said(`雨夜\n\n第一幕\n\n〔夜，堂屋。林茂坐在灯下。\n\n${text}〔灯灭。\n`)).toEqual(all);
});

describe('what is no speech', () => {
  const lines = [
    '字幕：三年后。',
    '道具：茶壶、油灯',
    '人物：林茂、阿顺',
    '音效：雷声',
    '切至：堂屋。',
    '△ 阿顺出门。',
    '〔雷声。',
    '第2场  日  外  街口',
    '3、堂屋  夜  内',
    '场景：堂屋',
    'SFX：雷声。',
  ];
  test.each(lines)('%s', (line) => {
    for (const layout of ['name and colon', 'the name on its own line']) {
      const text = talk.map(([name, speech]) => layouts[layout]!(name, speech));
      expect(said([...text.slice(0, 3), `${line}\n`, ...text.slice(3)].join('')), layout).toEqual(all);
    }
  });

  test('directions in any brackets', () => {
    const text = '甲：你来了。\n乙：（坐下）来了【叹气】。\n甲：坐〔指椅子〕吧。\n乙：好。\n';
    expect(said(text)).toEqual(['甲：你来了。', '乙：来了。', '甲：坐吧。', '乙：好。']);
  });
});

test('tags of the web, what sites put in and entities are no words', () => {
  const text =
    '甲：你<br>来了<s>9xx</s>。\n乙：来<strike>某某网</strike>了&nbsp;呢。\n甲：<b>坐</b>&hellip;\n乙：<font color="red">好</font>。\n';
  expect(said(text)).toEqual(['甲：你来了。', '乙：来了呢。', '甲：坐…', '乙：好。']);
  expect(said('甲：1<2。\n乙：是。\n甲：好。\n乙：好。\n')[0]).toBe('甲：1<2。');
});

test('paragraphs of a novel that lead in what is said are no play', () => {
  const novel = ['林茂说：“谁？”', '阿顺回答：“我。”', '林茂喊道：“进来！”', '阿顺笑着说：“好。”'].join('\n\n');
  expect(read(novel).format).toBe('chinese-prose');
});

test('names of three characters that stand apart are one name', () => {
  const text =
    '第一场\n\n老　船　夫　　风停了。\n阿　　　水　　停了就走。\n老　船　夫　　（看天）再等等。\n阿　　　水　　等什么？\n';
  expect(said(text)).toEqual(['老船夫：风停了。', '阿水：停了就走。', '老船夫：再等等。', '阿水：等什么？']);
});

test.each(['说', '問', '笑着说', '高兴地说', '笑道', '回答'])(
  'the verb before a colon is no part of the name: %s',
  (verb) => {
    expect(said(`林茂${verb}：谁在敲门？\n阿桂婶：是我。\n林茂${verb}：进来。\n阿桂婶：好。\n`)).toEqual([
      '林茂：谁在敲门？',
      '阿桂婶：是我。',
      '林茂：进来。',
      '阿桂婶：好。',
    ]);
  },
);

test.each([
  '第一场\n\n陈静\n谁在门外？\n\n周平\n是我。\n\n陈静\n进来。\n\n玛尔塔\n外面下雪了。\n',
  '陈静\n谁在门外？\n周平\n是我。\n陈静\n进来。\n玛尔塔\n外面下雪了。\n',
])('a name alone on a line is a cue though it speaks but once', (text) => {
  const { lines } = readScript(Buffer.from(text), { file: 'a.txt' });
  const spoken = lines.filter(({ speaker }) => speaker !== null);
  expect(spoken.map(({ speaker, content }) => `${speaker} ${content}`)).toEqual([
    '陈静 谁在门外？',
    '周平 是我。',
    '陈静 进来。',
    '玛尔塔 外面下雪了。',
  ]);
});

test('a scene in which each speaks but once is a play where all are called as persons are', () => {
  const read = (text: string) => readScript(Buffer.from(text), { file: 'a.txt' }).lines.map(({ speaker }) => speaker);
  expect(read('陈静\n谁？\n\n老周\n是我。\n\n士兵甲\n进来。\n')).toEqual(['陈静', '老周', '士兵甲']);
  expect(() => read('苹果：一种水果。\n桌子：一种家具。\n石头：很硬。\n')).toThrow('not recognised');
});

test('names in lenticular brackets before the speech', () => {
  expect(
    spokenIn('【灯亮】\n【宝儿】船回来了么？\n【小福】（摇头）还没有呢。\n【宝儿】那就等着。\n【小福】是。\n'),
  ).toEqual([
    [null, '灯亮'],
    ['宝儿', '船回来了么？'],
    ['小福', '还没有呢。'],
    [null, '摇头'],
    ['宝儿', '那就等着。'],
    ['小福', '是。'],
  ]);
});

test('a name and its colon may stand above what is said, and a name alone among them', () => {
  const text =
    '第一场\n\n林雨（哽咽）：\n你早就知道了？\n\n赵刚\n（低头）\n知道。\n\n林雨：为什么不告诉我？\n\n赵刚：\n因为我不敢。\n';
  expect(spokenIn(text).filter(([speaker]) => speaker !== null)).toEqual([
    ['林雨', '你早就知道了？'],
    ['赵刚', '知道。'],
    ['林雨', '为什么不告诉我？'],
    ['赵刚', '因为我不敢。'],
  ]);
});

test('plays of the Yuan: the name before 云 and 唱 in brackets, line by line or without breaks', () => {
  const speeches = [
    ['正末', '小生姓周，名良。'],
    ['旦', '你从哪里来？'],
    ['正末', '从江边来。'],
    ['旦', '碧水长，江风凉。'],
  ];
  const lines = [
    '（正末扮周良上，云）小生姓周，名良。',
    '（旦云）你从哪里来？',
    '（正末做惊科，云）从江边来。',
    '（旦唱）碧水长，江风凉。',
  ];
  for (const between of ['\n', '\n\n', ''])
    expect(spokenIn(lines.join(between)).filter(([speaker]) => speaker !== null)).toEqual(speeches);
});

test('a label in 【】 is told as one before a colon is', () => {
  expect(spokenIn('【林雨】你来了？\n【赵刚】路过。\n【旁白】雨大了。\n【林雨】进来。\n')).toContainEqual([
    null,
    '旁白：雨大了。',
  ]);
});
