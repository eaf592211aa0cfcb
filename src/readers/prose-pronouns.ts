/** Who `he said` is: only where one person can be meant. Knows no language: see english-persons.ts and chinese-scenes.ts. */

/** A paragraph as pronouns see it. */
export interface Scene {
  /** Names that the narration tells of, by one spelling, in their order; some may be of persons who never speak. */
  named: readonly string[];
  /** With whom the narration before the first quote begins, where it tells of nobody else. */
  subject: string | null;
  /** Whether somebody acts before the quote. */
  actsBefore: boolean;
  /** Whom the words around its quotes name, by one spelling. */
  speaker: string | null;
  /** he, she: what stands there instead of a name. */
  pronoun: string | null;
  /** Whom the words spoken in it speak to by name. */
  addresses?: ReadonlySet<string>;
  /** Whether it tells of somebody without a name whom a pronoun can mean: anywhere, or after the last place of a name. */
  tellsOfSomebody(pronoun: string, after?: string): boolean;
}

/** How many paragraphs back a person may have been named (our choice). */
const WINDOW = 4;

/** How a pronoun goes with a name. */
export type Fit = 'yes' | 'no' | 'unknown';
export type Fits = (pronoun: string, name: string) => Fit;

/** How often each name was met with he and with she. */
export type Genders = Map<string, { he: number; she: number }>;

/** Notes that a sentence about one person says he or she. */
export function voteGender(genders: Genders, name: string, isMale: boolean, isFemale: boolean): void {
  if (isMale === isFemale) return;
  const votes = genders.get(name) ?? { he: 0, she: 0 };
  votes[isMale ? 'he' : 'she'] += 1;
  genders.set(name, votes);
}

/** What the votes of a text say: three of four must agree (our choice: `Mary looked at him` votes wrongly). */
export function genderOf(genders: Genders, name: string): 'he' | 'she' | undefined {
  const { he, she } = genders.get(name) ?? { he: 0, she: 0 };
  if (he > 3 * she) return 'he';
  return she > 3 * he ? 'she' : undefined;
}

/** The only one of the names whom a pronoun can mean; names of unknown gender may be meant and so leave it open. */
function onlyOne(names: Iterable<string>, pronoun: string, fits: Fits): string | null {
  const possible = [...new Set(names)].filter((name) => fits(pronoun, name) !== 'no');
  return possible.length === 1 && fits(pronoun, possible[0]!) === 'yes' ? possible[0]! : null;
}

/** The one person named or speaking in the paragraphs before whom a pronoun can mean. */
function onlyOneBefore(
  scenes: readonly Scene[],
  meant: readonly (string | null)[],
  at: number,
  narrator: string,
  fits: Fits,
): string | null {
  const pronoun = scenes[at]!.pronoun!;
  const first = Math.max(0, at - WINDOW + 1);
  const personsOf = (index: number) =>
    [...scenes[index]!.named, scenes[index]!.speaker ?? meant[index] ?? narrator].filter((name) => name !== narrator);
  const window = Array.from({ length: at - first + 1 }, (_, back) => at - back);
  const name = onlyOne(window.flatMap(personsOf), pronoun, fits);
  if (name === null) return null;
  const last = window.find((index) => personsOf(index).includes(name))!;
  for (let index = last; index <= at; index += 1) {
    const scene = scenes[index]!;
    if (scene.tellsOfSomebody(pronoun, index === last ? name : undefined)) return null;
    if (index < at && scene.pronoun === pronoun && meant[index] === null) return null;
  }
  return name;
}

/**
 * For every paragraph whose speaker is a pronoun: the one person who can be meant, else null. That is the subject of the
 * paragraph, else the only one of that gender named or speaking in the paragraphs before, while nobody without a name is about
 * and no such pronoun before is unsolved. Nobody answers himself: who speaks next to the paragraph is not meant.
 */
export function resolvePronouns(scenes: readonly Scene[], fits: Fits, narrator: string): (string | null)[] {
  const meant: (string | null)[] = [];
  for (const [at, scene] of scenes.entries()) {
    const { pronoun, named, subject, actsBefore } = scene;
    let name: string | null = null;
    if (pronoun !== null) {
      const own = named.filter((other) => other !== narrator && fits(pronoun, other) !== 'no');
      if (own.length > 0) {
        const isClear = subject !== null && !scene.tellsOfSomebody(pronoun);
        name = isClear && onlyOne(own, pronoun, fits) === subject ? subject : null;
      } else if (!actsBefore) name = onlyOneBefore(scenes, meant, at, narrator, fits);
    }
    const isAnswer =
      name === null ||
      (!scene.addresses?.has(name) && scenes[at - 1]?.speaker !== name && scenes[at + 1]?.speaker !== name);
    meant.push(name !== null && isAnswer && fits(pronoun!, name) === 'yes' ? name : null);
  }
  return meant;
}
