import { nameAtHead } from './prose-attribution.js';
import { type Fits, type Genders, genderOf, type Scene, voteGender } from './prose-pronouns.js';

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

const MALE = /\b(?:he|his|him|himself)\b/i;
const FEMALE = /\b(?:she|her|hers|herself)\b/i;

/** Who may be named: every spelling of a name, and whom the last word of a name means. */
export interface Persons {
  spellings: ReadonlyMap<string, string>;
  byLastWord: ReadonlyMap<string, string>;
}

const TITLE = /^(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Father|Captain|Colonel|Major|Inspector|Professor|Aunt|Uncle)\.?$/;
const FULL_NAME = /(?:(\p{Lu}[\p{L}’-]*\.?) )?(\p{Lu}[\p{L}’'-]*\p{L})/gu;
const withoutOwner = (word: string) => word.replace(/['’]s$/, '');

/** The persons whom a stretch of narration names. One who shares only the last word of a name is somebody else. */
export function namedIn(narration: string, { spellings, byLastWord }: Persons): string[] {
  const named: string[] = [];
  for (const [, first, last] of narration.matchAll(FULL_NAME)) {
    const word = withoutOwner(last!);
    const name = spellings.get(`${first} ${word}`) ?? byLastWord.get(word);
    if (name === undefined) continue;
    const isOwn =
      first === undefined ||
      TITLE.test(first) ||
      spellings.has(`${first} ${word}`) ||
      /^(?:And|But|Then|When|As|So|If|For|Poor|Little|Old|Young|Dear)$/.test(first);
    named.push(isOwn ? name : `${first} ${word}`);
  }
  return named;
}

/** What stands after the last place where a person is named. */
function afterLast(narration: string, name: string, { byLastWord }: Persons): string {
  const places = [...narration.matchAll(FULL_NAME)].filter(
    ([, , last]) => byLastWord.get(withoutOwner(last!)) === name,
  );
  const last = places.at(-1);
  return last === undefined ? narration : narration.slice(last.index + last[0].length);
}

/** Whether a stretch tells of anybody but the narrator, he and she. */
export function tellsOfSomebody(narration: string, persons: Persons): boolean {
  return [MEN, WOMEN, EITHER].some((words) => words.test(narration)) || namedIn(narration, persons).length > 0;
}

/** What the narration of a paragraph tells beside its speech. */
interface Told {
  narration: string;
  before: string;
  speaker: string | null;
  pronoun: string | null;
  said: readonly string[];
}

/** `Well, Watson, …`: a name between punctuation is spoken to. */
const VOCATIVE =
  /(?:^|[,.!?—]\s+|\b(?:dear|old|my|poor)\s+)(?:(?:Mr|Mrs|Miss|Dr|Sir|Lady|Lord|Father|Captain|Aunt|Uncle)\.?\s+)?(\p{Lu}[\p{L}’-]+)(?=[,.!?])/gu;

/** Whom words speak to by name. */
export function addressedIn(said: readonly string[], { spellings, byLastWord }: Persons): ReadonlySet<string> {
  const called = said.flatMap((text) => [...text.matchAll(VOCATIVE)].map(([, word]) => word!));
  return new Set(called.flatMap((word) => spellings.get(word) ?? byLastWord.get(word) ?? []));
}

/** A paragraph as pronouns see it. */
export function sceneOf({ narration, before, speaker, pronoun, said }: Told, persons: Persons): Scene {
  const named = namedIn(narration, persons);
  const head = nameAtHead(narration);
  if (head !== undefined && namedIn(head, persons).length === 0) named.push(head);
  const opening = before.match(/^\s*((?:\p{Lu}[\p{L}’'.-]*\s+){1,3})\p{Ll}/u)?.[1] ?? '';
  return {
    named,
    subject: namedIn(opening, persons)[0] ?? null,
    actsBefore: /\p{L}/u.test(before) && !/^\s*(?:He|She)\b/.test(before),
    addresses: addressedIn(said, persons),
    speaker,
    pronoun,
    tellsOfSomebody(who, after) {
      const text = after === undefined ? narration : afterLast(narration, after, persons);
      return EITHER.test(text) || CALLED.test(text) || (who === 'she' ? WOMEN : MEN).test(text);
    },
  };
}

const WOMAN =
  /^(?:Mrs|Ms|Miss|Lady|Madame|Mme|Mademoiselle|Aunt|Sister|Mother|Queen|Princess|Countess|Duchess|the (?:old )?(?:lady|woman|girl|queen|duchess|princess|countess|maid|landlady|nurse|mother))\b/i;
const MAN =
  /^(?:Mr|Sir|Lord|Father|Brother|Uncle|Monsieur|Herr|King|Prince|Count|the (?:old |young )?(?:man|boy|king|duke|prince|count|gentleman|lad|father|priest|squire|landlord))\b/i;

/** Learns from the narration of a text which pronoun goes with which name: by the title, else by the sentences that name one person only. */
export function learnGenders(narrations: readonly string[], persons: Persons, narrator: string): Fits {
  const genders: Genders = new Map();
  for (const narration of narrations) {
    for (const sentence of narration.split(/(?<=[.!?;])\s/)) {
      const [name, ...others] = namedIn(sentence, persons);
      if (name === undefined || others.some((other) => other !== name)) continue;
      voteGender(genders, name, MALE.test(sentence), FEMALE.test(sentence));
    }
  }
  return (pronoun, name) => {
    if (name === narrator || pronoun === 'they') return 'no';
    const gender = WOMAN.test(name) ? 'she' : MAN.test(name) ? 'he' : genderOf(genders, name);
    return gender === undefined ? 'unknown' : gender === pronoun ? 'yes' : 'no';
  };
}
