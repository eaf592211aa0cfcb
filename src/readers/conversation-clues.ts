import type { Turn } from './conversation.js';
import type { Fits } from './prose-pronouns.js';

/** What a novel tells of one turn of a conversation, and what that says of its speaker. */

/** A person without a name. */
export const SOMEBODY = '';

/** Who may be meant by a word beside the quote: a name, or he or she. */
export type Subject = ({ name: string } | { pronoun: string }) & { isAfter: boolean };

/** What stands in and around a turn. */
export interface Clues {
  /** Who speaks it, where a verb of speaking says so. SOMEBODY: one without a name, or several. */
  speaker: string | null;
  /** he, she beside a verb of speaking. */
  pronoun: string | null;
  /** Who acts in the narration of the same paragraph. */
  actors: readonly Subject[];
  /** Who else is named in that narration. */
  beside: ReadonlySet<string>;
  /** Whom the words speak to by name. */
  addressed: ReadonlySet<string>;
  /** Of whom the words speak. */
  mentioned: ReadonlySet<string>;
  /** Whether the words speak to a man or a woman: sir, madam. */
  addressedGender: 'he' | 'she' | null;
  /** With whom the paragraph of narration right before it begins or ends. */
  led: ReadonlySet<string>;
  /** How many characters are said. */
  length: number;
  /** Paragraphs of narration since the turn before. */
  gap: number;
  /** Whether its paragraph begins with narration. */
  isLedIn: boolean;
  /** Whether the narration around tells of a man, a woman without a name. */
  strangers: { he: boolean; she: boolean };
  /** The man and the woman who were named last before the quote. */
  latest: { he: string | null; she: string | null };
  /** How present each person is, by how often and how near he or she is named. */
  presence: ReadonlyMap<string, number>;
}

/**
 * How much each clue counts, as odds. Found on ten novels of the Project Dialogism Novel Corpus, where a reader has labelled
 * every quote (docs/novels.md says how good they are on the others).
 */
const ODDS = {
  sameAtOnce: 0.0021,
  sameLedIn: 0.29,
  sameAfterNarration: 0.97,
  back: 0.65,
  backAfterNarration: 0.25,
  newcomer: 0.082,
  newcomerAfterNarration: 0.14,
  addressedAnswers: 15,
  otherAnswers: 1.7,
  addressedSpoke: 3.1,
  otherSpoke: 0.6,
  actorByName: 27,
  actorAfter: 38,
  actorByPronoun: 1.1,
  actorOfOtherGender: 0.014,
  beside: 0.95,
  addressed: 0.002,
  mentioned: 0.019,
  unknownGender: 0.54,
  otherGender: 0.0023,
  latest: 11,
  somebody: 0.27,
  stranger: 5.2,
  somebodyPresence: 0.3,
  somebodyTwice: 1.3,
  farPresence: 0.02,
  addressedGender: 1.1,
  led: 4.9,
  described: 0.6,
  actorWithPronoun: 8.9,
  longSpeech: 3,
  newScene: 13,
};

/** Whose odds a turn is asked for at most, besides somebody's (our choice: time grows with its cube). */
const MOST_PERSONS = 6;

function personsOf({ speaker, presence }: Clues): string[] {
  if (speaker !== null) return [speaker];
  const present = [...presence].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_PERSONS);
  return [...present.map(([name]) => name), SOMEBODY];
}

function oddsOfPronoun(pronoun: string, name: string, clues: Clues, fits: Fits): number {
  if (name === SOMEBODY) return 1;
  const fit = fits(pronoun, name);
  if (fit === 'no') return ODDS.otherGender;
  const latest = pronoun === 'she' ? clues.latest.she : clues.latest.he;
  return (fit === 'yes' ? 1 : ODDS.unknownGender) * (latest === name ? ODDS.latest : 1);
}

function oddsOfActor(actor: Subject, name: string, pronoun: string | null, fits: Fits): number {
  if ('name' in actor) {
    const fit = pronoun === null || name === SOMEBODY ? 'unknown' : fits(pronoun, name);
    if (actor.name !== name || fit === 'no') return 1;
    return (actor.isAfter ? ODDS.actorAfter : ODDS.actorByName) * (fit === 'yes' ? ODDS.actorWithPronoun : 1);
  }
  if (name === SOMEBODY) return 1;
  const fit = fits(actor.pronoun, name);
  return fit === 'yes' ? ODDS.actorByPronoun : fit === 'no' ? ODDS.actorOfOtherGender : 1;
}

/** How likely a person speaks a turn, by the turn alone. */
function oddsOf(name: string, clues: Clues, fits: Fits): number {
  if (clues.speaker !== null) return 1;
  let odds = 1;
  if (name === SOMEBODY) {
    const isStranger =
      clues.pronoun === null
        ? clues.strangers.he || clues.strangers.she
        : clues.strangers[clues.pronoun as 'he' | 'she'];
    odds = ODDS.somebody * (isStranger ? ODDS.stranger : 1);
  }
  if (clues.pronoun !== null) odds *= oddsOfPronoun(clues.pronoun, name, clues, fits);
  for (const actor of clues.actors) odds *= oddsOfActor(actor, name, clues.pronoun, fits);
  if (clues.led.has(name)) odds *= ODDS.led;
  if (/^the \p{Ll}/u.test(name)) odds *= ODDS.described;
  if (clues.beside.has(name)) odds *= ODDS.beside;
  if (clues.addressed.has(name)) odds *= ODDS.addressed;
  else if (clues.mentioned.has(name)) odds *= ODDS.mentioned;
  return odds;
}

/** A person's part of all who may begin to speak. */
function shareOf({ presence }: Clues): (name: string) => number {
  const sum = [...presence.values()].reduce((all, value) => all + value, ODDS.somebodyPresence);
  return (name) => (name === SOMEBODY ? ODDS.somebodyPresence : (presence.get(name) ?? ODDS.farPresence)) / sum;
}

/** `Yes, sir`: who is spoken to is a man. */
const oddsOfGender = ({ addressedGender }: Clues, name: string, fits: Fits) =>
  addressedGender !== null && name !== SOMEBODY && fits(addressedGender, name) === 'no' ? ODDS.addressedGender : 1;

/** Two speeches longer than this, one right after the other, may be one person's, whose first was closed (our choice). */
const LONG = 500;

function oddsOfAnswer(to: Clues, next: string): number {
  if (to.addressed.size === 0 || next === SOMEBODY) return 1;
  return to.addressed.has(next) ? ODDS.addressedAnswers : ODDS.otherAnswers;
}

function oddsOfReply({ addressed }: Clues, last: string): number {
  if (addressed.size === 0 || last === SOMEBODY) return 1;
  return addressed.has(last) ? ODDS.addressedSpoke : ODDS.otherSpoke;
}

/** So many paragraphs of narration begin a new scene (our choice). */
const FAR = 4;

/** A turn as the conversation sees it; `last` is what is known of the turn before. */
export function turnOf(clues: Clues, last: Clues | undefined, fits: Fits): Turn {
  const persons = personsOf(clues);
  const share = shareOf(clues);
  const isAtOnce = clues.gap === 0;
  const isLong = clues.length > LONG && (last?.length ?? 0) > LONG;
  const alone = isAtOnce ? (clues.isLedIn ? ODDS.sameLedIn : ODDS.sameAtOnce) : ODDS.sameAfterNarration;
  const same = isAtOnce && isLong ? alone * ODDS.longSpeech : alone;
  const back = isAtOnce ? ODDS.back : ODDS.backAfterNarration;
  const newcomer = isAtOnce ? ODDS.newcomer : ODDS.newcomerAfterNarration * (clues.gap >= FAR ? ODDS.newScene : 1);
  return {
    persons,
    odds: persons.map((name) => oddsOf(name, clues, fits)),
    follows(before, speaker, next) {
      if (last === undefined) return share(next);
      if (next === speaker && next === SOMEBODY) return ODDS.somebodyTwice;
      const way = next === speaker ? same : next === before ? back : newcomer * share(next);
      if (next === speaker) return way;
      return (
        way *
        oddsOfAnswer(last, next) *
        oddsOfReply(clues, speaker) *
        oddsOfGender(last, next, fits) *
        oddsOfGender(clues, speaker, fits)
      );
    },
  };
}
