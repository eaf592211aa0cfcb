import { NOT_NAMES, TITLES } from './prose-attribution.js';

/** Persons in English narration: who is named, who is told of without a name, and of which gender they are. */

/** Somebody without a name is about: a man, a woman, or either. */
const MEN =
  /\b(?:man|men|gentleman|gentlemen|fellow|boy|lad|policeman|king|prince|count|duke|husband|father|brother|son|uncle|landlord|butler|sergeant|squire|chap|youth|father-in-law)s?\b/i;
const WOMEN =
  /\b(?:woman|women|lady|ladies|girl|landlady|wife|mother|sister|daughter|aunt|queen|princess|countess|maid|hostess|nurse|governess|widow)s?\b/i;
const EITHER =
  /\b(?:visitor|stranger|client|officer|constable|inspector|detective|doctor|priest|driver|servant|soldier|companion|friend|voice|person|cabman|clerk|captain|colonel|major|general|professor|captive|prisoner|other|child|guest|host|cousin|neighbou?r|sailor|guard|waiter|porter|speaker|lawyer|judge|coroner|master|teacher|student|patient|somebody|someone|another)s?\b/i;

/** The Breton, the Colonel: somebody who is called by a word with a capital. */
const CALLED = /\b[Tt]he \p{Lu}\p{Ll}+/u;

/** Who may be named: every spelling of a name, and whom the last word of a name means. */
export interface Persons {
  spellings: ReadonlyMap<string, string>;
  byLastWord: ReadonlyMap<string, string>;
}

/** What the names around the quotes tell. */
export interface Cast extends Persons {
  narrator: string;
}

const TITLE = new RegExp(`^(?:${TITLES}).?$`, 'u');
/** A word with a capital that belongs to no name. */
const NO_NAME = new RegExp(`^(?:${NOT_NAMES}|Poor|Little|Old|Young|Dear|Good)$`, 'u');
/** Miss Darcy is not Mr. Darcy, who is also called Darcy. */
const WOMANS_TITLE = /^(?:Mrs|Ms|Miss|Lady|Aunt)\.?$/;
const FULL_NAME = /(?:(\p{Lu}[\p{L}’-]*\.?) )?(\p{Lu}[\p{L}’'-]*\p{L})/gu;
const withoutOwner = (word: string) => word.replace(/['’]s$/, '');

/** `the White Rabbit`, `the old man`: as many words as one who speaks is called by. */
const DESCRIBED = /\b[Tt]he\s+((?:[\p{L}’'-]+\s+){0,2}[\p{L}’'-]+)/gu;

/** The described persons of a stretch, each with its place. */
function describedIn(narration: string, { spellings }: Persons): { at: number; name: string }[] {
  return [...narration.matchAll(DESCRIBED)].flatMap(({ 1: words, index }) => {
    for (let called = withoutOwner(words!); called !== ''; called = called.replace(/\s*\S+$/, '')) {
      const name = spellings.get(`the ${withoutOwner(called)}`);
      if (name !== undefined) return [{ at: index, name }];
    }
    return [];
  });
}

/** The persons whom a stretch of narration names, in their order. One who shares only the last word of a name is somebody else. */
export function namedIn(narration: string, persons: Persons): string[] {
  const { spellings, byLastWord } = persons;
  const named = describedIn(narration, persons);
  for (const { 1: before, 2: last, index } of narration.matchAll(FULL_NAME)) {
    // `all over Europe. Holmes rose.`
    const first = before?.endsWith('.') && before.length > 2 && !TITLE.test(before) ? undefined : before;
    const word = withoutOwner(last!);
    const name = spellings.get(`${first} ${word}`) ?? byLastWord.get(word);
    if (name === undefined) continue;
    const isOwn =
      first === undefined ||
      spellings.has(`${first} ${word}`) ||
      (TITLE.test(first) && !(WOMANS_TITLE.test(first) && spellings.has(`Mr. ${word}`))) ||
      NO_NAME.test(first);
    named.push({ at: index, name: isOwn ? name : `${first} ${word}` });
  }
  return named.sort((a, b) => a.at - b.at).map(({ name }) => name);
}

/** Whether a stretch tells of a man, of a woman without a name. */
export function strangersIn(narration: string): { he: boolean; she: boolean } {
  const isEither = EITHER.test(narration) || CALLED.test(narration);
  return { he: isEither || MEN.test(narration), she: isEither || WOMEN.test(narration) };
}

/** `Well, Watson, …`: a name between punctuation is spoken to. */
const VOCATIVE =
  /(?:^|[,.!?—]\s+|\b(?:dear|old|my|poor)\s+)(?:(?:Mr|Mrs|Miss|Dr|Sir|Lady|Lord|Father|Captain|Aunt|Uncle)\.?\s+)?(\p{Lu}[\p{L}’-]+)(?=[,.!?])/gu;

/** Whom words speak to by name. */
export function addressedIn(said: readonly string[], { spellings, byLastWord }: Persons): ReadonlySet<string> {
  const called = said.flatMap((text) => [...text.matchAll(VOCATIVE)].map(([, word]) => word!));
  return new Set(called.flatMap((word) => spellings.get(word) ?? byLastWord.get(word) ?? []));
}

const MAN_ADDRESSED =
  /(?:^|[,.!?—-]\s*|\b(?:dear|my|old)\s)(?:sir|my lord|father|papa|uncle|my (?:dear )?(?:fellow|boy|son|man|sir)|old (?:man|fellow|chap|boy)|your honou?r|monsieur|signore|gentlemen)(?=[,.!?—-]|$)/iu;
const WOMAN_ADDRESSED =
  /(?:^|[,.!?—-]\s*|\b(?:dear|my|old)\s)(?:madam|ma'am|ma’am|my lady|mother|mamma|mama|aunt|auntie|miss|my (?:dear )?(?:girl|lady|madam)|mademoiselle|madame|signorina|signora)(?=[,.!?—-]|$)/iu;

/** Whether words speak to a man or a woman. */
export function addressedGenderIn(said: readonly string[]): 'he' | 'she' | null {
  const isMan = said.some((text) => MAN_ADDRESSED.test(text));
  const isWoman = said.some((text) => WOMAN_ADDRESSED.test(text));
  return isMan === isWoman ? null : isMan ? 'he' : 'she';
}
