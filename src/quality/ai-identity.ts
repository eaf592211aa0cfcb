import type { Check } from './check.js';
import { plainLine, refuseMatch } from './patterns.js';

/** Words after `AI` that make it a field of knowledge or somebody's work: `as an AI researcher`. */
const NOT_A_FIELD =
  "(?!['-]| (?:researcher|expert|scientist|engineer|specialist|developer|enthusiast|company|pioneer|ethicist|theorist|professor)\\b)";
const MODEL =
  '(?:(?:large |generative )?(?:AI )?language model|AI(?:[ -]?(?:chat ?bot|assistant|model|program|system|entity|being))?|artificial intelligence(?: (?:assistant|model|program|system|entity|being))?|chat ?bot|(?:virtual|digital) (?:assistant|character|being|entity))';
const MACHINE = '(?:machine|robot|android|cyborg|computer(?: program)?|software|program|bot)';
const ONLY =
  '(?:just |only |still |merely |simply |but |a |an |actually |here as |not human,? (?:but )?|mere |humble |advanced |simple |fictional )*';

/** No character of a script says this of itself, a machine neither. */
export const MODERN_MODEL: readonly RegExp[] = [
  /\b(?:as|I am|I'm|being) (?:just |only |merely |simply |but |an? |large |AI |artificial intelligence |mere |neural )*language model\b/i,
  /\b(?:I was|I am|I'm|I've been|me|model|assistant|AI)\b[^.!?]{0,40}\b(?:trained|created|developed|made|built|programmed) by (?:OpenAI|Anthropic|Google|Meta AI|Microsoft|Alibaba|Baidu)\b/i,
  /\b(?:I am|I'm|as) (?:ChatGPT|GPT-?\d|Claude, an|Bard, an)/i,
  /\bmy (?:training data|knowledge cut-?off|pre-?training|programming(?: does not allow| is (?:focused|designed|limited))|last (?:knowledge )?update)\b/i,
  /我(?:不是[^，。！？]{1,10}，)?(?:而|只|仅仅?|不过|其实)?是(?:一[个款种])?(?:由.{0,12}(?:开发|训练|创造)的)?(?:大型?|人工智能|AI|预训练)*语言模型/,
  /作为(?:一[个款种名])?(?:大型?|人工智能|AI|预训练)*语言模型/i,
  /由\s?(?:OpenAI|百度|阿里巴?巴?|清华大学)\S{0,10}(?:开发|训练|创造|研发)的?/i,
  /我的(?:训练数据|知识截止|知识库截止)/,
];

const ENGLISH: readonly RegExp[] = [
  /\bI(?:'m| am| was|'ve been| have been) (?:not |only |just |simply )?programmed (?:to|for|with|by)\b/i,
  new RegExp(`\\bas an? (?:\\w+ )?${MODEL}\\b${NOT_A_FIELD}`, 'i'),
  new RegExp(`\\b(?:I am|I'm|I was) ${ONLY}${MODEL}\\b${NOT_A_FIELD}`, 'i'),
  new RegExp(
    `\\b(?:I am|I'm) ${ONLY}${MACHINE}\\b(?=[.,;!?]| (?:and|so|that|which|designed|programmed|created|here|without|with no)\\b)`,
    'i',
  ),
  /\b(?:since|because|as) I(?:'m| am) (?:not (?:a )?(?:real )?(?:human|person)\b|an AI\b)/i,
  /\bI(?:'m| am) not (?:actually )?(?:a )?real (?:person|human)\b/i,
];

const CHINESE_MODEL = '(?:人工智能|AI|聊天机器人|智能助手|虚拟助手|智能机器人|虚拟角色|虚拟人物)';
const CHINESE_FIELD = '(?!的?(?:专家|研究|科学家|领域|工程师|学者|创造者|发明者|之父))';
const CHINESE: readonly RegExp[] = [
  new RegExp(`作为(?:一[个款种名位])?${CHINESE_MODEL}${CHINESE_FIELD}`, 'i'),
  new RegExp(
    `我(?:不是[^，。！？]{1,10}，)?(?:而|只|仅仅?|不过|其实|就)?是(?:一[个款种名位])?(?:由.{0,12}的)?${CHINESE_MODEL}${CHINESE_FIELD}`,
    'i',
  ),
  /我(?:只|仅仅?|不过|其实|就)?是(?:一[个台款])?(?:机器人|机器|计算机程序|电脑程序|程序)(?=[，。！、；]|$)/,
];

/** Whether a text says of its speaker what only a language model is. */
export function disclosesModel(text: string): boolean {
  return refuseMatch(plainLine(text), MODERN_MODEL) !== undefined;
}

/**
 * Refuses answers in which the speaker says that it is an AI (papers.md 1.7: AI identity concealment). Talk about artificial
 * intelligence passes. A role whose profile says `is_machine` may say that it is a machine, but not that it is a language
 * model or whose product it is.
 */
export const aiIdentity: Check = {
  name: 'ai-identity',
  run({ set, question, answer }, { profile }) {
    // A general instruction is the user's own; a question about the role was written by a model.
    if (set === 'role_specific' && disclosesModel(question)) return refuseMatch(plainLine(question), MODERN_MODEL);
    const line = plainLine(answer);
    return refuseMatch(line, profile.is_machine ? MODERN_MODEL : [...MODERN_MODEL, ...ENGLISH, ...CHINESE]);
  },
};
