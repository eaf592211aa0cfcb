import { askedPart } from '../asked-part.js';
import type { VerbObjectFinder } from '../language.js';
import { tag } from './tagger.js';

interface Token {
  word: string;
  tag: string;
}

/** Verbs that help another, link two nouns or say that somebody spoke: what is asked stands behind them. */
const HELPERS = new Set(
  '要 能 能够 会 可 可以 可能 应 应该 想 想要 愿 愿意 肯 敢 得 须 需 需要 必须 请 请问 是 叫 让 使 来 去 到 在 帮 帮助 给 像 算 成为 作为 没 没有 可曾 曾 记得 还记得 觉得 认为 知道 听 听说 听到 是否 能否 可否 会不会 是不是 身为 提到 得知 开始 继续 进行 才能'.split(
    ' ',
  ),
);
const ASPECT = new Set(['了', '过', '着', '起', '一下', '下', '出', '到', '起来']);
/** Words that ask or count, before a noun; what they ask about may be tagged as a verb (什么看法). */
const ASKS = /^(?:什么|什么样|哪些|哪个|哪种|何|何种|几个|几种|多少|怎样|怎样的)$/;
/** Verbs that are written in several ways and mean one. */
const SAME_VERB: Readonly<Record<string, string>> = { 有没有: '有', 有着: '有', 有何: '有' };
/** Phrases that say where, when and towards whom: from the first word up to the last, or up to before it. */
const PLACE = { from: /^(?:在|于|从)$/, to: /^(?:中|里|上|下|时|时候|后|之后|期间|方面|之间|过程中)$/ };
const TOWARDS = {
  from: /^(?:对|对于|关于|就)$/,
  to: /^(?:有|有没有|有着|有何|持|抱|抱有|怎么|如何|怎样|感到|产生|是否|做|作出)$/,
};
const EMPTY_NOUNS = new Set([
  '时候',
  '时',
  '同时',
  '人',
  '之后',
  '的话',
  '下',
  '上',
  '里',
  '中',
  '以下',
  '下面',
  '如下',
]);

const isBreak = ({ word }: Token) => /^[，。！？、；：,.!?;:\s]+$/u.test(word);
const isNoun = ({ word, tag: kind }: Token) =>
  /^(?:n|an|vn|nz)/.test(kind) && !EMPTY_NOUNS.has(word) && /\p{Script=Han}/u.test(word);
const isVerb = ({ word, tag: kind }: Token) => /^v(?!n)/.test(kind) && !HELPERS.has(word) && !ASPECT.has(word);
const isBeforeNoun = ({ word, tag: kind }: Token) =>
  /^[mqrab]/.test(kind) || kind === 'zg' || ['只', '个', '些', '条', '位'].includes(word) || ASPECT.has(word);

/** The last noun of a run, without a number that is written with it; undefined where a verb follows: a clause is no noun. */
function lastOfRun(tokens: readonly Token[], from: number): string | undefined {
  let at = from;
  while (at < tokens.length && isNoun(tokens[at] as Token)) at += 1;
  const next = tokens[at];
  if (at === from || (next && isVerb(next))) return undefined;
  return (tokens[at - 1] as Token).word.replace(/^[一两三几](?:番|个|句|种|件)/, '');
}

/** The object in the rest of the clause: behind the last 的 where there is one, else right behind the verb. */
function objectIn(rest: readonly Token[]): string | undefined {
  const of = rest.findLastIndex(({ word }) => word === '的');
  if (of !== -1 && of + 1 < rest.length) {
    // `的治疗方案`: what stands between may be tagged as a verb.
    const from = rest.findIndex((token, k) => k > of && isNoun(token));
    // … and so may the noun itself: `特定的看法`.
    const last = rest[of + 1] as Token;
    if (of + 2 === rest.length && /^v/.test(last.tag) && last.word.length > 1) return last.word;
    return from === -1 || from - of > 2 ? undefined : lastOfRun(rest, from);
  }
  let at = 0;
  while (at < rest.length && isBeforeNoun(rest[at] as Token)) at += 1;
  const noun = lastOfRun(rest, at);
  const asked = rest[at - 1];
  if (noun === undefined && asked && ASKS.test(asked.word) && at === rest.length - 1) return (rest[at] as Token).word;
  return noun;
}

/** `把…`: the object stands before its verb. */
function objectBefore(clause: readonly Token[], verb: number): string | undefined {
  const marked = clause.slice(0, verb).findLastIndex(({ word }) => word === '把' || word === '将');
  if (marked === -1 || clause[marked + 1]?.word === '着') return undefined;
  const before = clause.slice(0, verb);
  const noun = before.findIndex((token, k) => k > marked && isNoun(token));
  return noun === -1 ? undefined : lastOfRun(before, noun);
}

/** The clause without phrases that begin with a preposition: their verbs are not the clause's. */
function withoutPhrases(clause: readonly Token[]): Token[] {
  const place = clause.findIndex(({ word }) => PLACE.from.test(word));
  const placeEnd = clause.findIndex(({ word }, k) => k > place && PLACE.to.test(word));
  const rest =
    place !== -1 && placeEnd !== -1 ? [...clause.slice(0, place), ...clause.slice(placeEnd + 1)] : [...clause];
  const towards = rest.findIndex(({ word }) => TOWARDS.from.test(word));
  const towardsEnd = rest.findIndex(({ word }, k) => k > towards && TOWARDS.to.test(word));
  if (towards === -1) return rest;
  if (towardsEnd !== -1) return [...rest.slice(0, towards), ...rest.slice(towardsEnd)];
  // `对于…，`: the whole clause is about somebody. 对 alone may stand before any verb (对他喊).
  const isWhole = towards <= 1 && /^(?:对于|关于)$/.test(rest[towards]?.word ?? '');
  return isWhole ? rest.slice(0, towards) : rest;
}

function toClauses(tokens: readonly Token[]): Token[][] {
  const clauses: Token[][] = [[]];
  for (const token of tokens) {
    if (isBreak(token)) clauses.push([]);
    else clauses.at(-1)?.push(token);
  }
  return clauses.filter((clause) => clause.length > 0);
}

/** `……的时候`, `……之后`, `若……` say when or on what condition; they are not what is asked. */
const isSubordinate = (clause: readonly Token[]) =>
  /^(?:时候|时|之后|后|以后|之前)$/.test(clause.at(-1)?.word ?? '') ||
  /^(?:若|若是|如果|要是|倘若|假如|当|虽然|因为|根据|按照|随着|通过|身为|作为|为了)$/.test(clause[0]?.word ?? '');

/** Finds pairs with jieba's tagger. */
export function createChineseFinder(): VerbObjectFinder {
  return (question) => {
    for (const whole of toClauses(tag(askedPart(question)))) {
      if (isSubordinate(whole)) continue;
      const clause = withoutPhrases(whole);
      for (const [at, token] of clause.entries()) {
        if (!isVerb(token)) continue;
        const noun = objectIn(clause.slice(at + 1)) ?? objectBefore(clause, at);
        if (noun !== undefined)
          return { verb: SAME_VERB[token.word] ?? token.word.replace(/(?<=.)得$|(?<=..)出$/, ''), noun };
      }
    }
    return undefined;
  };
}
