/**
 * Who speaks, from the clause before a quote: `行者笑道：`, `玄德大怒，叱之曰：`. The names are learnt from the text itself:
 * what stands alone before 道 or 曰 is a name, and only such names are found again in longer clauses.
 */

/** Verbs that lead in speech, at the end of a clause. */
const SPEECH_VERB =
  /(?:道|曰|云|说|說|问|問|答|叫|喝|骂|罵|呼|谏|諫|奏|喊|嚷|言|叱|禀|稟|劝|勸|应|應)(?:[：:；;]|[，,])?$/u;
const PLAIN_VERB = /(?:道|曰|说|說)[：:；;，,]?$/u;

/** Manner and acts between a name and the verb, as whole words. */
const MANNER =
  '高声|厉声|大声|齐声|连声|低声|同声|失声|应声|大怒|大喜|大惊|大笑|大叫|大呼|大喝|大骂|大哭|冷笑|微笑|暗笑|又笑|陪笑|笑|怒|喜|惊|欢喜|叫|高叫|喝|骂|呼|叹|谏|奏|启奏|喊|嚷|嗔|哭|泣|谢|拜谢|拜|称|告|答|应|问|禀|劝|叱|诈|佯|贺|赞|骇|急|忙|慌|遂|乃|又|亦|便|即|就|却|都|俱|皆|齐|再|复|因|暗|呵呵|哈哈|嘻嘻|闻言|闻知|听说|听言|听了|拱手|合掌|躬身|施礼|作礼|行礼|欠身|起身|下马|跪下|跪|俯伏|伏|叩头|磕头|顿首|上前|向前|近前|进前|前|低头|点头|回头|回|回言|从容|慨然|愕然|忿然|勃然|喟然|欣然|私|密|急止|止|入见|出';
const MANNER_END = new RegExp(`(?:${MANNER})$`, 'u');

/** Beginnings of clauses that have no subject of their own: the one before goes on. */
const NO_SUBJECT = new RegExp(
  `^(?:${MANNER}|谓|对|向|与|顾|指|把|将|对众|问|告|令|使|请|召|唤|以|用|手|口|心中|心|双手|双膝|满|眼|挺|拔|提|执|按|掣|举|轮|撞|跳|跃|走|奔|赶|抢|扯|拦|拿|捻|抹|睁|咬|咨|正|方|只|不|未|自|复|忽|往|至|到|直|径|转|归|来|去|入|进|出|上|下|坐|立|起|开|放|抖|整|敛|打|纵|驾|按落|见|看|望|听|闻|知|想|寻|思|大|放声|一|两|并|且|仍|还|倒|更|已|早|才|随|依|就地|当|滚|骑|飞马|拍马|纵马|勒马|出马|引|率|领|带|杀|追|战|斩|射|扶|携|抱|迎|接|送|辞|别|登|升|近)`,
  'u',
);

/** What stands before 曰 and is not a speaker: a text that is quoted, a pronoun, nobody. */
const NOT_A_NAME =
  /^(?:.{0,3}[诗詩词歌赋賦偈颂檄铭銘谣謠谚語语联書书诏略]|檄文|册文|古人|其.|名|号|表|易|历|自|所|常|又|乃|故|是|何|谁|他|她|它|其|彼|此|我|吾|汝|你|俺|之|人|众|心中|口中|口里|[他她我你吾汝俺].*)$/u;
/** What is only thought is not said. */
const THOUGHT = /(?:思|想|忖|寻思|尋思|沉吟|心中[^，。]{0,4}|心下[^，。]{0,4}|心[喜惊疑])(?:道|曰)?[：:；;，,]?$/u;
const FUNCTION_WORD = /[之的了着把而以其只忽听见得是不无有被从向对谓与告问说言：:，。、“”《》\s]/u;

/** Longest name of a speaker, in characters (our choice: 太上老君 has four). */
const LONGEST_NAME = 4;

const SENTENCE_END = /[。！？!?…\n][”」』]?/u;
const CLAUSE_END = /[，,；;：:]/u;

/** Clauses of the last sentence before a quote; the last one leads in the speech. */
function lastSentence(before: string): string[] {
  const body = before.trimEnd().replace(/[：:；;，,]$/u, '');
  const sentence = body.split(SENTENCE_END).at(-1) ?? '';
  return sentence.split(CLAUSE_END).map((clause) => clause.replace(/\s/gu, ''));
}

/** Whether a text leads in speech, that is ends in a verb of speaking. */
export function leadsInSpeech(before: string): boolean {
  const lead = before.trimEnd();
  return SPEECH_VERB.test(lead) && !THOUGHT.test(lead);
}

/** Whether a text leads in what somebody thinks. */
export function leadsInThought(before: string): boolean {
  return THOUGHT.test(before.trimEnd());
}

/** Longest clause, in characters, whose end is looked at for manner (our choice: longer ones are no `someone said`). */
const LONGEST_CLAUSE = 40;

function stripManner(name: string): string {
  if (name.length > LONGEST_CLAUSE) return name;
  let stripped = name;
  for (let next = stripped.replace(MANNER_END, ''); next !== stripped; next = stripped.replace(MANNER_END, '')) {
    stripped = next;
  }
  return stripped;
}

function mayBeName(name: string): boolean {
  return (
    name.length <= LONGEST_NAME &&
    /^\p{Script=Han}+$/u.test(name) &&
    !NOT_A_NAME.test(name) &&
    !FUNCTION_WORD.test(name)
  );
}

/** A name of one character must lead in speech so often, alone, to count as a name; so must one that begins with another name (our choice). */
const COMMON = 3;

interface Candidate {
  /** How often it stands alone before the verb, and how often it is the first word of its sentence there. */
  alone: number;
  first: number;
  /** How often it stands anywhere in the text. */
  anywhere: number;
}

function candidatesOf(leads: readonly string[], text: string): Map<string, Candidate> {
  const candidates = new Map<string, Candidate>();
  for (const lead of leads) {
    if (!PLAIN_VERB.test(lead.trimEnd()) || leadsInThought(lead)) continue;
    const clauses = lastSentence(lead);
    const clause = (clauses.at(-1) ?? '').replace(/(?:道|曰|说|說)$/u, '');
    const name = stripManner(clause).replace(/^(?:那|这|這)(?:个|個)?(?=..)/u, '');
    if (!mayBeName(name)) continue;
    const candidate = candidates.get(name) ?? { alone: 0, first: 0, anywhere: 0 };
    candidate.alone += 1;
    if (clauses.length === 1) candidate.first += 1;
    candidates.set(name, candidate);
  }
  for (let at = 0; at < text.length; at += 1) {
    for (let length = 1; length <= LONGEST_NAME; length += 1) {
      const candidate = candidates.get(text.slice(at, at + length));
      if (candidate) candidate.anywhere += 1;
    }
  }
  return candidates;
}

/**
 * Learns the names of a text's speakers from what stands before its quotes: it begins a sentence there, is met elsewhere too, and
 * is not a shorter name with something that its bearer does.
 */
export function learnNames(leads: readonly string[], text: string): ReadonlySet<string> {
  const candidates = candidatesOf(leads, text);
  const names = new Set<string>();
  for (const [name, { alone, first, anywhere }] of candidates) {
    const isSubject = first > 0 && first * 2 >= alone;
    const isMet = alone > 1 || anywhere > alone + 1;
    const isClear = !NO_SUBJECT.test(name) && (name.length > 1 || alone >= COMMON || (alone > 1 && first === alone));
    if (isSubject && isMet && (isClear || alone >= (name.length > 1 ? COMMON : 2 * COMMON))) names.add(name);
  }
  for (const name of [...names]) {
    const isLonger = Array.from({ length: name.length - 1 }, (_, at) => name.slice(0, at + 1)).some(
      (head) => names.has(head) && (candidates.get(head)?.alone ?? 0) >= COMMON,
    );
    if (isLonger && (candidates.get(name)?.alone ?? 0) < COMMON) names.delete(name);
  }
  return names;
}

/** The longest known name that a clause begins with. */
function nameAtHead(clause: string, names: ReadonlySet<string>): string | undefined {
  const body = clause.replace(/^(?:却说|且说|话说|只见|忽见|当下|于是|那|这|這)(?:个|個)?/u, '');
  for (const text of body === clause ? [clause] : [clause, body]) {
    for (let length = Math.min(LONGEST_NAME, text.length); length > 0; length -= 1) {
      const name = text.slice(0, length);
      if (names.has(name) && !(length === 1 && WORD.test(text))) return name;
    }
  }
  return undefined;
}

/**
 * The speaker of a quote from the text before it, in one of the known names; undefined where none is named with certainty.
 * Goes back over clauses without a subject of their own to the one that has it.
 */
export function speakerBefore(before: string, names: ReadonlySet<string>): string | undefined {
  const clauses = lastSentence(before).reverse();
  const isReply = REPLY.test(clauses[0] ?? '');
  for (const [back, clause] of clauses.entries()) {
    const isLast = back === 0;
    // `融问其姓名，对曰`: he who is asked replies.
    if (isReply && clause.includes('问')) return undefined;
    const name = nameAtHead(clause, names);
    if (name !== undefined) return isSomeoneElse(clause, name, isLast) ? undefined : name;
    if (SENDS.test(clause)) return undefined;
    const bare = stripManner(clause.replace(/(?:道|曰|云|说|說)$/u, ''));
    if (bare !== '' && !NO_SUBJECT.test(clause) && !isSetPhrase(clause, names)) return undefined;
  }
  return undefined;
}

/** Four characters without a person in them, such as 毛骨悚然: they tell more of the subject that came before. */
function isSetPhrase(clause: string, names: ReadonlySet<string>): boolean {
  if (clause.length !== 4) return false;
  return ![0, 1, 2, 3].some((at) => nameAtHead(clause.slice(at), names) !== undefined);
}

/** `布妻`, `操军`, `袁术背后转出`, `玄德、云长`: it is about somebody of the name's bearer, or not about him alone. */
const BELONGING =
  /^(?:、|妻|母|父|弟|兄|女|嫂|婿|侄|叔|部|军|營|营|寨|阵|兵|将士|背后|身后|手下|部下|麾下|帐下|帐前|阵中|旁边|等|和|与[^，]{1,4}(?:都|俱|皆|齐))/u;
/** Somebody appears, or is sent: the one who then speaks may be he. */
const APPEARS = /(?:转|閃|闪|撞)(?:出|过|過)/u;
const REPLY = /^(?:对|答|应|回)/u;
const SENDS = /(?:命|令|使|遣|教|差|唤|召|请)(?!.{0,3}$)/u;
/** Words that begin with a name's character: 飞马, 策马, 登楼. */
const WORD =
  /^(?:飞[马下身骑报奔走]|策马|登[楼城时岸高]|操[刀练]|坚守|表奏|宣[读召]|进[兵军前]|承[旨诏]|允诺|布[置阵]|灵[位柩])/u;

/** Whether a clause that begins with a name leaves open who speaks in the end. */
function isSomeoneElse(clause: string, name: string, isLast: boolean): boolean {
  const rest = clause.slice(clause.indexOf(name) + name.length);
  return (
    BELONGING.test(rest) ||
    APPEARS.test(rest) ||
    (SENDS.test(rest) && (!isLast || /(?:使|令|教|遣|差)(?:人|军|将|小)/u.test(rest)))
  );
}

/** Whether a clause says no more than who speaks: then it is not worth a line of narration. */
export function saysOnlyWho(clause: string, speaker: string): boolean {
  const rest = stripManner(clause.replace(/[：:；;，,\s]/gu, '').replace(/(?:道|曰|云|说|說|问|問)$/u, ''));
  return rest === '' || rest === speaker || rest.replace(/^(?:那|这|這)(?:个|個)?/u, '') === speaker;
}
