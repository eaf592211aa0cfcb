import { type DialogueLine, NARRATION } from '../records.js';

/** Full stop, question or exclamation mark, ellipsis, and what may close behind them. */
const SENTENCE_END = /[.?!…。？！]\s?["'”’»)\]]*\s?(?:--?|[—–])?\s*$/u;
/** Behind these a capital may stand for a sentence that begins: a pause, a quotation, an aside. */
const OPENS = /(?:[:："“«([—–]|--)\s*$/u;
/** So much of what stands before a word tells whether it begins a sentence. */
const LOOK_BACK = 8;

const lastBefore = (content: string, at: number) => content.slice(Math.max(0, at - LOOK_BACK), at);

/** Whether what stands before `at` ends a sentence. */
export const endsSentence = (content: string, at: number): boolean => SENTENCE_END.test(lastBefore(content, at));

/** A word, with the apostrophe that stands for its beginning. */
const WORD = /['’‘]?\p{L}[\p{L}\p{M}'’-]*/gu;

/** A word as it is counted. An apostrophe at its end belongs to a short word (`i' the`), and closes a longer one. */
const keyOf = (word: string) =>
  word
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/(?<=\p{L}{3})['-]+$/u, '');
const hasCapital = (word: string) => /^['’‘]?\p{Lu}/u.test(word);
const hasApostrophe = (word: string) => /^['’‘]/.test(word);
/** Words in capitals throughout are called out: they do not show how they are written. */
export const isShouted = (word: string): boolean => /\p{Lu}[^\p{L}]*\p{Lu}/u.test(word) && !/\p{Ll}/u.test(word);

type Spoken = Pick<DialogueLine, 'role' | 'content' | 'verse'>;

/** How often a word stands with a capital, where no sentence and no line of verse begins, and how often without. */
interface Count {
  capital: number;
  small: number;
}
type Counts = Map<string, Count>;

function add(counts: Counts, key: string, { capital, small }: Count): void {
  const known = counts.get(key);
  if (!known) counts.set(key, { capital, small });
  else {
    known.capital += capital;
    known.small += small;
  }
}

const CAPITAL: Count = { capital: 1, small: 0 };
const SMALL: Count = { capital: 0, small: 1 };

interface PlacedWord {
  word: string;
  index: number;
  beginsLine: boolean;
}

function wordsOf(content: string, verse: readonly number[]): PlacedWord[] {
  const words: PlacedWord[] = [];
  let line = -1;
  for (const { 0: word, index } of content.matchAll(WORD)) {
    let at = Math.max(0, line);
    while (at < verse.length && verse[at]! <= index) at += 1;
    words.push({ word, index, beginsLine: at !== line });
    line = at;
  }
  return words;
}

/** Whether no sentence, quotation or line begins with a word. */
const isWithin = (content: string, { word, index, beginsLine }: PlacedWord): boolean =>
  !beginsLine && !hasApostrophe(word) && !endsSentence(content, index) && !OPENS.test(lastBefore(content, index));

function countSpeech(words: Counts, titles: Counts, { content, verse }: Spoken): void {
  const placed = wordsOf(content, verse ?? []);
  for (const [at, one] of placed.entries()) {
    const { word, index } = one;
    const isCapital = hasCapital(word);
    if (isShouted(word) || (isCapital && !isWithin(content, one))) continue;
    const key = keyOf(word);
    add(words, key, isCapital ? CAPITAL : SMALL);
    const next = placed[at + 1];
    if (next && !next.beginsLine && next.index === index + word.length + 1 && hasCapital(next.word)) {
      add(titles, key, isCapital ? CAPITAL : SMALL);
    }
  }
}

/** What words such as `I'll` and `I'd` have in common. */
const elidedOf = (key: string) => {
  const elided = /^[^']+'(?=.)/.exec(key)?.[0];
  return elided && `${elided}…`;
};

/** Other forms of a word, of which one may be known where it is not itself: `Caesar's`, `Roman-like`, `Trojans`. */
function otherForms(key: string): string[] {
  const elided = elidedOf(key);
  const stem = /^[^'-]+(?=['-])/.exec(key)?.[0];
  return [elided, stem, key.endsWith('s') ? key.slice(0, -1) : `${key}s`].filter((form) => form !== undefined);
}

/** What a script shows about its capitals. */
export interface Capitals {
  /** Whether a word keeps its capital in the midst of a sentence. */
  keeps(word: string, isBeforeCapital: boolean): boolean;
  /** Whether the apostrophe before a word stands for its beginning (`'Tis`), and does not open a quotation; undefined where it was never seen. */
  isElided(word: string): boolean | undefined;
}

/** A word that is seen so many times more often without an apostrophe does not begin with one (our choice). */
const TIMES = 10;

/** Where nothing is known of `I'll` as a whole, its beginning, which other words have too, tells. */
function addElided(words: Counts): void {
  for (const [key, times] of [...words]) {
    const elided = elidedOf(key);
    if (elided !== undefined) add(words, elided, times);
  }
}

function addNames(names: Set<string>, { role, content }: Spoken): void {
  for (const [word] of role.matchAll(WORD)) names.add(keyOf(word));
  if (role !== NARRATION) return;
  for (const { 0: word, index } of content.matchAll(WORD)) if (index > 0 && hasCapital(word)) names.add(keyOf(word));
}

/** Learns from all lines of a script which words it writes with a capital wherever they stand. */
export function learnCapitals(lines: Iterable<Spoken>): Capitals {
  const words: Counts = new Map();
  const titles: Counts = new Map();
  const names = new Set<string>();
  for (const line of lines) {
    if (line.role !== NARRATION) countSpeech(words, titles, line);
    addNames(names, line);
  }
  addElided(words);

  function keepsForm(form: string, isBeforeCapital: boolean): boolean | undefined {
    const asTitle = isBeforeCapital ? titles.get(form) : undefined;
    const times = asTitle && asTitle.capital !== asTitle.small ? asTitle : words.get(form);
    return times && times.capital > times.small;
  }

  function seen(word: string): number {
    const { capital, small } = words.get(keyOf(word)) ?? { capital: 0, small: 0 };
    return capital + small;
  }

  return {
    keeps(word, isBeforeCapital) {
      const key = keyOf(word);
      const known = keepsForm(key, isBeforeCapital);
      if (known !== undefined) return known;
      if (names.has(key)) return true;
      return (
        otherForms(key)
          .map((form) => keepsForm(form, false))
          .find((keeps) => keeps !== undefined) ?? false
      );
    },
    isElided(word) {
      const [elided, whole] = [seen(word), seen(word.slice(1))];
      return elided + whole === 0 ? undefined : elided * TIMES >= whole;
    },
  };
}
