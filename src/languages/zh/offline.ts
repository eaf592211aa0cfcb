import type { OfflineSpeech } from '../offline.js';
import { outsideQuotes } from '../outside-quotes.js';
import { describe } from './portrait.js';

export const offline: OfflineSpeech = {
  ofItself: /^(?:我|吾|老孙|俺|孤|某)/,
  toIt: /^(?:你|汝|公|明公|大圣)/,
  ofItselfIs: '自述',
  quotable: [7, 30],
  describe,
  kinds: [
    ['武将', /[枪刀斩杀战阵兵军敌]/g],
    ['神怪', /[妖魔仙佛神]|菩萨|师父|棒/g],
    ['谋略', /[计谋策]|天下|可[图破擒]/g],
    ['豪爽', /酒|兄弟|哥哥|快活|痛快/g],
    ['帝王', /朕|陛下|天子|社稷/g],
    ['风雅', /[诗词琴棋画月]/g],
  ],
  manners: { terse: '寡言', eloquent: '健谈', curious: '好问', plain: '平实' },
  mannerLengths: [12, 45],
  definition:
    /^(?:夫|盖)?(?<what>(?![昔今向近古往前曩日顷某此吾汝其彼所不若能有来使言])\p{Script=Han}{1,2}?)者，[^？]*也[。！]/u,
  selfQuestion: '若有人从未见过你，你怎么向他说你自己？',
  asked: [
    (s, q) => `${s}问你“${q}”的时候，你是怎么回答的？`,
    (s, q) => `${s}曾问你：“${q}”你当时如何作答？`,
    (s, q) => `还记得${s}问过你“${q}”吗？你怎么回答的？`,
  ],
  pointsElsewhere:
    /[他她它其]|彼|如此|似此|这般|这等|这样|那样|这些|那些|(?:^|[，：])(?:这|那|此|且|又|还|难道|莫非|莫不|正是|依此|今此|如今)|之(?=[？，])|…|‘/,
  leastAsked: 6,
  leastAnswered: 5,
  longestQuote: 40,
  longestAnswer: 100,
  longestSpeech: 70,
  wordsPerToken: 1,
  askDefinition: (what) => `依你看，何为${what}？`,
  definitionRationale: '角色自己说过这是什么。',
  selfRationale: '答案见于角色的描述。',
  askUnknown: (quote) => `你说“${quote}”的那天，天气如何？`,
  unknownAnswer: '这话我答不上来。',
  unknownRationale: '无从得知。',
  exchangeRationale: (from, to) => `问与答都见于片段第${from}至${to}行，一字不差。`,
  withInnerQuotes: (text) => text.replaceAll('“', '‘').replaceAll('”', '’'),
  nothingToSay: '我没有话说。',
  toSecondPerson: (description) =>
    outsideQuotes(description, (part) => part.replaceAll('该角色', '你').replace(/(^|[。！？；])[他她]/g, '$1你')),
  toFirstPerson: (sentence) => outsideQuotes(sentence, (part) => part.replaceAll('你', '我')),
};
