/** Words for persons in Chinese prose: which are nobody's name, and which make another person of a name. */

/** Kin, servants and people of the bearer of a name: 林冲娘子 is not 林冲. */
const KIN =
  '娘子|夫人|太太|老婆|媳妇|妻子|妻|丈夫|母亲|父亲|妈妈|爸爸|老娘|爹|娘|母|父|奶奶|爷爷|祖母|祖父|外婆|外公|姥姥|岳父|岳母|丈人|丈母|婆婆|公公|嫂子|嫂|哥哥|哥|弟弟|弟|兄|姐姐|姐|妹妹|妹|女儿|女|儿子|儿|孙子|孙女|婿|侄子|侄|叔叔|叔|舅舅|姑姑|姨|丫鬟|丫头|小厮|家人|仆人|佣人|管家|保姆|奶妈|司机|秘书|助手|助理|徒弟|学生|师傅|老师|手下|部下|麾下|下属|同事|朋友|邻居|房东|亲戚|情人|女友|男友|同学|同伴|伙伴|随从|卫兵|副官';
/** Somebody of the bearer's, with or without 的, 家, 家里的. */
const KIN_AFTER = new RegExp(`^(?:的|之|家的?|家里的|他|她)?(?:${KIN})(?!.{0,2}(?:见|視))`, 'u');
/** What tells that the clause is about somebody else, or not about the bearer alone. */
const OTHERS =
  /^(?:、|的|之|们|們|将士|军|營|营|寨|阵|兵|部|背后|身后|身边|身旁|帐下|帐前|阵中|旁边|家里|家中|等|一家|一行|(?:和|与|同|跟)[^，]{1,6}(?:都|俱|皆|齐|一起|一同|同时|异口同声)|和\p{Script=Han}{2,4}(?:说|问|道))/u;
/** Who speaks is a rank or form of address that belongs to the name: 奥雷连诺上校. */
const TITLE =
  /^(?:先生|小姐|女士|上校|少校|中校|将军|上尉|中尉|少尉|军长|师长|团长|营长|连长|排长|司令|队长|班长|神父|神甫|牧师|主教|医生|大夫|护士|教授|博士|律师|法官|检察官|老师|师傅|老板|老板娘|经理|总经理|总|主任|处长|局长|科长|厅长|市长|县长|镇长|乡长|村长|校长|院长|所长|部长|书记|主席|秘书|警官|警长|探长|大爷|大妈|大叔|大婶|大娘|大哥|大姐|老爷|少爷|公子|姑娘|太守|员外|都头|教头|提辖|长老|道人|和尚|法师|第二)/u;

/** Nobody's name: pronouns, numbers of people, whoever may be anybody. */
const NOBODY =
  /^(?:[他她它我你您咱俺吾汝]|自己|大家|大伙|众|眾|人们|人們|人人|有人|别人|旁人|某人|谁|誰|何人|何故|对方|彼此|双方|前者|后者|其中|另|[一二两三四五六七八九十几数各每](?:个|個|位|名|人|群|帮|伙|些|声|句|阵|边|旁|时)|这|那|一[面边头时]|声音|话|语气|口气|电话|信|门|古人|后人|人[报報]|(?:其|彼|此|之|人|余|何|是|故|所|自|历|名|号|表|易|常|又|乃)$|其.)/u;
const TEXT = /^.{0,3}(?:[诗詩词歌赋賦偈颂檄铭銘谣謠谚諺语語联聯书書诏詔略]|檄文|册文)$/u;
const GROUP = /(?:们|們|等|众人|二人|两人|俩|三人|人等|一齐|齐|都|俱|皆)$/u;
const WOMEN =
  '女人|女子|妇人|妇女|女孩|姑娘|少女|老太|大娘|大妈|母亲|妈妈|妻子|老婆|太太|夫人|女儿|姐姐|妹妹|奶奶|祖母|外婆|丫鬟|丫头|护士|女友|修女';
const MEN =
  '男人|男子|汉子|男孩|少年|小伙|老头|老汉|父亲|爸爸|丈夫|儿子|哥哥|弟弟|爷爷|祖父|叔叔|士兵|卫兵|警察|军官|上尉|中尉|神父|神甫|牧师|和尚|道士|道人|小厮|使者|小校|军士|从人';
const EITHER =
  '老人|孩子|小孩|青年|仆人|佣人|伙计|老板|服务员|司机|医生|朋友|客人|对方|陌生人|那人|这人|来人|其人|同伴|邻居|记者|职员|法官|检察官|证人|顾客|左右|手下|使(?![得劲])';
const ONE = '[一另](?:个|個|位|名)|有个|有人|有位';
const MANY = '[两二三四五六七八九十几数各每](?:个|個|位|名)|一群|一帮|一伙|人们|人們|大家|众|眾';
/** Somebody without a name at the head of a clause: the subject is not the one before. */
const SOMEBODY = new RegExp(`^(?:${ONE}|${MANY}|${WOMEN}|${MEN}|${EITHER}|声音|电话)`, 'u');
/** One person without a name anywhere: 他, 她 may be that person. */
const ONE_MAN = new RegExp(`${ONE}|${MEN}|${EITHER}`, 'u');
const ONE_WOMAN = new RegExp(`${ONE}|${WOMEN}|${EITHER}`, 'u');

/** Whether a text tells of one person without a name whom he or she can mean. */
export const tellsOfOne = (text: string, pronoun: string): boolean =>
  (pronoun === 'she' ? ONE_WOMAN : ONE_MAN).test(text);

const FUNCTION_WORD =
  /[他她它我你您之的了着把而以其只忽听见得是不无有被从向对谓与和跟同告问说言地在到给让：:，。、“”《》\s]/u;

/** Those of them that names from abroad are written with: 彼得, 地米特里. */
const IN_FOREIGN = /[得地在以而和有是不无到]/gu;

/** Whether a clause tells of a person at all, beside the known names. */
export const tellsOfPerson = (clause: string): boolean => /[人者官将军妇僧汉士兵女公婆王母父妻子儿们]/u.test(clause);

/** Longest name of a speaker, in characters (our choice: 太上老君 has four), and of one from abroad (with · between its parts). */
const LONGEST = 4;
const LONGEST_FOREIGN = 6;
const LONGEST_DOTTED = 14;

/** Whether a text can be somebody's name: short, of name characters, no pronoun, no group. */
export function mayBeName(name: string): boolean {
  const isDotted = /[·•・．.]/u.test(name);
  return (
    name.length <= (isDotted ? LONGEST_DOTTED : LONGEST_FOREIGN) &&
    /^\p{Script=Han}+(?:[·•・．.]\p{Script=Han}+)*$/u.test(name) &&
    !NOBODY.test(name) &&
    !TEXT.test(name) &&
    !GROUP.test(name) &&
    !FUNCTION_WORD.test(isDotted ? name.replace(IN_FOREIGN, '') : name)
  );
}

const SURNAMES =
  '王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范范方石姚谭譚廖邹鄒熊金陆陸郝孔崔康毛邱秦江史顾顧侯邵孟龙龍万萬段钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文';
const WHOLE_NAME = new RegExp(
  `^(?:[${SURNAMES}]|欧阳|司马|诸葛|上官|皇甫|令狐|慕容|司徒)\\p{Script=Han}{1,2}(?<![进進大入唤喚但挺出前上又再忙急亦遂方乃皆])$`,
  'u',
);

/** Whether a text is built as a whole name is: a common surname and one or two characters. */
export const isWholeName = (name: string): boolean => WHOLE_NAME.test(name);

const ADDRESSED =
  /^(?:[老小阿]\p{Script=Han}{1,2}|.{0,3}(?:太太|先生|小姐|夫人|女士|师傅|老师|医生|大夫|护士|警察|警官|士兵|卫兵|店员|服务员|司机|老板|经理|记者|秘书|大爷|大妈|大叔|大婶|大哥|大姐|叔叔|阿姨|爷爷|奶奶|爸爸|妈妈|父亲|母亲|哥哥|姐姐|弟弟|妹妹|儿子|女儿|老人|孩子|男孩|女孩|男人|女人|众人|群众|同学|学生|村民|路人|掌柜|伙计|丫鬟|公子|将军|大王|皇帝|和尚|道士)[甲乙丙丁一二三四\d]?|.{1,3}[甲乙丙丁])$/u;

/** Whether a name is built as familiar ones are: 老何, 小雁, 阿珠, 锦儿. */
export const isCalledSo = (name: string): boolean =>
  /^(?:[老小阿]\p{Script=Han}|(?![女孩婴幼这那哪一会今明]|[^\n]?会)\p{Script=Han}{1,2}儿)$/u.test(name) &&
  !isAboutSomebody(name);

/** Whether words can be hardly anything but a person's name or what somebody is called: 李娜, 老张, 士兵甲. */
export const callsPerson = (words: string): boolean => isWholeName(words) || ADDRESSED.test(words);

/** Whether a name is longer than Chinese names are: it must be met more often to count. */
export const isLongName = (name: string): boolean => name.length > LONGEST;

/** Whether a clause has somebody without a name as its subject. */
export const isAboutSomebody = (clause: string): boolean => SOMEBODY.test(clause);

/** Who a clause is about that begins with a name: the bearer, kin or a servant of the bearer (by that name), or others. */
export function bearerOf(name: string, rest: string): { name: string; rest: string } | 'others' {
  const kin = rest.match(KIN_AFTER)?.[0];
  if (kin !== undefined) {
    const after = rest.slice(kin.length);
    return /^(?:[、的之们們和与跟同]|等|都)/u.test(after) ? 'others' : { name: name + kin, rest: after };
  }
  const title = rest.match(TITLE)?.[0];
  if (title !== undefined) return bearerOf(name + title, rest.slice(title.length));
  return OTHERS.test(rest) ? 'others' : { name, rest };
}
