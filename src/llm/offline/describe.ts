import type { Language } from '../../records.js';
import { splitSentences } from '../../text/sentences.js';
import { countWords } from '../../text/words.js';
import { hasBalancedMarks } from './quoting.js';
import { type ExcerptLine, findReplies, ownLines } from './tags.js';

/** What the excerpts show of a role, counted. */
interface Portrait {
  /** Those whom it answers most, most often first. */
  partners: string[];
  /** Mean words of a line. */
  meanLength: number;
  /** Shares of its sentences. */
  questions: number;
  exclamations: number;
  /** What it says of itself, and what others say to it: whole sentences. */
  ofItself: string[];
  toIt: string[];
}

const SELF: Record<Language, RegExp> = {
  en: /^(?:I|My|I'm|I’m|I'll|I’ll|I've|I’ve)\b/,
  zh: /^(?:我|吾|老孙|俺|孤|某)/,
};
const TO_IT: Record<Language, RegExp> = {
  en: /^(?:You are|You have|Thou art|You will|You were|You look|You never|You always)\b/i,
  zh: /^(?:你|汝|公|明公|大圣)/,
};
const QUOTABLE: Record<Language, [least: number, most: number]> = { en: [6, 22], zh: [7, 30] };

/** Sentences of a line that can stand alone in a portrait. */
function quotable(line: ExcerptLine, pattern: RegExp, names: readonly string[], language: Language): string[] {
  const [least, most] = QUOTABLE[language];
  return splitSentences(line.content).filter((sentence) => {
    const words = countWords(sentence);
    const isWhole = /[.!。！]$/.test(sentence) && hasBalancedMarks(sentence) && !/["“”]/.test(sentence);
    return (
      isWhole &&
      words >= least &&
      words <= most &&
      pattern.test(sentence) &&
      !names.some((name) => sentence.includes(name))
    );
  });
}

/** Items spread evenly over a list. */
function spread<Item>(items: readonly Item[], count: number): Item[] {
  const taken = Math.min(count, items.length);
  return Array.from({ length: taken }, (_, k) => items[Math.floor(((k + 0.5) * items.length) / taken)] as Item);
}

function portray(lines: readonly (ExcerptLine | null)[], role: string, language: Language): Portrait {
  const own = ownLines(lines, role);
  const replies = findReplies(lines, role);
  const partners = new Map<string, number>();
  for (const { cue } of replies) partners.set(cue.speaker, (partners.get(cue.speaker) ?? 0) + 1);
  const sentences = own.flatMap(({ content }) => splitSentences(content));
  const share = (mark: RegExp) => sentences.filter((one) => mark.test(one)).length / Math.max(1, sentences.length);
  const names = [role, ...role.split(' ').filter((part) => part.length > 3)];
  return {
    partners: [...partners]
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .map(([name]) => name)
      .slice(0, 3),
    meanLength: Math.round(own.reduce((sum, { content }) => sum + countWords(content), 0) / Math.max(1, own.length)),
    questions: share(/[?？]["'”’」』]*$/),
    exclamations: share(/[!！]["'”’」』]*$/),
    ofItself: spread(
      own.flatMap((line) => quotable(line, SELF[language], names, language)),
      3,
    ),
    toIt: spread(
      replies.flatMap(({ cue }) =>
        quotable(cue, TO_IT[language], names, language).map((one) => `${cue.speaker}\n${one}`),
      ),
      1,
    ),
  };
}

const capitalise = (text: string) => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

function listNames(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function habits({ meanLength, questions, exclamations }: Portrait): string {
  const length = meanLength <= 12 ? 'briefly' : meanLength <= 35 ? 'a few sentences at a time' : 'at length';
  if (questions > 0.3) return `speaks ${length} and asks many questions`;
  if (exclamations > 0.25) return `speaks ${length}, often with an exclamation`;
  if (questions < 0.1) return `speaks ${length} and seldom asks a question`;
  return `speaks ${length}`;
}

function inEnglish(portrait: Portrait): string[] {
  const { partners, ofItself, toIt } = portrait;
  const sentences = [`The character ${habits(portrait)}.`];
  if (partners.length > 0) sentences.push(`The character talks most with ${listNames(partners)}.`);
  const [first, second, third] = ofItself;
  if (first) sentences.push(`The character says: "${first}"`);
  if (second) sentences.push(`At another time the character says: "${second}"`);
  if (third) sentences.push(`Later the character declares: "${third}"`);
  for (const said of toIt) {
    const [speaker, sentence] = said.split('\n');
    sentences.push(`${capitalise(speaker ?? '')} says to the character: "${sentence}"`);
  }
  return sentences;
}

function inChinese({ partners, meanLength, questions, exclamations, ofItself, toIt }: Portrait): string[] {
  const length = meanLength <= 15 ? '话语简短' : meanLength <= 45 ? '话语长短适中' : '话语颇长';
  const habit = questions > 0.3 ? '，好发问' : exclamations > 0.25 ? '，语气急切' : questions < 0.1 ? '，很少发问' : '';
  const sentences = [`该角色${length}${habit}。`];
  if (partners.length > 0) sentences.push(`该角色最常与${partners.join('、')}说话。`);
  const [first, second, third] = ofItself;
  if (first) sentences.push(`该角色说过：“${first}”`);
  if (second) sentences.push(`又有一次说：“${second}”`);
  if (third) sentences.push(`后来还说：“${third}”`);
  for (const said of toIt) {
    const [speaker, sentence] = said.split('\n');
    sentences.push(`${speaker}对该角色说过：“${sentence}”`);
  }
  return sentences;
}

/** A portrait in the third person without the name: how the role speaks, with whom, and real sentences of its own and to it. */
export function describe(lines: readonly (ExcerptLine | null)[], role: string, language: Language): string {
  const portrait = portray(lines, role, language);
  return language === 'zh' ? inChinese(portrait).join('') : inEnglish(portrait).join(' ');
}

/** Kinds of role with words that speak for them: how often they must occur is a share of the role's words. */
const KINDS: Record<Language, [category: string, words: RegExp][]> = {
  en: [
    ['royal', /\b(?:king|queen|prince|crown|throne|majesty|kingdom)\b/gi],
    ['warlike', /\b(?:sword|war|wars|fight|battle|enemy|soldier|wounds?|blood)\b/gi],
    ['amorous', /\b(?:love|loved|loves|lovers?|kiss|darling|marry|married|marriage|sweet)\b/gi],
    ['pious', /\b(?:god|heaven|pray|prayers?|soul|sin|angels?)\b/gi],
    ['inquiring', /\b(?:evidence|case|clue|deduce|observe|facts?|reason|theory|detective)\b/gi],
    ['worldly', /\b(?:society|money|dinner|town|bills?|club|fashion\w*)\b/gi],
    ['melancholy', /\b(?:death|dead|die|grave|grief|sorrow|weep|melancholy)\b/gi],
    ['scholarly', /\b(?:book|books|read|study|learn\w*|philosophy|science)\b/gi],
  ],
  zh: [
    ['武将', /[枪刀斩杀战阵兵军敌]/g],
    ['神怪', /[妖魔仙佛神]|菩萨|师父|棒/g],
    ['谋略', /[计谋策]|天下|可[图破擒]/g],
    ['豪爽', /酒|兄弟|哥哥|快活|痛快/g],
    ['帝王', /朕|陛下|天子|社稷/g],
    ['风雅', /[诗词琴棋画月]/g],
  ],
};

/** Mean words of a line up to which a role is terse, and from which it is eloquent. Our choice. */
const MANNER: Record<Language, [terse: number, eloquent: number]> = { en: [10, 30], zh: [12, 45] };

/** How a role speaks, where it speaks in a marked way. */
function mannerOf({ meanLength, questions }: Portrait, language: Language): string | undefined {
  const [terse, eloquent] = MANNER[language];
  if (meanLength >= eloquent) return language === 'zh' ? '健谈' : 'eloquent';
  if (questions > 0.3) return language === 'zh' ? '好问' : 'curious';
  if (meanLength <= terse) return language === 'zh' ? '寡言' : 'terse';
  return undefined;
}

/** Categories for which the role's own lines speak, the strongest first, and one from how it speaks; at least one. */
export function categorise(lines: readonly (ExcerptLine | null)[], role: string, language: Language): string[] {
  const own = ownLines(lines, role)
    .map(({ content }) => content)
    .join('\n');
  const words = Math.max(1, countWords(own));
  const kinds = KINDS[language]
    .map(([category, pattern]) => ({ category, share: (own.match(pattern)?.length ?? 0) / words }))
    .filter(({ share }) => share > 0.004)
    .sort((a, b) => b.share - a.share || (a.category < b.category ? -1 : 1))
    .slice(0, 3)
    .map(({ category }) => category);
  const manner = mannerOf(portray(lines, role, language), language);
  if (manner) return [...kinds, manner];
  return kinds.length > 0 ? kinds : [language === 'zh' ? '平实' : 'plain-spoken'];
}
