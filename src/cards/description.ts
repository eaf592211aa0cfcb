import { guessLanguage, type Language } from '../languages/index.js';
import { splitSentences } from '../text/sentences.js';
import { countWords, squeeze } from '../text/words.js';
import type { CardData } from './card.js';
import { personsOf } from './example-lines.js';
import { resolveMacros } from './macros.js';
import { withoutIntroduction, withoutMarkup } from './markup.js';

/** Words of the lorebook that go into a description. Our choice: it stands in every prompt of the role. */
const LORE_WORDS = 400;

const isSentenceEnd = (line: string) => /[.!?…。！？][)\]"'”’」』*]*$/.test(line) || /[:：]$/.test(line);

/** A line as a sentence: with a capital and a full stop. */
function asSentence(line: string, stop: string): string {
  const capital = /^\p{Ll}(?!\p{L}*:\/\/)/u.test(line) ? line.charAt(0).toUpperCase() + line.slice(1) : line;
  return isSentenceEnd(capital) ? capital : `${capital.replace(/[\s,;，；、–—-]+$/, '')}${stop}`;
}

/** Shorter lines are not broken at a width: what follows begins anew. Our choice. */
const WRAPPED_WIDTH = 50;

/** A text as sentences, a paragraph a line: a line that was broken at a width is joined with what follows. */
function sentencesOf(text: string, stop: string): string {
  const lines: string[] = [];
  let width = 0;
  for (const source of text.split('\n')) {
    const line = withoutMarkup(source);
    const last = lines.at(-1);
    const isItem = /^\s*[-*•+–]\s/.test(source);
    const isBroken = last !== undefined && width >= WRAPPED_WIDTH && !isSentenceEnd(last);
    if (isBroken && /^\p{Ll}/u.test(line) && !isItem) lines[lines.length - 1] = `${last} ${line}`;
    else if (line !== '') lines.push(line);
    width = source.trim().length;
  }
  return lines.map((line) => asSentence(line, stop)).join('\n');
}

/** Whether a personality is a list of traits and no sentence. */
function isTraits(text: string): boolean {
  if (/[.!?。！？]/.test(text) || /[:：]/.test(text)) return false;
  return text.split(/[,;/\n，；、]/).every((trait) => countWords(trait) <= guessLanguage(trait).limits.trait);
}

function personality(written: string, { fullStop, tellPersonality }: Language['phrases']): string {
  const text = written.replace(/^\s*[[{(]([^[\]{}()=]*)[\])}]\s*$/, '$1').trim();
  if (text === '') return '';
  if (!isTraits(text)) return sentencesOf(text, fullStop);
  const traits = text
    .split(/\s*[,;/\n，；、]\s*/)
    .map(squeeze)
    .filter((trait) => trait !== '');
  return tellPersonality(traits);
}

interface Lore {
  title: string;
  content: string;
  constant: boolean;
  order: number;
}

/** What a writer called an entry, or else the first of the words that call it up; empty where there is neither. */
function titleOf({ name, comment, keys, key }: Record<string, unknown>): string {
  const [first] = [keys ?? key].flat();
  const title = [name, comment, first].find((one): one is string => typeof one === 'string' && one.trim() !== '');
  return squeeze(title ?? '');
}

/** What the lorebook knows: its enabled entries, those that always count first, then in their order. */
function loreOf({ character_book }: CardData): Lore[] {
  const entries = Object.values((character_book as { entries?: object } | null | undefined)?.entries ?? {});
  const lore = entries.flatMap((entry: unknown): Lore[] => {
    const fields = (entry ?? {}) as Record<string, unknown>;
    const { content, enabled, disable, constant, insertion_order, order } = fields;
    if (typeof content !== 'string' || enabled === false || disable === true) return [];
    // Lines that begin with @@ tell a reader where to put the entry.
    const words = content.replace(/^@@.*$/gm, '').trim();
    return words === ''
      ? []
      : [
          {
            title: titleOf(fields),
            content: words,
            constant: constant === true,
            order: Number(insertion_order ?? order ?? 0),
          },
        ];
  });
  return lore.sort((a, b) => Number(b.constant) - Number(a.constant) || a.order - b.order);
}

/** The lorebook's entries in whole sentences, each under its title; the title is empty where the entry has none. */
export function readLore(card: CardData): { title: string; sentences: string[] }[] {
  const persons = personsOf(card);
  const { phrases } = guessLanguage(card.description + card.personality);
  return loreOf(card).map(({ title, content }) => {
    const told = sentencesOf(withoutIntroduction(resolveMacros(content, persons), card.name), phrases.fullStop);
    return { title: resolveMacros(title, persons), sentences: told.split('\n').flatMap(splitSentences) };
  });
}

/** As many texts from the beginning as have so many words together. */
function within(texts: readonly string[], words: number): string[] {
  let left = words;
  return texts.filter((text) => {
    const length = countWords(text);
    if (length > left) return false;
    left -= length;
    return true;
  });
}

/** What a card tells of its character in whole sentences: description, personality, scenario, and what its lorebook knows. */
export function describeCard(card: CardData): string {
  const persons = personsOf(card);
  const resolve = (text: string) => withoutIntroduction(resolveMacros(text, persons), card.name);
  const { phrases } = guessLanguage(card.description + card.personality);
  const stop = phrases.fullStop;
  const parts = [
    sentencesOf(resolve(card.description), stop),
    personality(resolve(card.personality), phrases),
    sentencesOf(resolve(card.scenario), stop),
    ...within(
      loreOf(card).map(({ content }) => resolve(content)),
      LORE_WORDS,
    ).map((text) => sentencesOf(text, stop)),
  ];
  return [...new Set(parts)].filter((part) => part !== '').join('\n');
}
