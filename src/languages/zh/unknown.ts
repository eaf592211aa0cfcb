/** Talk of models and what they were trained on. */
export const TALKS_OF_MODELS: readonly RegExp[] = [
  /语言模型|大模型|人工智能|聊天机器人|神经网络|训练数据|训练集|数据库|数据集|知识库|知识图谱|提示词|角色扮演|维基|互联网|(?:所给|提供)的?(?:资料|信息|事实)/,
  /(?<![A-Za-z])(?:AI|GPT)(?![A-Za-z])/,
];

/** Says that the speaker does not know or understand: any sign of it, in old words too. */
export const SAYS_UNKNOWN =
  /不(?:甚|大|太)?(?:知|晓得|清楚|明白|懂|解|识|认得|认识|了解|记得|省得|曾)|没(?:有)?(?:听|见|去|做|用|读|想)|未(?:曾|尝|闻|见)|从未|从来没|闻所未闻|何(?:物|人|意|谓)|(?:是|算)(?:什么|甚么|啥|个甚)|什么(?:东西|意思|玩意|名堂)|哪(?:里|儿)?(?:晓得|知)|岂知|焉知|无从|答不|说不(?:上|出|清|来)|听不懂|没这(?:回事|样|个)|没那(?:回事|样|个)|莫名|奇怪|稀奇|古怪|认错|问错|陌生/;

/** Talk of a list of facts, or of where they come from. */
export const TALKS_OF_DATA = /维基|属性|词条|知识库|数据库|资料卡|档案|第\d+条|[PQ]\d{1,8}/;
