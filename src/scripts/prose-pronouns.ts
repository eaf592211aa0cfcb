import { nameAtHead } from './prose-attribution.js';

/** Who `he said` is: only where one person can be meant. */

/** A paragraph as pronouns see it. */
export interface Scene {
  /** What stands outside quotes. */
  narration: string;
  /** What stands before the first quote. */
  before: string;
  /** Whom the words around its quotes name, by one spelling. */
  speaker: string | null;
  /** he, she: what stands there instead of a name. */
  pronoun: string | null;
}

/** How many paragraphs back a person may have been named (our choice). */
const WINDOW = 4;
/** Somebody without a name is about: he may be the one. */
const SOMEBODY =
  /\b(?:visitor|stranger|man|men|gentleman|fellow|client|boy|lad|woman|women|lady|girl|officer|constable|policeman|inspector|detective|doctor|priest|king|count|prince|driver|servant|maid|landlady|landlord|soldier|sergeant|companion|friend|husband|wife|father|mother|brother|sister|son|daughter|voice|person|cabman|butler|clerk|captain|colonel|major|professor|captive|prisoner|other)s?\b/i;

const MALE = /\b(?:he|his|him|himself)\b/;
const FEMALE = /\b(?:she|her|hers|herself)\b/;

/** Who may be named: every spelling of a name, and whom the last word of a name means. */
export interface Persons {
  spellings: ReadonlyMap<string, string>;
  byLastWord: ReadonlyMap<string, string>;
}

const TITLE = /^(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Father|Captain|Colonel|Major|Inspector|Professor)\.?$/;
const FULL_NAME = /(?:(\p{Lu}[\p{L}’-]*\.?) )?(\p{Lu}[\p{L}’'-]*\p{L})/gu;

/** The persons whom a stretch of narration names. One who shares only the last word of a name is somebody else. */
function namedIn(narration: string, { spellings, byLastWord }: Persons): Set<string> {
  const named = new Set<string>();
  for (const [, first, last] of narration.matchAll(FULL_NAME)) {
    const name = byLastWord.get(last!.replace(/['’]s$/, ''));
    if (name === undefined) continue;
    const isOwn = first === undefined || TITLE.test(first) || spellings.has(`${first} ${last}`);
    named.add(isOwn ? name : `${first} ${last}`);
  }
  return named;
}

/** What stands after the last place where a person is named. */
function afterLast(narration: string, name: string, { byLastWord }: Persons): string {
  const places = [...narration.matchAll(FULL_NAME)].filter(
    ([, , last]) => byLastWord.get(last!.replace(/['’]s$/, '')) === name,
  );
  const last = places.at(-1);
  return last === undefined ? narration : narration.slice(last.index + last[0].length);
}

/** Whether a stretch tells of anybody but the narrator, he and she. */
export function tellsOfSomebody(narration: string, persons: Persons): boolean {
  return SOMEBODY.test(narration) || namedIn(narration, persons).size > 0;
}

/** he or she, as the sentences say that name one person only. */
function gendersOf(scenes: readonly Scene[], persons: Persons): Map<string, number> {
  const genders = new Map<string, number>();
  for (const { narration } of scenes) {
    for (const sentence of narration.split(/(?<=[.!?;])\s/)) {
      const [name, other] = namedIn(sentence, persons);
      if (name === undefined || other !== undefined) continue;
      const isMale = MALE.test(sentence);
      const isFemale = FEMALE.test(sentence);
      if (isMale !== isFemale) genders.set(name, (genders.get(name) ?? 0) + (isMale ? 1 : -1));
    }
  }
  return genders;
}

const WOMAN = /^(?:Mrs|Ms|Miss|Lady|Madame|Mademoiselle|Aunt|Sister|Mother|Queen|Princess|Countess)\b/;
const MAN = /^(?:Mr|Sir|Lord|Father|Brother|Uncle|Monsieur|Herr|King|Prince|Count)\b/;

/** Whether a pronoun can mean a name: by the title, else by the pronouns in sentences that name this person only. */
export type Fits = (pronoun: string, name: string) => boolean;

/** Learns from the narration of a text which pronoun goes with which name. */
export function learnGenders(scenes: readonly Scene[], persons: Persons, narrator: string): Fits {
  const genders = gendersOf(scenes, persons);
  return (pronoun, name) => {
    if (name === narrator) return false;
    if (WOMAN.test(name) || MAN.test(name)) return WOMAN.test(name) === (pronoun === 'she');
    const gender = genders.get(name) ?? 0;
    return pronoun === 'he' ? gender > 0 : pronoun === 'she' && gender < 0;
  };
}

/** The person with whom the paragraph begins, where it is about nobody else: `Holmes laughed.` before `said he`. */
function subjectOf({ narration, before }: Scene, own: ReadonlySet<string>, persons: Persons): string | null {
  const [name, other] = own;
  const opening = before.match(/^\s*((?:\p{Lu}[\p{L}’'.-]*\s+){1,3})\p{Ll}/u)?.[1] ?? '';
  if (name === undefined || other !== undefined || !namedIn(opening, persons).has(name)) return null;
  return SOMEBODY.test(narration) ? null : name;
}

/**
 * For every paragraph whose speaker is a pronoun: the one person who can be meant, else null. That is the subject of the
 * paragraph, else the only one named or speaking in the paragraphs before, while nobody without a name is about and no pronoun
 * before is unsolved. Nobody answers himself: who speaks next to the paragraph is not meant.
 */
export function resolvePronouns(
  scenes: readonly Scene[],
  persons: Persons,
  fits: Fits,
  narrator: string,
): (string | null)[] {
  const named = scenes.map(({ narration, speaker }) => {
    const names = namedIn(narration, persons);
    if (speaker !== null) names.add(speaker);
    names.delete(narrator);
    return names;
  });
  const meant: (string | null)[] = [];
  const onlyOneBefore = (at: number): string | null => {
    const window = Array.from({ length: Math.min(WINDOW, at + 1) }, (_, back) => at - back);
    const [name, other] = new Set(window.flatMap((index) => [...named[index]!]));
    if (name === undefined || other !== undefined) return null;
    const last = window.find((index) => named[index]!.has(name))!;
    for (let index = last; index <= at; index += 1) {
      const { narration, pronoun } = scenes[index]!;
      const head = nameAtHead(narration);
      if (head !== undefined && !namedIn(head, persons).has(name)) return null;
      if (SOMEBODY.test(index === last ? afterLast(narration, name, persons) : narration)) return null;
      if (index < at && pronoun !== null && meant[index] === null) return null;
    }
    return name;
  };
  for (const [at, scene] of scenes.entries()) {
    // Whoever acts before the quote may be a person who never spoke by name.
    const actsBefore = /\p{L}/u.test(scene.before);
    const own = named[at]!;
    const name =
      scene.pronoun === null
        ? null
        : own.size > 0
          ? subjectOf(scene, own, persons)
          : actsBefore
            ? null
            : onlyOneBefore(at);
    const isAnswer = scenes[at - 1]?.speaker !== name && scenes[at + 1]?.speaker !== name;
    meant.push(name !== null && isAnswer && fits(scene.pronoun!, name) ? name : null);
  }
  return meant;
}
