import { type Clues, SOMEBODY, type Subject } from './conversation-clues.js';
import { addressedGenderIn, addressedIn, type Cast, namedIn, type Persons, strangersIn } from './english-persons.js';
import { subjectOf } from './prose-attribution.js';
import type { Passage } from './prose-pieces.js';
import type { Fits } from './prose-pronouns.js';

/** The clues of an English novel: from its paragraphs to the turns of its conversations. */

/** How many paragraphs back and ahead somebody who is named counts as present (our choice). */
const BACK = 30;
const AHEAD = 10;
/** Of a paragraph with more stretches, the first tell enough (our choice: a whole file may stand in one line). */
const MOST_PIECES = 1000;
/** Longest narration in which persons are looked for (our choice: some pages). */
const LONGEST = 6000;

/** What a paragraph tells, apart from who speaks where in it. */
export interface Told {
  passage: Passage;
  isSpoken: boolean;
  speaker: string | null | undefined;
  pronoun: string | null;
  narration: string;
  named: readonly string[];
  tellsOfNarrator: boolean;
  strangers: { he: boolean; she: boolean };
}

export function toldBy(passage: Passage, speaker: string | null | undefined, cast: Cast): Told {
  const { pieces, attributions, paragraph } = passage;
  const pronoun = attributions.find((attribution) => attribution?.kind === 'pronoun');
  const narration = (
    pieces.length === 0
      ? paragraph.text
      : pieces
          .slice(0, MOST_PIECES)
          .flatMap(({ isQuote, text }) => (isQuote ? [] : [text]))
          .join(' ')
  ).slice(0, LONGEST);
  return {
    passage,
    isSpoken: pieces.some(({ isQuote }) => isQuote),
    speaker,
    pronoun: speaker === null && pronoun?.kind === 'pronoun' ? pronoun.pronoun : null,
    narration,
    named: paragraph.isHeading ? [] : namedIn(narration, cast),
    tellsOfNarrator: /\b(?:I|me|my)\b/.test(narration),
    strangers: strangersIn(narration),
  };
}

/** Who acts in the narration beside the quotes of a paragraph. */
function actorsIn({ passage: { pieces }, speaker, pronoun }: Told, cast: Cast): Subject[] {
  if (speaker !== null || pieces.length > 12) return [];
  return pieces.flatMap(({ isQuote, text }, at): Subject[] => {
    if (isQuote || (pronoun !== null && at > 0)) return [];
    const isAfter = at > 0;
    const subject = subjectOf(text, isAfter ? 'first' : 'last');
    if (subject === undefined) return [];
    if (subject === 'I') return [{ name: cast.narrator, isAfter }];
    if (/^(?:he|she)$/.test(subject)) return [{ pronoun: subject, isAfter }];
    const [name] = namedIn(subject, cast);
    if (name !== undefined) return [{ name, isAfter }];
    const { he, she } = strangersIn(subject);
    return !/^(?:The|An?|One|Another)\s/.test(subject) || he || she ? [{ name: SOMEBODY, isAfter }] : [];
  });
}

interface Mention {
  at: number;
  name: string;
  weight: number;
}

/** How much of what has a speaker by name the narrator says. */
function shareOfNarrator(all: readonly Told[], narrator: string): number {
  const spoken = all.filter(({ speaker }) => speaker);
  return spoken.filter(({ speaker }) => speaker === narrator).length / (spoken.length + 1);
}

/** Whom each paragraph has present: who speaks in it by name, and of whom it tells. */
function mentionsIn(all: readonly Told[], always: number, { narrator, spellings }: Cast): Mention[][] {
  return all.map(({ speaker, named, tellsOfNarrator, passage }, at) => {
    const spoken = [
      speaker,
      ...(speaker === undefined
        ? passage.attributions.map((attribution) =>
            attribution?.kind === 'name' ? (spellings.get(attribution.name) ?? attribution.name) : null,
          )
        : []),
    ];
    const mentions = new Map<string, number>();
    for (const name of named.slice(0, 20)) mentions.set(name, 0.5);
    if (tellsOfNarrator && always > 0) mentions.set(narrator, Math.min(0.5, always));
    for (const name of spoken) if (name) mentions.set(name, 1);
    return [...mentions].map(([name, weight]) => ({ at, name, weight }));
  });
}

function presenceAt(at: number, mentions: readonly Mention[][], chapters: readonly number[]): Map<string, number> {
  const presence = new Map<string, number>();
  for (let index = Math.max(0, at - BACK); index <= Math.min(mentions.length - 1, at + AHEAD); index += 1) {
    if (chapters[index] !== chapters[at]) continue;
    const distance = Math.abs(index - at);
    for (const { name, weight } of mentions[index]!) {
      // Who is only told of after a quote may come in later.
      if (index > at && weight <= 0.5) continue;
      presence.set(name, (presence.get(name) ?? 0) + weight / (1 + distance / 3));
    }
  }
  return presence;
}

/** The man and the woman named last before the first quote of a paragraph. */
function latestAt(at: number, all: readonly Told[], fits: Fits): Clues['latest'] {
  const find = (pronoun: 'he' | 'she') => {
    for (let index = at; index > at - 4 && index >= 0; index -= 1) {
      const { named, speaker } = all[index]!;
      const names = index === at ? named : [...named, ...(speaker ? [speaker] : [])];
      const name = names.findLast((one) => fits(pronoun, one) === 'yes');
      if (all[index]!.strangers[pronoun] && (name === undefined || index < at)) return null;
      if (name !== undefined) return name;
    }
    return null;
  };
  return { he: find('he'), she: find('she') };
}

const saidIn = ({ passage: { pieces } }: Told) =>
  pieces.slice(0, 2 * MOST_PIECES).flatMap(({ isQuote, text }) => (isQuote ? [text] : []));

const NOBODY: ReadonlySet<string> = new Set();

function peopleIn(
  said: readonly string[],
  persons: Persons,
): { addressed: ReadonlySet<string>; mentioned: ReadonlySet<string> } {
  const addressed = addressedIn(said, persons);
  const mentioned = new Set(
    namedIn(said.join('\n').slice(0, LONGEST), persons).filter(
      (name) => !addressed.has(name) && !name.startsWith('the '),
    ),
  );
  return { addressed: addressed.size === 0 ? NOBODY : addressed, mentioned };
}

/** With whom the narration right before a speech begins or ends. */
function leadersOf({ narration }: Told, cast: Cast): ReadonlySet<string> {
  const subjects = [subjectOf(narration, 'first'), subjectOf(narration, 'last')];
  return new Set(
    subjects.flatMap((subject) =>
      subject === 'I' ? [cast.narrator] : subject ? namedIn(subject, cast).slice(0, 1) : [],
    ),
  );
}

const lengthOf = ({ pieces }: Passage) =>
  pieces.reduce((sum, { isQuote, text }) => sum + (isQuote ? text.length : 0), 0);

/** What stands in and around the paragraph with which a turn begins, `gap` paragraphs of narration after the turn before. */
function cluesAt(at: number, gap: number, all: readonly Told[], cast: Cast): Omit<Clues, 'latest' | 'presence'> {
  const told = all[at]!;
  const isSomebodys = told.passage.attributions.some((attribution) => attribution?.kind === 'somebody');
  const actors = actorsIn(told, cast);
  const acting = new Set(actors.flatMap((actor) => ('name' in actor ? [actor.name] : [])));
  const around = [told, ...all.slice(Math.max(0, at - Math.min(gap, 3)), at)];
  const said = saidIn(told);
  return {
    speaker: told.speaker === undefined || (told.speaker === null && isSomebodys) ? SOMEBODY : told.speaker,
    pronoun: told.pronoun,
    actors,
    beside: new Set(told.named.filter((name) => !acting.has(name))),
    ...peopleIn(said, cast),
    addressedGender: addressedGenderIn(said.map((text) => text.slice(0, LONGEST))),
    led: gap === 0 ? NOBODY : leadersOf(all[at - 1]!, cast),
    length: lengthOf(told.passage),
    gap,
    isLedIn: told.passage.pieces[0]?.isQuote === false,
    strangers: {
      he: around.some(({ strangers }) => strangers.he),
      she: around.some(({ strangers }) => strangers.she),
    },
  };
}

/** A turn by the indices of its paragraphs, with its clues. */
export interface TurnClues {
  paragraphs: number[];
  clues: Clues;
}

/** The turns of a text's conversations, each with its paragraphs and its clues. */
export function cluesOf(all: readonly Told[], cast: Cast, fits: Fits): TurnClues[] {
  const always = shareOfNarrator(all, cast.narrator);
  const mentions = mentionsIn(all, always, cast);
  const chapters = all.map(({ passage }) => passage.paragraph.chapter);
  const turns: TurnClues[] = [];
  let gap = 0;
  for (const [at, told] of all.entries()) {
    if (!told.isSpoken) {
      gap += 1;
      continue;
    }
    const last = turns.at(-1);
    if (told.passage.goesOn && last && gap === 0) {
      last.paragraphs.push(at);
      if (last.clues.speaker === null && told.speaker) last.clues = { ...last.clues, speaker: told.speaker };
      continue;
    }
    const presence = presenceAt(at, mentions, chapters);
    if (always > 0) presence.set(cast.narrator, Math.max(always, presence.get(cast.narrator) ?? 0));
    turns.push({
      paragraphs: [at],
      clues: { ...cluesAt(at, gap, all, cast), latest: latestAt(at, all, fits), presence },
    });
    gap = 0;
  }
  return turns;
}
