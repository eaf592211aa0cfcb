import { tag } from 'jieba-wasm';
import { type LanguageCode, languageOf } from '../../languages/index.js';
import { normalisedWords } from '../../text/normalise.js';

/** Names, numbers and quoted words of an answer: what can be looked up in the passage that it came from. */

/** Words that are written with a capital anywhere and are no names. */
const NO_NAMES = new Set(
  `i i'm i'll i've i'd god sir lord lady madam mr mrs miss dr captain my your his her our their yes no oh ah english french
  mister hmm well 
  monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
  october november december christmas heaven hell`.split(/\s+/),
);
const NAME = /\p{Lu}[\p{L}'’-]+(?: (?:of |the |de |von |van )?\p{Lu}[\p{L}'’-]+)*/gu;
/** What may stand before a word that has its capital only for beginning a sentence. */
const OPENS_SENTENCE = /(?:^|[.!?…:;—–\n]|[.!?…,]["”'’)]|["“‘(])\s*$/u;

const SMALL_NUMBERS =
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
  seventeen eighteen nineteen twenty`.split(/\s+/);
/** `thirty-one` is one number, and `four-poster` is none. */
const NUMBER_WORD =
  /(?<![-\w])(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?(?![-\w])/gi;
const DIGITS = /\d+(?:[.,]\d+)*/g;
const CHINESE_NUMBER = /[一二三四五六七八九十百千万两]{2,}/g;

const QUOTED = /“([^”]+)”|"([^"]+)"|「([^」]+)」|《([^》]+)》/g;

/** jieba's tags of places and organisations; of persons, where also common words are tagged so. */
const PLACES = new Set(['ns', 'nt']);
const PERSONS = new Set(['nr', 'nrt', 'nrfg']);
/** … of places too (宁静, 美丽): what looks like the name of one. */
const PLACE = /[山国州城宫江河海京府县洞寺庙关岭郡湖岛门殿阁苑园阳安吴蜀魏汉]$/;
/** A person's name begins with one of the commonest family names, those of the classics among them. */
const SURNAMES = new Set(
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜戚谢邹窦章苏潘葛范彭郎鲁韦马苗凤方俞任袁柳鲍史唐费薛雷贺倪汤罗郝毕安常傅齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄米贝戴宋庞熊纪舒屈项祝董梁杜阮蓝贾路江颜郭梅林钟徐邱高夏蔡田胡凌霍虞万柯管卢莫丁邓崔龚程邢裴陆荣翁荀甄曲封储段侯全班仰秋仲宁仇甘厉祖武符刘景龙叶黎乔关廖耿欧阳诸司马夏侯皇甫',
);
const isChineseName = ({ word, tag: kind }: { word: string; tag: string }) =>
  word.length > 1 &&
  ((PLACES.has(kind) && PLACE.test(word)) ||
    (PERSONS.has(kind) && word.length <= 4 && SURNAMES.has(word[0] as string)));

/** So much of what stands before a word tells whether it opens a sentence; all of it for each word would be quadratic. */
const LOOK_BACK = 40;
const lastBefore = (text: string, at: number) =>
  at <= LOOK_BACK ? text.slice(0, at) : `x${text.slice(at - LOOK_BACK, at)}`;

function englishNames(answer: string): string[] {
  const names: string[] = [];
  for (const { 0: found, index } of answer.matchAll(NAME)) {
    const words = found.split(' ');
    // A capital at the beginning of a sentence tells nothing: the first word counts only where others follow it.
    const isFirst = OPENS_SENTENCE.test(lastBefore(answer, index));
    const kept = isFirst ? words.slice(1) : words;
    const name = kept.filter((word) => !NO_NAMES.has(word.toLowerCase().replaceAll('’', "'"))).join(' ');
    if (name !== '') names.push(name.replace(/['’]s$/, ''));
  }
  return names;
}

function chineseNames(answer: string): string[] {
  return tag(answer, true)
    .filter(isChineseName)
    .map((token) => token.word);
}

function quotations(answer: string, language: LanguageCode): string[] {
  return [...answer.matchAll(QUOTED)]
    .map((match) => (match[1] ?? match[2] ?? match[3] ?? match[4] ?? '').trim())
    .filter((text) => normalisedWords(text).length >= languageOf(language).limits.shortestQuotation);
}

/** Each once, in the answer's order within its kind: names, numbers, quotations. */
export function claimsOf(answer: string, language: LanguageCode): string[] {
  const names = language === 'zh' ? chineseNames(answer) : englishNames(answer);
  const numbers = [
    ...(answer.match(DIGITS) ?? []),
    ...(answer.match(language === 'zh' ? CHINESE_NUMBER : NUMBER_WORD) ?? []),
  ];
  return [...new Set([...names, ...numbers, ...quotations(answer, language)])];
}

/** Whether a claim stands in a passage, with its words in order; `7` and `seven` are the same. */
export function standsIn(claim: string, passageWords: string): boolean {
  const words = normalisedWords(claim);
  if (words.length === 0) return true;
  const has = (text: string) => passageWords.includes(` ${text} `);
  if (has(words.join(' '))) return true;
  const spelled = words.map((word) => SMALL_NUMBERS[Number(word)] ?? word).join(' ');
  const digits = words
    .map((word) => (SMALL_NUMBERS.includes(word) ? `${SMALL_NUMBERS.indexOf(word)}` : word))
    .join(' ');
  return has(spelled) || has(digits);
}
