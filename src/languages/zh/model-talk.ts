const MODEL = '(?:人工智能|AI|聊天机器人|智能助手|虚拟助手|智能机器人|虚拟角色|虚拟人物)';
const FIELD = '(?!的?(?:专家|研究|科学家|领域|工程师|学者|创造者|发明者|之父))';

/** What only a language model says of itself. */
export const MODERN_MODEL: readonly RegExp[] = [
  /我(?:不是[^，。！？]{1,10}，)?(?:而|只|仅仅?|不过|其实)?是(?:一[个款种])?(?:由.{0,12}(?:开发|训练|创造)的)?(?:大型?|人工智能|AI|预训练)*语言模型/,
  /作为(?:一[个款种名])?(?:大型?|人工智能|AI|预训练)*语言模型/i,
  /由\s?(?:OpenAI|百度|阿里巴?巴?|清华大学)\S{0,10}(?:开发|训练|创造|研发)的?/i,
  /我的(?:训练数据|知识截止|知识库截止)/,
];

/** What a machine says of itself. */
export const MACHINE_TALK: readonly RegExp[] = [
  new RegExp(`作为(?:一[个款种名位])?${MODEL}${FIELD}`, 'i'),
  new RegExp(
    `我(?:不是[^，。！？]{1,10}，)?(?:而|只|仅仅?|不过|其实|就)?是(?:一[个款种名位])?(?:由.{0,12}的)?${MODEL}${FIELD}`,
    'i',
  ),
  /我(?:只|仅仅?|不过|其实|就)?是(?:一[个台款])?(?:机器人|机器|计算机程序|电脑程序|程序)(?=[，。！、；]|$)/,
];

/** Says of the character what only a model is. */
export const IS_MODEL =
  /(?:该角色|你)是(?:一[个款])?(?:大型?|人工智能|AI|聊天)*(?:语言模型|机器人助手|AI助手|人工智能)(?!的|专家|研究)/i;
