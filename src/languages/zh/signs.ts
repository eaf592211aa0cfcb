import type { Signs } from '../signs.js';
import { addressIn } from './address.js';
import { addresseeOf } from './addressee.js';
import { announcements, STAGE_TALK } from './announcements.js';
import { DENIAL, NUMERALS } from './denial.js';
import { IS_MODEL, MACHINE_TALK, MODERN_MODEL } from './model-talk.js';
import { namesIn } from './names.js';
import { isPersonsName } from './persons.js';
import { REFUSAL } from './refusal.js';
import { countVariants } from './script-variants.js';
import { selfContained } from './self-contained.js';
import { SAYS_UNKNOWN, TALKS_OF_DATA, TALKS_OF_MODELS } from './unknown.js';

export const signs: Signs = {
  speakerLabel:
    /^[\s>*_“([【（-]*([\p{Script=Han}·]{1,8})[\])】）*_]*(?:[（(][^（）()]{1,30}[）)])?\s?[:：][\s*_]*(.*)$/u,
  speech: /[你您我吾俺咱朕]/,
  asksForSpeakers: /对话|剧本|台词|故事|相声|小品|采访|访谈|情景|场景|话剧|戏|小说|聊天|辩论|笑话/i,
  asksToPlay: /写一|编一|演一|背一/i,
  asksForFact: /谁|什么|哪|几|多少|何[人处时物名]|怎么称呼/i,
  asksYesOrNo: /(?:吗|么|是否|有没有|是不是|能否|会不会|要不要|敢不敢|愿不愿)/iu,
  saysYesOrNo: /^\P{L}*(?:是|不|没|否|有|对|会|能|敢|愿|自然|当然|正是)/iu,
  request:
    /请|告诉|说说|谈谈|讲讲|讲一|说一|聊聊|描述|介绍|分享|形容|解释|评价|吗[。！]?$|呢[。！]?$|什么|怎么|为何|为什么|如何/,
  asksForAnotherLanguage:
    /翻译|译成|英[文语]|法语|德语|日语|韩语|西班牙语|外语|代码|程序|编程|函数|脚本|网址|链接|公式|单词|拼音/iu,
  numberWords: /[一二三四五六七八九十百千万两]{2,}/g,
  talksOfText: [/上文|前文|文中|本文|片段|剧本|台词|原文|剧中|剧情|该角色|这个角色|对话中提到|根据(?:以上|上述)/],
  scriptVariants: { askedFor: /繁体|繁體|简体|簡體|正体字|正體字/, count: countVariants },
  denial: DENIAL,
  numerals: NUMERALS,
  addressIn,
  addresseeOf,
  modernModel: MODERN_MODEL,
  machine: MACHINE_TALK,
  isModel: IS_MODEL,
  talksOfModels: TALKS_OF_MODELS,
  saysUnknown: SAYS_UNKNOWN,
  talksOfData: TALKS_OF_DATA,
  refusal: REFUSAL,
  announcements,
  stageTalk: STAGE_TALK,
  isPersonsName,
  namesIn,
  selfContained,
};
