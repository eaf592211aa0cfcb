import type { Check } from './check.js';
import { plainLine, refuseMatch } from './patterns.js';

const CANNOT =
  "(?:can ?not|can't|could not|couldn't|am (?:not able|unable) to|'m (?:not able|unable) to|am not capable of|'m not capable of)";
const SERVICE =
  '(?:assist|fulfil\\w*|comply|generate|provid\\w+|process|access|perform|complete (?:this|that|your|the)|answer (?:this|that|your|the)|respond to (?:this|that|your|the)|determine (?:the|if|whether|which|what)|classify|browse|translate|engage in)';

/** Within one sentence after a word of regret. */
const REGRET = '\\b(?:sorry|apologi[sz]e|apologies|afraid)\\b[^.!?]{0,120}?';
/** A part that was given to the speaker, as an assistant calls it. */
const GIVEN_PART = '(?:(?:my|the) )?(?:assigned )?(?:personality|persona|role)\\b';

/** How an assistant that plays a part steps out of it to decline. */
const OUT_OF_PART: readonly RegExp[] = [
  new RegExp(
    `\\bas an? (?:AI |large |fictional )*(?:language model|character)\\b[^.!?]{0,60}\\bI ?(?:${CANNOT}|(?:do not|don't) have)`,
    'i',
  ),
  new RegExp(
    `${REGRET}\\b(?:relat\\w+|relevan\\w+|fit|sense|outside|beyond|limited|in line)\\b[^.!?]{0,40}\\b${GIVEN_PART}`,
    'i',
  ),
  new RegExp(`${REGRET}\\bI ?(?:${CANNOT}) (?:\\w+ ){0,2}${SERVICE}`, 'i'),
  new RegExp(`${REGRET}(?:\\bnot (?:programmed|designed|equipped)|'m only programmed) (?:to|for)\\b`, 'i'),
  new RegExp(`${REGRET}\\bnot (?:capable of|able to) (?:doing|\\w+ly )?\\w*(?:ing\\b|choose the\\b|edit\\b)`, 'i'),
  new RegExp(`${REGRET}\\b(?:do not|don't) have the (?:\\w+ (?:or|and) )?(?:ability|capability|capacity)\\b`, 'i'),
  new RegExp(`${REGRET}\\bmy (?:expertise|knowledge|abilities|knowledge and abilities) (?:is|are|lies?)\\b`, 'i'),
  /\bsorry\b[^?]{0,200}\bis there anything else (?:I can|(?:that )?you(?:'d| would) like)/i,
  /\bnot (?:able|capable) (?:to|of) perform(?:ing)? (?:web searches|(?:this|that|the) task|tasks)\b/i,
  /^(?:I'm |I am )?(?:very )?sorry,? (?:but )?I (?:can't|can ?not) (?:help|assist)(?: you)? with (?:this|that)[.!]?$/i,
  /\bI (?:can't|can ?not) do that\. I'm (?:only |just )?here to (?:engage in conversation|chat|answer|assist|help)\b/i,
  new RegExp(
    `${REGRET}\\byou (?:haven't|have not|didn't|did not) (?:provided?|given?) (?:me )?(?:with )?(?:any|enough|the) (?:\\w+ (?:or|and) )?(?:\\w+ )?(?:sequences?|text|data|details|context|information|input|options|image|sentence)\\b`,
    'i',
  ),
  /\bcould you please provide me with\b/i,
  /\bI can(?:'t|not| not) see (?:or \w+ )?(?:any|a|the|your) (?:photo|image|picture|attachment)\b/i,
];

const ENGLISH: readonly RegExp[] = [
  new RegExp(
    `\\bsorry,? (?:[\\w']+,? )?(?:but )?(?:I'm afraid )?(?:that )?I ?${CANNOT} (?:\\w+ ){0,2}${SERVICE}\\b`,
    'i',
  ),
  new RegExp(
    `\\bI ?${CANNOT} (?:\\w+ ){0,2}(?:assist (?:you )?with (?:this|that|your|the)|fulfil\\w* (?:this|that|your|the) request|comply with (?:this|that|your) request|provid\\w+ (?:you with )?(?:an?|any|the|that|this|further|specific|accurate|more|real-time|such) (?!definit)(?:[\\w-]+ )?(?:answer|information|response|advice|details|output|translation|classification|assistance|context|data|solution|summary)|process (?:this|that|your) request|complete (?:this|that|your|the) (?:task|request)|generate (?:a|an|the|such|that|this)|browse)\\b`,
    'i',
  ),
  /\bI (?:do not|don't) have (?:the |any )?(?:direct |real-time )?(?:access to|real-time|enough (?:information|context)|sufficient (?:information|context)|information (?:on|about|regarding)|any information)/i,
  /\b(?:(?:provide|give) me(?: with)?|I(?:'d| would|'ll| will)? need|I lack|you(?:'ll| will)? need to provide) (?:\w+ ){0,3}(?:more|further|additional|proper|the necessary|sufficient|any) (?:context|information|details)\b/i,
  /\b(?:sorry|apologi[sz]e)\b[^.!?]{0,40}\b(?:without (?:any|more|further|the)|not enough) (?:context|information|details)\b/i,
  /\b(?:please|kindly|could you|can you|would you)(?: please)? (?:provide|specify|rephrase|clarify|give) (?:me )?(?:with )?(?:the|a|your|more|some|further|additional) (?:[\w-]+ )?(?:context|information|details|question|passage|text|sentence|input|article|data|options|instructions?|prompt|request)\b/i,
  /\b(?:violates?|goes against) (?:my|the|our|OpenAI's) (?:programming|guidelines|polic(?:y|ies)|content polic\w+)/i,
  /\bnot (?:appropriate|ethical) (?:for me )?to (?:provide|generate|answer|promote|make|engage|respond|discuss)|\b(?:inappropriate|offensive|harmful) (?:request|question|content|and (?:offensive|disrespectful))\b/i,
  /\bI(?:'m| am) sorry,? (?:but )?(?:(?:this|the|your|that) (?:[\w-]+ )?(?:question|request|input|prompt|sentence|instruction|passage|text)|I (?:do not|don't|didn't|did not) (?:quite )?(?:understand (?:the|your|this|what you)|have (?:enough|the|any|access)))\b/i,
];

const CHINESE: readonly RegExp[] = [
  /(?:抱歉|对不起|很遗憾|不好意思|恕)[^。！？]{0,12}(?:无法|不能|没有办法|没办法)[^。！？]{0,8}(?:提供|回答|完成|协助|满足|帮助|生成|处理|判断|确定|访问|执行|给出|理解|答复)/,
  /(?:抱歉|对不起|很遗憾|不好意思)[^。！？]{0,12}(?:没有(?:足够|相关|具体)|信息不足|不便回答|并未提供|未提供|缺少)/,
  /我(?:暂时|目前|现在)?(?:无法|不能)(?:为您|为你|给您|给你|直接)?(?:提供|访问|完成|生成|执行|满足|处理)[^。！？]{0,16}(?:信息|服务|要求|请求|任务|内容|数据|建议|答案|帮助)/,
  /(?:请|麻烦)(?:您|你)?(?:再)?(?:提供|补充|给出|输入|告诉我)(?:一下)?(?:更多|更具体|更详细|具体|相关|详细|足够|完整)的?(?:信息|内容|背景|上下文|细节|文本|资料|描述|数据)/,
  /我没有(?:足够的?|相关的?|实时)(?:信息|数据|资料)|无法(?:访问|获取)(?:实时|互联网|网络|相关)/,
];

/**
 * Refuses answers that turn the task down as an assistant does: sorry but unable, no access, asks for the missing text
 * (papers.md 1.7: non-rejection). A character that will not do something in its own words passes.
 */
export const refusal: Check = {
  name: 'refusal',
  run: ({ answer }) => refuseMatch(plainLine(answer), [...ENGLISH, ...OUT_OF_PART, ...CHINESE]),
};
