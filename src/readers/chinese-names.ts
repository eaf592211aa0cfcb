import { isCalledSo, isLongName, isWholeName, mayBeName } from './chinese-persons.js';
import { fromSubject, withoutManner, withoutSpeech } from './chinese-speech.js';

/**
 * The names of a text's speakers, learnt from the text itself: what stands alone beside 道, 曰 or 说 is a name, and so is what
 * several such clauses begin with. Only such names are found again in longer clauses.
 */

/** Names by their first character, the longest first. */
export type Names = ReadonlyMap<string, readonly string[]>;

function namesOf(names: Iterable<string>): Names {
  const byFirst = new Map<string, string[]>();
  for (const name of [...names].sort((a, b) => b.length - a.length)) {
    const known = byFirst.get(name[0]!);
    if (known) known.push(name);
    else byFirst.set(name[0]!, [name]);
  }
  return byFirst;
}

/** Words that begin with a name's character: 飞马, 策马, 登楼. */
const WORD =
  /^(?:飞[马下身骑报奔走]|策马|登[楼城时岸高]|操[刀练]|坚守|表奏|宣[读召]|进[兵军前]|承[旨诏]|允诺|布[置阵]|灵[位柩]|后[人来面世日]|李[子树])/u;

/** The longest known name that stands at a place of a text. */
export function nameAt(text: string, at: number, names: Names): string | undefined {
  return names
    .get(text[at] ?? '')
    ?.find(
      (name) =>
        text.startsWith(name, at) &&
        !/[·•・．]/u.test(text[at + name.length] ?? '') &&
        !(name.length === 1 && WORD.test(text.slice(at, at + 2))),
    );
}

/** Beginnings of clauses that have no subject of their own: the one before goes on. */
const ACTS =
  '谓|对|向|与|顾|指|把|将|对众|问|告|令|使|请|召|唤|以|用|手|口|心中|心|双手|双膝|满|眼|挺|拔|提|执|按|掣|举|轮|撞|跳|跃|走|奔|赶|抢|扯|拦|拿|捻|抹|睁|咬|咨|正|方|只|不|未|自|复|忽|往|至|到|直|径|转|归|来|去|入|进|出|上|下|坐|立|起|开|放|抖|整|敛|打|纵|驾|按落|见|看|望|听|闻|知|想|寻|思|大|放声|一|两|并|且|仍|还|倒|更|已|早|才|随|依|就地|当|滚|骑|飞马|拍马|纵马|勒马|出马|引|率|领|带|杀|追|战|斩|射|扶|携|抱|迎|接|送|辞|别|登|升|近|说|刚|终|再|又|也|便|都|却|点|摇|笑|叹|停|沉|冲|朝|边|接过|拍|摆|挥|皱|抬|低|回|抽|喝|吃|站|躺|掏|递|端|推|拉|伸|弯|吐|咽|喘|瞪|盯|瞧|哭|红|微|轻|急|慌|忙|连|赶|马|立刻|突|好|很|像|似|仿佛|显|没';
const NO_SUBJECT = new RegExp(`^(?:${ACTS})`, 'u');

/** Whether a clause has no subject of its own. */
export const hasNoSubject = (clause: string): boolean => NO_SUBJECT.test(clause) || withoutManner(clause) === '';

/** A name of one character, or one that begins with another, must lead in speech so often, alone, to count as a name (our choice). */
const COMMON = 3;
/** Longest beginning of a clause that is tried as a name. */
const LONGEST_HEAD = 6;

/** In a text of no more characters whoever is called as persons are need not speak so often (our choice). */
const SHORT = 30_000;

/** A clause beside a quote, and whether its sentence begins with it. */
export interface Lead {
  clause: string;
  isFirst: boolean;
}

interface Candidate {
  /** How often it stands alone before the verb, and how often it is the first word of its sentence there. */
  alone: number;
  first: number;
  /** How often it stands anywhere in the text. */
  anywhere: number;
}

/** How often each candidate stands in the text. */
function countAnywhere(candidates: ReadonlyMap<string, Candidate>, text: string): void {
  const lengths = new Map<string, number[]>();
  for (const name of candidates.keys()) {
    const known = lengths.get(name[0]!) ?? [];
    if (!known.includes(name.length)) lengths.set(name[0]!, [...known, name.length]);
  }
  for (let at = 0; at < text.length; at += 1) {
    for (const length of lengths.get(text[at]!) ?? []) {
      const candidate = candidates.get(text.slice(at, at + length));
      if (candidate) candidate.anywhere += 1;
    }
  }
}

function candidatesOf(leads: readonly Lead[], text: string): Map<string, Candidate> {
  const candidates = new Map<string, Candidate>();
  for (const { clause, isFirst } of leads) {
    const name = fromSubject(withoutManner(withoutSpeech(clause)));
    if (!mayBeName(name)) continue;
    const candidate = candidates.get(name) ?? { alone: 0, first: 0, anywhere: 0 };
    candidate.alone += 1;
    if (isFirst) candidate.first += 1;
    candidates.set(name, candidate);
  }
  countAnywhere(candidates, text);
  return candidates;
}

const beginningsOf = (name: string) => Array.from({ length: name.length }, (_, at) => name.slice(0, at + 1));

/** What several different clauses beside quotes begin with: 小雁高兴地说, 小雁摇着头说, 小雁问 begin with 小雁. */
function sharedHeads(leads: readonly Lead[], isShort: boolean): string[] {
  const heads = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  for (const { clause, isFirst } of leads) {
    const body = fromSubject(withoutSpeech(clause));
    if (!isFirst || hasNoSubject(body)) continue;
    for (let length = 2; length <= Math.min(LONGEST_HEAD, body.length); length += 1) {
      const head = body.slice(0, length);
      counts.set(head, (counts.get(head) ?? 0) + 1);
      heads.set(head, (heads.get(head) ?? new Set()).add(body.slice(length, length + 1)));
    }
  }
  const fewest = (head: string) => (isShort && (isWholeName(head) || isCalledSo(head)) ? 2 : COMMON);
  const isShared = (head: string) => (counts.get(head) ?? 0) >= fewest(head) && heads.get(head)!.size >= fewest(head);
  const isWhole = (head: string) => mayBeName(head) && withoutManner(head) === head;
  return [...counts.keys()].filter((head) => isShared(head) && isWhole(head)).sort((a, b) => a.length - b.length);
}

/** What stands between the parts of a name from abroad. */
const DOT = /[·•・．]/u;

/** Just now, and to look round at: these begin no names, though 方 and 顾 are surnames. */
const NO_SURNAME = /^(?:方[才欲知始到且可能]|顾[左众诸谓视见问盼])/u;

/** Whether a name begins with a character that begins clauses without a subject, and is one all the same: 方若, 顾宁. */
const isMetName = (name: string, { alone, anywhere }: Candidate) =>
  isWholeName(name) && anywhere > alone && anywhere >= COMMON && !NO_SURNAME.test(name);

/** Whether what stands alone beside the verb so often is a name. */
function isName(name: string, candidate: Candidate): boolean {
  const { alone, first, anywhere } = candidate;
  const isSubject = first > 0 && first * 2 >= alone;
  // A whole name is known for one by its surname: 李娜.
  const isMet =
    alone > 1 || anywhere > alone + 1 || (first === alone && (isWholeName(name) || isCalledSo(name) || DOT.test(name)));
  if (!isSubject || !isMet) return false;
  const isClear =
    (!NO_SUBJECT.test(name) || isMetName(name, candidate)) &&
    (name.length > 1 || alone >= COMMON || (alone > 1 && first === alone));
  const isCommon = alone >= (name.length > 1 ? COMMON : 2 * COMMON);
  // A dot between its parts makes a name of it: 奥托·瓦格纳.
  return isLongName(name) && !DOT.test(name) ? isCommon && isClear : isClear || isCommon;
}

/**
 * Learns the names of a text's speakers from the clauses beside its quotes: a name begins a sentence there, is met elsewhere
 * too, and is not a shorter name with something that its bearer does.
 */
export function learnNames(leads: readonly Lead[], text: string): Names {
  const candidates = candidatesOf(leads, text);
  const names = new Set<string>();
  for (const [name, candidate] of candidates) if (isName(name, candidate)) names.add(name);
  // 伊万·谢苗诺维奇 is called 伊万 too.
  for (const name of [...names]) {
    const [given, ...others] = name.split(DOT);
    if (others.length > 0 && given!.length > 1 && mayBeName(given!)) names.add(given!);
  }
  const beginnings = new Set([...names].flatMap(beginningsOf));
  for (const head of sharedHeads(leads, text.length < SHORT)) {
    if (!beginnings.has(head) && !beginningsOf(head).some((beginning) => names.has(beginning))) names.add(head);
  }
  for (const name of [...names]) {
    const isLonger = beginningsOf(name).some(
      (head) => head !== name && names.has(head) && (candidates.get(head)?.alone ?? 0) >= COMMON,
    );
    if (isLonger && (candidates.get(name)?.alone ?? 0) < COMMON) names.delete(name);
  }
  return namesOf(names);
}
