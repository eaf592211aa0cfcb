import { rememberSome } from '../text/remember-some.js';

const SMALL = new Set(['of', 'the', 'and', 'a', 'an', 'in', 'to', 'with', 'from', 'at', 'by', 'on', 'or', 'for']);
const ROMAN = /^(?:II|III|IV|VI|VII|VIII|IX)$/;

function titleWord(word: string, isFirst: boolean): string {
  const lower = word.toLowerCase();
  if (!isFirst && SMALL.has(lower)) return lower;
  if (ROMAN.test(word)) return word;
  return lower
    .replace(/(^|[-.(/])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
    .replace(/^Mc(\p{L})/u, (_, letter: string) => `Mc${letter.toUpperCase()}`)
    .replace(/^(O|D)(['’])(\p{L})/u, (_, o: string, sign: string, letter: string) => o + sign + letter.toUpperCase());
}

/** A name in capitals as it is written in running text: `THE LADY OF LYONS` is `The Lady of Lyons`. Other words stay. */
export const readableName = rememberSome((name: string): string => {
  const squeezed = name.replace(/\s+/g, ' ').trim();
  const isAllCapitals = !/\p{Ll}/u.test(squeezed.replace(/(?<=^|\s)Ma?c(?=\p{Lu}{2})/gu, ''));
  const shouted = isAllCapitals ? /\p{Lu}{2}|\p{Lu}[.'’]\p{Lu}/u : /^\P{Ll}*\p{Lu}{3}\P{Ll}*$/u;
  return squeezed
    .split(' ')
    .map((word, at) => ((isAllCapitals ? squeezed.length > 2 : shouted.test(word)) ? titleWord(word, at === 0) : word))
    .join(' ');
});

/** A name as names are compared: one case, no dots, one kind of white space and apostrophe. */
export function nameKey(name: string): string {
  return name
    .toLowerCase()
    .replace(/’/g, "'")
    .replace(/[.,:]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Names as the printers of 1600 mixed them: y and i, v and u. */
const folded = (key: string) => key.replace(/y/g, 'i').replace(/v/g, 'u');

/** Whether `short` abbreviates `long`, word by word: `lady mac` for `lady macbeth`. A plural is no longer name. */
function abbreviates(short: string, long: string): boolean {
  const given = folded(short).split(' ');
  const whole = folded(long).split(' ');
  if (given.length !== whole.length || long.length <= short.length || long === `${short}s`) return false;
  return given.every((word, at) => {
    if (word === whole[at]) return true;
    const isWhole = /^\d/.test(word) || (given.length > 1 && (SMALL.has(word) || word.length === 1));
    return !isWhole && whole[at]!.startsWith(word);
  });
}

interface Spelling {
  spelling: string;
  weight: number;
}

/** The heaviest spelling whose key begins like `key` and is longer. */
function heaviest(key: string, among: ReadonlyMap<string, Spelling>): string | undefined {
  let best: Spelling | undefined;
  for (const [other, candidate] of among) {
    if (candidate.weight > (best?.weight ?? 0) && abbreviates(key, other)) best = candidate;
  }
  return best?.spelling;
}

function spellings(names: ReadonlyMap<string, number>): Map<string, Spelling> {
  const byKey = new Map<string, Spelling & { most: number }>();
  for (const [name, weight] of names) {
    const known = byKey.get(nameKey(name));
    if (!known) byKey.set(nameKey(name), { spelling: name, weight, most: weight });
    else {
      known.weight += weight;
      if (weight > known.most) Object.assign(known, { spelling: name, most: weight });
    }
  }
  return byKey;
}

/** Where whole names can be found. */
export interface NameSources {
  /** Names from the cast list and from entrances, with how often they stand there. */
  entered: ReadonlyMap<string, number>;
  /** Words with a capital in the speeches, with how often. */
  inText: ReadonlyMap<string, number>;
  /** Words in small letters in the speeches. */
  common: ReadonlySet<string>;
}

/** So many abbreviated speakers make a script one that abbreviates (our choice). */
const ABBREVIATING = 4;

/** Nobody's play has more names; every name is compared with every other one up to here. */
const MOST_NAMES = 2000;

/** For the key of a name the longer name that it abbreviates, if it does. */
function abbreviations(cues: ReadonlyMap<string, Spelling>, sources: NameSources): (key: string) => string | undefined {
  if (cues.size + sources.entered.size > MOST_NAMES) return () => undefined;
  const text = spellings(sources.inText);
  const full = spellings(sources.entered);
  for (const key of [...full.keys()]) if (!text.has(key) && heaviest(key, full)) full.delete(key);
  const isName = (key: string) => full.has(key) || text.has(key);
  const entered = (key: string) => heaviest(key, full) ?? heaviest(key, cues);
  const abbreviated = [...cues.keys()].filter((key) => !isName(key) && !sources.common.has(key) && entered(key));
  const abbreviates = abbreviated.length >= ABBREVIATING;
  return (key) => {
    if (!abbreviates) return isName(key) || sources.common.has(key) ? undefined : entered(key);
    const weight = (of: string) => (full.get(of)?.weight ?? 0) + (text.get(of)?.weight ?? 0);
    const withE = full.get(`${key}e`) ?? text.get(`${key}e`);
    if (withE && isName(key) && weight(`${key}e`) > weight(key)) return withE.spelling;
    if (isName(key)) return undefined;
    return entered(key) ?? (key.length >= 4 ? heaviest(key, text) : undefined);
  };
}

/**
 * One spelling for everyone. `counts`: how often each name stands before a speech. A name that stands neither in the cast
 * list nor in an entrance nor in the speeches is an abbreviation: it becomes the name that begins like it and is most often
 * entered, then the one most often in cues, then (from four letters on, our choice) the one most often in the speeches.
 */
export function unifyNames(counts: ReadonlyMap<string, number>, sources: NameSources): Map<string, string> {
  const alone = new Map<string, number>();
  for (const [name, times] of counts) {
    for (const one of speakTogether(name)) alone.set(one, (alone.get(one) ?? 0) + times);
  }
  const cues = spellings(alone);
  const text = spellings(sources.inText);
  const longer = abbreviations(cues, sources);
  const longest = (spelling: string): string => {
    let last = spelling;
    for (let next = longer(nameKey(last)); next !== undefined; next = longer(nameKey(last))) last = next;
    return last === spelling ? last : singular(last, text);
  };
  const unifiedName = (name: string): string => {
    const key = nameKey(name);
    const isNumbered = /^\d{1,2}\s\S/.test(key);
    const known = cues.get(key)?.spelling ?? name;
    const spelling = (isNumbered && cues.size <= MOST_NAMES ? heaviest(key, cues) : undefined) ?? known;
    const [, number, words] = /^(\d{1,2})[.\s]+(\S.*)$/su.exec(spelling) ?? [];
    const one = isNumbered && words ? `${number} ${longest(words).replace(/s$/, '')}` : longest(spelling);
    return readableName(one);
  };
  return new Map([...counts.keys()].map((name) => [name, speakTogether(name).map(unifiedName).join(' and ')]));
}

/** What stands between the names of several; `REED, JR.` and `AT&T` are one. */
const BETWEEN =
  /\s*[/+]\s*|\s+(?:&|and)\s+|(?<=\p{L}{3})&(?=\p{L}{3})|,\s+(?!(?:jr|sr|esq|etc|the|aged?|i{1,3}|iv|\d+)\b|&)/iu;

/** Those who speak under a cue: `MARTHA/BOY`, `MARTHA + BOY`, `MARTHA & BOY`, `MARTHA AND BOY`, `MARTHA, BOY`. */
export const speakTogether = (name: string): string[] => name.split(BETWEEN).filter((one) => one.trim() !== '');

/** One name for those who speak under a cue: `Martha and Boy`. */
export const nameOfAll = (cue: string): string => speakTogether(cue).map(readableName).join(' and ');

/** `Clowne` for `Clownes`, where an entrance names several and the text knows one. */
function singular(spelling: string, text: ReadonlyMap<string, Spelling>): string {
  const one = spelling.endsWith('s') ? text.get(nameKey(spelling.slice(0, -1))) : undefined;
  return one && !text.has(nameKey(spelling)) ? one.spelling : spelling;
}
