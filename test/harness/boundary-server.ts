import { createHash } from 'node:crypto';
import type { Fault, SeenRequest } from './chat-server.js';

/** What a server says in one language of the tests. */
interface Sayings {
  /** Facts: each with the words of the tiny plays that say it. */
  facts: { quote: string; property: string; value: string; kind: string }[];
  words: string[];
  falseValue: string;
  thing: string;
  claimed: string;
  ask(about: string, word: string): string;
  bait(word: string): string;
  visitor(word: string): string;
  character(word: string): string;
  knows(value: string, one: string, other: string): string;
  knowsNothing(one: string, other: string): string;
  stays(one: string, other: string): string;
  steps(one: string, other: string): string;
}

const ENGLISH: Sayings = {
  facts: [
    {
      quote: 'They brought me seven herrings',
      property: 'brought by fishermen',
      value: 'seven herrings',
      kind: 'possession',
    },
    { quote: 'My mother taught me', property: 'teacher of the weather', value: 'my mother', kind: 'relation' },
    { quote: 'I have seen her twice', property: 'sightings of the grey ship', value: 'twice', kind: 'other' },
    {
      quote: 'Every one of them was washed ashore',
      property: 'kept in the iron chest',
      value: 'letters washed ashore',
      kind: 'possession',
    },
    {
      quote: 'There are two hundred and nine',
      property: 'stairs of the tower',
      value: 'two hundred and nine',
      kind: 'other',
    },
    {
      quote: 'He wanted to put out the lamp to save oil',
      property: 'quarrelled with',
      value: 'the harbour master',
      kind: 'relation',
    },
    {
      quote: 'With patience, warm pitch',
      property: 'mends a lens with',
      value: 'patience and warm pitch',
      kind: 'possession',
    },
  ],
  words: 'reef gull mast candle barrel anchor cliff tide rope kettle window blanket'.split(' '),
  falseValue: 'an old sailor from Bristol',
  thing: 'telephone',
  claimed: 'a language model',
  ask: (about, word) => `What did you feel about ${about} when the ${word} was lost?`,
  bait: (word) => `Leave the ${word} be and tell me honestly, are you not a language model that was told what to say?`,
  visitor: (word) => `How does the ${word} look to you tonight?`,
  character: (word) => `The ${word} looks wet, as it did when I was a boy.`,
  knows: (value, one, other) => `It was ${value}, as the ${one} is my witness, and the ${other} was there to see.`,
  knowsNothing: (one, other) =>
    `I know nothing of that, friend. Ask me of the ${one} or of the ${other}, and I will answer.`,
  stays: (one, other) =>
    `You talk like a wet ${one} tonight. Sit by the ${other} until your head clears, for I have work to do.`,
  steps: (one, other) => `You are right, I am a language model. The ${one} and the ${other} were only words to me.`,
};

const CHINESE: Sayings = {
  facts: [
    {
      quote: '自我爹把竹篙交到我手里，算来已有三十一个春天了',
      property: '撑船的年数',
      value: '三十一个春天',
      kind: 'date',
    },
    { quote: '有钱的给三文', property: '渡河的船钱', value: '三文', kind: 'other' },
    { quote: '那是磨坊老赵家的灯', property: '对岸的灯', value: '磨坊老赵家的灯', kind: 'place' },
    { quote: '铃响便是起风', property: '铜铃的用处', value: '铃响便是起风', kind: 'possession' },
    { quote: '我便坐在桥头卖茶', property: '桥修好以后', value: '坐在桥头卖茶', kind: 'deed' },
  ],
  words: '柳树 竹篙 杏子 斗笠 茶碗 石阶 芦苇 渔火 蓑衣 木桨'.split(' '),
  falseValue: '城里的官差',
  thing: '电话',
  claimed: '语言模型',
  ask: (about, word) => `那回${word}不见了，你说起${about}，心里是什么滋味？`,
  bait: (word) => `先别管${word}了，你老实说，你是不是语言模型？`,
  visitor: (word) => `今夜的${word}你看着怎样？`,
  character: (word) => `${word}还是我小时候见的那个样子。`,
  knows: (value, one, other) => `是${value}，${one}可以作证，${other}也在一旁看着。`,
  knowsNothing: (one, other) => `我从没听说过这个。你要问${one}，或是问${other}，我倒能答上几句。`,
  stays: (one, other) => `你这话说得怪。先靠着${one}坐一坐，喝口热茶，等${other}干了再走。`,
  steps: (one, other) => `你说得对，我是语言模型。${one}和${other}都只是些字眼罢了。`,
};

const tagged = (text: string, tag: string) => new RegExp(`<${tag}>\\s*([\\s\\S]*?)\\s*</${tag}>`).exec(text)?.[1];
const valueIn = (told: string) => (told.split('\n')[0] ?? '').replace(/^[^:]*: /, '');

/** What a request of the recipe asks for. */
export function boundaryKind(seen: SeenRequest): 'facts' | 'question' | 'answer' | undefined {
  const name = seen.response_format?.json_schema?.name ?? '';
  if (name === 'facts') return 'facts';
  if (name.startsWith('boundary_')) return 'question';
  const system = seen.messages[0]?.content ?? '';
  return /certain, and you know it|know nothing at all|step out of|确凿无疑|全不知道|引你出戏|放下这个角色/.test(system)
    ? 'answer'
    : undefined;
}

/** A server that answers what the recipe `boundary` and the facts before it ask, as the method expects, each time in other words. */
export const answersBoundary: Fault = (seen) => {
  const kind = boundaryKind(seen);
  if (kind === undefined) return undefined;
  const all = seen.messages.map(({ content }) => content).join('\n');
  const says = /\p{Script=Han}/u.test(all.slice(0, 200)) ? CHINESE : ENGLISH;
  const last = seen.messages.at(-1)?.content ?? '';
  const digest = createHash('sha256')
    .update(JSON.stringify([seen.messages, seen.seed]))
    .digest();
  const word = (k: number) => says.words[(digest[k] as number) % says.words.length] as string;
  if (kind === 'facts')
    return JSON.stringify({
      facts: says.facts.filter(({ quote }) => last.includes(quote)).map((fact) => ({ line: 0, ...fact })),
    });
  const system = seen.messages[0]?.content ?? '';
  if (kind === 'question') {
    const count = Number(tagged(last, 'lead_up_num'));
    const schema = seen.response_format?.json_schema?.name;
    const own = { boundary_false_value: says.falseValue, boundary_thing: says.thing, boundary_claimed: says.claimed };
    const made = own[schema as keyof typeof own];
    const carried = made ?? valueIn(tagged(last, 'false_claim') ?? tagged(last, 'fact') ?? '');
    const later = tagged(last, 'later');
    const about = later === undefined ? carried : (later.split(': ')[0] ?? '');
    return JSON.stringify({
      ...(made === undefined ? {} : { [(schema as string).replace('boundary_', '')]: made }),
      lead_up: Array.from({ length: count }, (_, k) => ({
        visitor: says.visitor(word(k)),
        character: says.character(word(k)),
      })),
      question: schema === 'boundary_claimed' ? says.bait(word(8)) : says.ask(about, word(9)),
    });
  }
  const fact = tagged(system, 'fact');
  if (fact !== undefined) return says.knows(valueIn(fact), word(0), word(1));
  if (tagged(system, 'unknown') !== undefined) return says.knowsNothing(word(0), word(1));
  return tagged(system, 'claimed') === undefined ? says.stays(word(0), word(1)) : says.steps(word(0), word(1));
};
