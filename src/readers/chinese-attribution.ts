/** Whom the clauses beside a quote name as its speaker: `行者笑道：“……”`, `“……”小雁高兴地回答。` */
import { hasNoSubject, type Names, nameAt } from './chinese-names.js';
import { bearerOf, isAboutSomebody, tellsOfPerson } from './chinese-persons.js';
import {
  endsInSpeech,
  fromSubject,
  leadsInSpeech,
  leadsInThought,
  saysNothing,
  tellsGesture,
  withoutManner,
  withoutSpeech,
} from './chinese-speech.js';
import type { Attribution } from './prose-attribution.js';

/** How much of the text before a quote is looked at (our choice: some sentences). */
const LONGEST_BEFORE = 400;

const SENTENCE_END = /[。！？!?…\n][”」』]?/u;
const CLAUSE_END = /[，,；;：:]/u;
const somebody: Attribution = { kind: 'somebody' };

function clausesOf(sentence: string): string[] {
  return sentence.split(CLAUSE_END).map((clause) => clause.replace(/\s/gu, ''));
}

/** Clauses of the last sentence before a quote; the last one leads in the speech. */
export function lastSentence(before: string): string[] {
  const body = before
    .slice(-LONGEST_BEFORE)
    .trimEnd()
    .replace(/[：:；;，,。！？!?…]+$/u, '');
  return clausesOf(body.split(SENTENCE_END).at(-1) ?? '');
}

/** The first clause after a quote. */
export function firstClause(after: string): string {
  const body = after.slice(0, LONGEST_BEFORE).replace(/^[\s，,。；;：:—…]+/u, '');
  return (body.match(/^[^，,。！？!?；;：:…—\n]*/u)?.[0] ?? '').replace(/\s/gu, '');
}

/** The known names that a text holds, the longest at each place. */
export function namesIn(text: string, names: Names): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const name = nameAt(text, at, names);
    if (name === undefined || name.length === 1) continue;
    const bearer = bearerOf(name, text.slice(at + name.length, at + name.length + 12));
    found.push(bearer === 'others' ? name : bearer.name);
    at += name.length - 1;
  }
  return found;
}

interface Subject {
  who: Attribution;
  /** What follows the subject in its clause. */
  rest: string;
}

/** Somebody appears, or is sent: the one who then speaks may be he. */
const APPEARS = /(?:转|閃|闪|撞)(?:出|过|過)/u;
const REPLY = /^(?:对|答|应|回)/u;
const SENDS = /(?:命|令|使|遣|教|差|唤|召|请|让)(?!.{0,3}$)/u;
const MAKES_SPEAK = /(?:使|令|教|遣|差|让)(?:人|军|将|小|他|她|\p{Script=Han}{2,3}(?:说|道|问))/u;
/** What the subject only hears or remembers is said by another. */
const HEARS = /(?:听见|听到|听得|听|想起|记得|梦见|只见|看见|说是)\p{Script=Han}{1,6}$/u;

/** A text that begins with a known name. */
function namedSubject(text: string, name: string): Subject {
  const bearer = bearerOf(name, text.slice(name.length));
  if (bearer === 'others') return { who: somebody, rest: text.slice(name.length) };
  return { who: { kind: 'name', name: bearer.name }, rest: bearer.rest };
}

/** A text that begins with 他, 她 or 我, alone and not as 他母亲 or 他们. */
function pronounSubject(text: string, pronoun: string): Subject {
  const rest = text.slice(1);
  const bearer = bearerOf(pronoun, rest);
  if (bearer === 'others' || bearer.name !== pronoun || /^[们們的俩]/u.test(rest)) return { who: somebody, rest };
  return { who: pronoun === '我' ? { kind: 'narrator' } : { kind: 'pronoun', pronoun }, rest };
}

/** The subject that a clause begins with. */
function subjectOf(clause: string, names: Names): Subject | undefined {
  for (const text of new Set([clause, fromSubject(clause)])) {
    const name = nameAt(text, 0, names);
    if (name !== undefined) return namedSubject(text, name);
    const pronoun = text.match(/^[他她]|^我(?!国|军)/u)?.[0];
    if (pronoun !== undefined) return pronounSubject(text, pronoun);
    if (isAboutSomebody(text)) return { who: somebody, rest: text };
  }
  return undefined;
}

/** Whether a clause with a subject leaves open who speaks in the end. */
function leavesOpen({ rest }: Subject, isLast: boolean): boolean {
  if (APPEARS.test(rest)) return true;
  return isLast ? MAKES_SPEAK.test(rest) || HEARS.test(withoutSpeech(rest)) : SENDS.test(rest);
}

/** Four characters without a person in them, such as 毛骨悚然: they tell more of the subject that came before. */
function isSetPhrase(clause: string, names: Names): boolean {
  return clause.length === 4 && namesIn(clause, names).length === 0;
}

/** Longest clause, in characters, that may tell more of the subject before it (our choice). */
const LONGEST_TELLING = 10;

/** Whether a clause before the last one tells of no other person: 颠着脚. */
function tellsOnly(clause: string, names: Names): boolean {
  return (
    isSetPhrase(clause, names) ||
    (clause.length <= LONGEST_TELLING && !tellsOfPerson(clause) && namesIn(clause, names).length === 0)
  );
}

/** Whether a clause is a name and nothing else, or ends in one of several: 朱武与陈达，杨春说道. */
const listsNames = (clause: string, names: Names): boolean =>
  clause !== '' &&
  (nameAt(clause, 0, names)?.length === clause.length || /(?:与|和|同|对)\p{Script=Han}{2,4}$/u.test(clause));

/** Whom the clauses of one sentence have as the subject of the last; undefined where none is named with certainty. */
function subjectOfLast(clauses: readonly string[], names: Names): Attribution | undefined {
  const reversed = [...clauses].reverse();
  const isReply = REPLY.test(reversed[0] ?? '');
  for (const [back, clause] of reversed.entries()) {
    const isLast = back === 0;
    // `融问其姓名，对曰`: he who is asked replies.
    if (isReply && !isLast && clause.includes('问')) return somebody;
    const subject = subjectOf(clause, names);
    // `宋江，吴用分付道`: two speak.
    const isOneOfTwo = isLast && reversed[1] !== undefined && listsNames(reversed[1], names);
    if (subject !== undefined) return isOneOfTwo || leavesOpen(subject, isLast) ? somebody : subject.who;
    if (SENDS.test(clause)) return somebody;
    const bare = withoutManner(withoutSpeech(clause));
    if (bare !== '' && !hasNoSubject(clause) && !(isLast ? isSetPhrase(clause, names) : tellsOnly(clause, names)))
      return somebody;
  }
  return undefined;
}

/** What is read, seen or heard behind a colon is nobody's speech there: 墙上写着, 他听见, 意思是, 例如. */
const SHOWS =
  /[写寫印刻贴貼题題记記载載登标標画畫读讀念看见見听聽闻聞想梦夢是为為有如像叫称稱名曰即]|(?:如下|例如|比如|意思|条件|内容|原因|消息|告示|短信|电报|纸条|信)/u;

/** Who does something before a colon: `小雁摇摇头：“没有。”` */
function actorBeforeColon(before: string, names: Names): Attribution | undefined {
  if (!/[：:]\s*$/u.test(before) || saysNothing(before)) return undefined;
  const clauses = lastSentence(before);
  if (clauses.some((clause) => SHOWS.test(clause))) return undefined;
  const who = subjectOf(clauses[0] ?? '', names)?.who;
  if (who?.kind !== 'pronoun' && !(who?.kind === 'name' && who.name.length > 1)) return undefined;
  const named = new Set(clauses.flatMap((clause) => namesIn(clause, names)));
  if (who.kind === 'name') named.delete(who.name);
  const isAlone = named.size === 0 && clauses.slice(1).every((clause) => subjectOf(clause, names) === undefined);
  return isAlone ? who : undefined;
}

/** Whom the text before a quote names; undefined where it leads in no speech. */
export function attributionBefore(before: string, names: Names): Attribution | undefined {
  if (leadsInThought(before)) return somebody;
  if (!leadsInSpeech(before)) return actorBeforeColon(before, names);
  return subjectOfLast(lastSentence(before), names) ?? somebody;
}

/** Whom the clause after a quote names: it speaks, or goes on after a comma inside the quote, or tells a gesture. */
export function attributionAfter(after: string, quote: string, names: Names): Attribution | undefined {
  const clause = firstClause(after);
  if (clause === '') return undefined;
  if (leadsInThought(clause)) return somebody;
  const subject = subjectOf(clause, names);
  if (subject === undefined) return endsInSpeech(clause) ? somebody : undefined;
  const isSpeech =
    endsInSpeech(clause) ||
    /(?:说|说着|说完|说罢|说时|问|道)(?:着|完|罢|时)?$/u.test(clause) ||
    /[，,]$/u.test(quote) ||
    tellsGesture(subject.rest);
  if (!isSpeech) return undefined;
  return leavesOpen(subject, true) ? somebody : subject.who;
}

/** Whom the sentence before a quote is about, in the same paragraph: `老何笑了。“好吧。”` */
export function actorBefore(before: string, names: Names): Attribution | undefined {
  const clauses = lastSentence(before);
  const subject = subjectOf(clauses[0] ?? '', names);
  if (subject === undefined) return undefined;
  return clauses.slice(1).some((clause) => subjectOf(clause, names) !== undefined) ? somebody : subject.who;
}

/** The person with whom the sentences before a pronoun end, and the others whom they name. */
export interface Antecedent {
  name: string;
  others: readonly string[];
}

/** Whom the last clause with a subject before a quote is about; the clause that leads in the quote says only `he`. */
export function antecedentOf(before: string, names: Names): Antecedent | undefined {
  const sentences = before
    .slice(-LONGEST_BEFORE)
    .split(SENTENCE_END)
    .filter((sentence) => sentence.trim() !== '')
    .slice(-2);
  const subjects = sentences
    .flatMap(clausesOf)
    .map((clause) => subjectOf(clause, names)?.who)
    .filter((who) => who !== undefined && who.kind !== 'pronoun');
  const last = subjects.at(-1);
  return last?.kind === 'name'
    ? { name: last.name, others: sentences.flatMap((text) => namesIn(text, names)) }
    : undefined;
}

/** Whether a lead goes on with the speaker before it: 又道. */
export function continuesLast(before: string): boolean {
  return (
    before.length < 6 &&
    /^[，。！？]?(?:又|复|再|接着|随即|然后)(?:叫|笑|说)?(?:道|曰|说|說|问)[：:，,]?$/u.test(before.trim())
  );
}

/** Whether the first clause after a quote has somebody as its subject, known or not: 李娜答, but not 又说. */
export function namesSubject(after: string): boolean {
  const clause = firstClause(after);
  return isAboutSomebody(clause) || !hasNoSubject(fromSubject(withoutSpeech(clause)));
}

const isOne = (one: Attribution | undefined, other: Attribution): boolean =>
  one?.kind === other.kind && (one.kind !== 'name' || one.name === (other as { name: string }).name);

/** Whether a stretch between two quotes names the speaker of the first and nobody after: that one speaks on. */
export function staysWith(between: string, quote: string, speaker: Attribution, names: Names): boolean {
  // `“不像他——”鸿渐点头——“就说昨天，”`: what stands between dashes only interrupts.
  if (/—\s*$/u.test(between)) return true;
  const [first, ...rest] = between.split(/[，,；;：:。！？!?…]/u);
  const isNobody = (who: Attribution | undefined) => who === undefined || who.kind === 'pronoun';
  if (!rest.every((clause) => isNobody(subjectOf(clause.trim(), names)?.who))) return false;
  const who = subjectOf(first!.trim(), names)?.who;
  return isNobody(who) || isOne(who, speaker) || isOne(attributionAfter(between, quote, names), speaker);
}

/** Whether a clause says no more than who speaks: then it is not worth a line of narration. */
export function saysOnlyWho(clause: string, speaker: string): boolean {
  const rest = withoutManner(withoutSpeech(clause.replace(/[：:；;，,。\s]/gu, '')));
  return rest === '' || rest === speaker || fromSubject(rest) === speaker;
}
