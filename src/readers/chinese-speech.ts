/** Words by which Chinese prose says that somebody speaks, and in what manner. */

/** Verbs of speaking that stand at the end of a clause. */
const LONG_VERBS =
  '回答|答应|反问|追问|质问|询问|解释|补充|叹息|叹气|嘀咕|嘟囔|咕哝|嘟哝|咕噜|低语|自语|感叹|惊呼|惊叫|尖叫|宣布|宣称|声称|建议|提议|提醒|警告|承认|坚持|抗议|反驳|插嘴|插话|插口|打断|重复|继续|接着|开口|吩咐|分付|分咐|命令|安慰|恳求|央求|请求|哀求|乞求|催促|嘱咐|叮嘱|评论|抱怨|埋怨|责备|责怪|斥责|训斥|咆哮|怒吼|大吼|呵斥|附和|赞叹|赞同|同意|表示|否认|辩解|争辩|声明|保证|发问|回话|答话|搭话|接话|接口|搭腔|答腔|介绍|指出|强调|断言|念叨|唠叨|嗫嚅|招呼|道歉|道谢|起哄|应和|应声|回应|坦白|纠正|鼓励|劝说|劝告|呼唤|呼喊|叫嚷|大喊|大叫|嚷嚷|喃喃|告诉';
/** Of one character, where it is no part of another word: 知道, 小说, 学问. */
const SHORT_VERBS =
  '(?<![小传据])[说问答喊叫骂]道|骂|喊|嚷|吼|叱|禀|稟|谏|諫|奏|劝|勸|叹|嘆|曰|(?<![吃好大])喝|(?<![称稱招欢歡])呼|(?<!名)叫|(?<![小传傳听聽据據学學])(?:说|說)|(?<![学學疑访訪顾顧])(?:问|問)|(?<![知街味难難报報门門频頻渠轨軌])道|(?<![乌烏白浮青风])云|(?<![报報])答|(?<![名格谣預预诺遗遺留宣方语語发發寓])言|(?<![反供相适])(?:应|應)|讲|講|(?<![纪想怀观概信悬])念';
const SPEECH = `${LONG_VERBS}|${SHORT_VERBS}`;
const ENDS_IN_LONG_VERB = new RegExp(`(?:${LONG_VERBS})$`, 'u');
/** What may stand after the verb: 了一句, 着, 起来, 他, 我. */
const COMPLEMENT =
  '(?:了|着|著|过|了?起来|出来|下去|开了)?(?:(?:一|两|几|半)(?:句|声|聲|遍|下|通|番))?(?:话|話)?(?:他|她|我|你|它)?(?:们|們)?';
const ENDS_IN_SPEECH = new RegExp(`(?:${SPEECH})${COMPLEMENT}$`, 'u');
/** Before a colon the person who is spoken to may follow the verb: 老何问小雁：. */
const SPEAKS_TO = /(?:说|說|问|問|回答|告诉|告訴|答应|叫|喊|骂|劝|嘱咐|吩咐|提醒|警告|安慰|催促)[^，。：]{1,8}$/u;
/** What is only thought, written or sung by a text is not said by anybody. */
const NOT_SAID =
  /(?:思|想|忖|寻思|尋思|沉吟|心中[^，。]{0,4}|心下[^，。]{0,4}|心里[^，。]{0,4}|心裡[^，。]{0,4}|心[喜惊疑])(?:道|曰|说|說|着|著)?$|(?:写|寫|题|題|刻|印|登|载|標|标)(?:道|着|著|了|曰|上)?$|(?:写|寫|题|刻|印)着?[^，。]{0,8}$|(?:诗|詩|词|詞|赋|歌|偈|联|聯)[^，。]{0,6}(?:曰|云|道)$/u;

/** Who does not answer says nothing: 李娜没有回答, 他不再说. */
const SILENT = new RegExp(
  `(?:没有?|不|未|无)(?:再|曾|肯|敢|愿意?|想|能|立刻|马上|直接|正面|吱声|开口)*(?:${SPEECH})${COMPLEMENT}$`,
  'u',
);

/** Traditional characters in the words for speaking and its manner, each with its simplified one. */
const SIMPLIFIED = new Map(
  [
    '說说問问聲声氣气頭头點点搖摇嘆叹歎叹驚惊興兴憤愤認认嚴严靜静溫温親亲無无堅坚著着慮虑猶犹應应連连趕赶緊紧轉转過过後后終终於于馬马隨随繼继',
    '續续話话罵骂喚唤勸劝諫谏禀禀啟启謝谢讚赞贊赞賀贺駭骇還还卻却齊齐復复聞闻聽听禮礼頓顿從从當当現现時时這这個个們们見见請请實实開开補补釋释',
    '覺觉斷断調调強强斥斥責责嗎吗怒怒憂忧傷伤淚泪臉脸紅红皺皱揮挥擺摆聳耸滿满難难誠诚懇恳囑嘱訴诉講讲議议警警絕绝辯辩駁驳評评論论紹绍遲迟疑疑',
    '讓让對对確确淡淡緩缓輕轻爾尔煩烦惱恼懷怀莊庄愛爱憐怜嚇吓訝讶詫诧異异鬆松沈沉內内樂乐歡欢',
  ]
    .join('')
    .match(/../gu)!
    .map((pair) => [pair[0]!, pair[1]!] as const),
);

/** A clause in the characters that the words of this file are written in; as long as before. */
const simplified = (clause: string): string =>
  clause.replace(/[\u4e00-\u9fff]/gu, (sign) => SIMPLIFIED.get(sign) ?? sign);

const MARK = /[：:；;，,。！？!?\s—…]+$/u;
/** Longest stretch of a clause's end in which a verb is looked for (our choice). */
const LONGEST_END = 40;

const endOf = (clause: string) => simplified(clause.slice(-LONGEST_END)).replace(MARK, '');

/** Whether a clause says that somebody does not speak. */
export const saysNothing = (clause: string): boolean => SILENT.test(endOf(clause));

/** Whether a clause ends in a verb of speaking. */
export function endsInSpeech(clause: string): boolean {
  const end = endOf(clause);
  return ENDS_IN_SPEECH.test(end) && !NOT_SAID.test(end) && !SILENT.test(end);
}

/** Whether a text leads in speech: it ends in a verb of speaking, or in one with the person who is spoken to and a colon. */
export function leadsInSpeech(before: string): boolean {
  const end = before.slice(-LONGEST_END).trimEnd();
  if (!/[：:；;，,\p{Script=Han}]$/u.test(end)) return false;
  return endsInSpeech(end) || (/[：:]$/u.test(end) && SPEAKS_TO.test(end.slice(0, -1)) && !leadsInThought(end));
}

/** Whether a text leads in what somebody thinks or what is written somewhere. */
export function leadsInThought(before: string): boolean {
  return NOT_SAID.test(before.slice(-LONGEST_END).replace(MARK, ''));
}

/** A clause without the verb of speaking at its end, if it has one: 小雁说, 小雁提醒道. */
export function withoutSpeech(clause: string): string {
  const plain = simplified(clause);
  const once = plain.replace(ENDS_IN_SPEECH, '');
  return once === plain ? clause : clause.slice(0, once.replace(ENDS_IN_LONG_VERB, '').length);
}

/** Manner and acts between a name and the verb, as whole words. */
const MANNER =
  '一笑|一愣|一怔|一惊|一面|一边|一头|高声|厉声|大声|齐声|连声|低声|轻声|小声|同声|失声|应声|柔声|沉声|悄声|大怒|大喜|大惊|大笑|大叫|大呼|大喝|大骂|大哭|冷笑|微笑|苦笑|暗笑|又笑|陪笑|赔笑|笑|怒|喜|惊|欢喜|叫|高叫|喝|骂|呼|叹|谏|奏|启奏|喊|嚷|嗔|哭|泣|谢|拜谢|拜|称|告|答|应|问|回答|禀|劝|叱|诈|佯|贺|赞|骇|急|忙|连忙|赶忙|赶紧|急忙|慌|慌忙|遂|乃|又|亦|也|便|即|就|却|还|才|都|俱|皆|齐|再|复|因|故|暗|呵呵|哈哈|嘻嘻|闻言|闻知|听说|听言|听了|拱手|合掌|躬身|施礼|作礼|行礼|欠身|起身|下马|跪下|跪|俯伏|伏|叩头|磕头|顿首|上前|向前|近前|进前|前|低头|抬头|点头|摇头|摆手|挥手|点点头|摇摇头|摆摆手|挥挥手|耸耸肩|回头|转身|转头|回|回言|从容|慨然|愕然|忿然|勃然|喟然|欣然|突然|忽然|居然|仍然|依然|终于|最后|马上|立刻|立即|随即|接着|继续|跟着|私|密|急止|止|入见|出|笑着|哭着|喘着气|红着脸|皱着眉|皱眉|笑了笑|想了想|叹了口气|叹口气|叹一口气|松了口气|沉默片刻|停了停|顿了顿|冷冷|淡淡|缓缓|慢慢|轻轻|静静|默默|喃喃|悄悄|吃惊|惊讶|惊奇|诧异|好奇|高兴|兴奋|激动|生气|愤怒|气愤|认真|严肃|平静|冷静|温和|温柔|亲切|得意|不解|不满|无奈|坚决|肯定|坦然|耐心|小心|焦急|着急|疑惑|犹豫|只|只是|不由|不禁|忍不住|插嘴|插话|开口|解释|补充|反问|追问|地|自言自语|不以为然|直截了当';
const MANNER_END = new RegExp(`(?:${MANNER})$`, 'u');

/** A clause without the manner at its end: `老何笑着` is 老何. */
export function withoutManner(clause: string): string {
  if (clause.length > LONGEST_END) return clause;
  let stripped = simplified(clause);
  for (let next = stripped.replace(MANNER_END, ''); next !== stripped; next = stripped.replace(MANNER_END, '')) {
    stripped = next;
  }
  return clause.slice(0, stripped.length);
}

/** Words before a clause's subject that say when or how it goes on. */
const OPENING =
  /^(?:却说|且说|话说|只见|忽见|当下|于是|然后|接着|这时|那时|此时|突然|忽然|可是|但是|不过|然而|最后|终于|原来|后来|结果|同时|接下来|片刻后|过了一会儿|过了一会|一会儿|半晌|良久|只有|连|但|而|可|才|那|这|這)(?:个|個|位)?(?=..)/u;

/** A clause from its subject on. */
export function fromSubject(clause: string): string {
  return clause.replace(OPENING, '');
}

const GESTURE =
  /^(?:也|又|却|只|便|就|还|都|连忙|赶紧|急忙|立刻|马上|突然|忽然|轻轻地?|慢慢地?|微微|苦苦|冷冷地?|淡淡地?|缓缓地?|默默地?|.{1,4}地)*(?:(?:点|摇|摆|挥|耸|皱|叹|笑|哭|哼|咳|沉吟|沉默|微笑|苦笑|冷笑|大笑|傻笑|撇|瞪|眨|指|拍|打断|解释|不解|吃惊|生气|火|急|愣|怔|惊|说|問|问|答|喊|叫|嚷|骂|叹|拒绝|同意|承认|答应|吩咐|命令|坚持|重复|补充|建议|提醒|警告|宣布|反问|追问|质问|回答|道))/u;

/** Whether a predicate tells a gesture or a face with which somebody goes on or stops speaking: `“也好。”老何点头。` */
export const tellsGesture = (predicate: string): boolean => GESTURE.test(simplified(predicate));
