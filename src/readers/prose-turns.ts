/** Who speaks the turns that name nobody: only in a clear exchange of two. */
import type { Fits } from './prose-pronouns.js';

/** What one person says before another does, as the exchange sees it. */
export interface Turn {
  /** Who is named, by one spelling; null where nobody is. */
  speaker: string | null;
  /**
   * What stands around the words: nothing but that he or she says them (bare), narrative about nobody else (told), or somebody
   * who may be speaking (open).
   */
  setting: 'bare' | 'told' | 'open';
  /** he, she: what stands instead of a name. */
  pronoun: string | null;
  /** Whom the words speak to by name: nobody speaks to himself. */
  addresses?: ReadonlySet<string>;
}

/** How many turns in a row may go unnamed between two that are named (our choice: readers lose count too). */
const LONGEST_GAP = 12;

/** Described persons may be one: `the child` and `the little girl`. Only names are sure to be two. */
const isName = (speaker: string) => /^(?:the )?[\p{Lu}\p{Lo}]/u.test(speaker);

type Speakers = (string | null)[];

/** Whether nothing in a turn speaks against a speaker. */
function mayBe({ pronoun, addresses }: Turn, speaker: string, fits: Fits): boolean {
  if (addresses?.has(speaker)) return false;
  return pronoun === null || fits(pronoun, speaker) === 'yes';
}

/** The one who speaks with A around a gap whose both ends are A's; null where that is not one person. */
function partnerOf(turns: readonly Turn[], from: number, to: number): string | null {
  const before =
    turns.slice(Math.max(0, from - LONGEST_GAP), from).findLast(({ speaker }) => speaker !== null)?.speaker ?? null;
  const after = turns.slice(to + 1, to + 1 + LONGEST_GAP).find(({ speaker }) => speaker !== null)?.speaker ?? null;
  const partners = [...new Set([before, after].filter((speaker) => speaker !== null))];
  const { speaker, addresses } = turns[from]!;
  const isSpokenTo = !addresses || addresses.size === 0 || addresses.has(partners[0] ?? '');
  return partners.length === 1 && partners[0] !== speaker && isSpokenTo ? partners[0]! : null;
}

/** Fills a gap between two named turns, where two who speak by turns fit both ends. */
function fillBetween(turns: readonly Turn[], from: number, to: number, speakers: Speakers, fits: Fits): void {
  const first = turns[from]!.speaker!;
  const last = turns[to]!.speaker!;
  const isEven = (to - from) % 2 === 0;
  const partner = first === last ? partnerOf(turns, from, to) : last;
  if (
    partner === null ||
    !isName(first) ||
    !isName(partner) ||
    isEven !== (first === last) ||
    to - from - 1 > LONGEST_GAP
  )
    return;
  const gap = turns.slice(from + 1, to).map((turn, at) => ({ turn, speaker: at % 2 === 0 ? partner : first }));
  if (gap.some(({ turn, speaker }) => turn.setting === 'open' || !mayBe(turn, speaker, fits))) return;
  for (const [at, { speaker }] of gap.entries()) speakers[from + 1 + at] = speaker;
}

/**
 * Fills the bare turns after the last named one. Those before the first are left: the paragraph before may tell of another who
 * begins.
 */
function fillAfter(turns: readonly Turn[], last: number, speakers: Speakers, fits: Fits): void {
  const pair = [speakers[last - 1] ?? '', speakers[last] ?? ''];
  if (!pair.every(isName) || pair[0] === pair[1]) return;
  for (const [at, turn] of turns.slice(last + 1, last + 1 + LONGEST_GAP).entries()) {
    const speaker = pair[at % 2]!;
    if (turn.setting !== 'bare' || !mayBe(turn, speaker, fits)) return;
    speakers[last + 1 + at] = speaker;
  }
}

/** Who he or she is in an exchange: the only one of those who speak in it by name, where the turns beside are another's. */
function namePronouns(turns: readonly Turn[], fits: Fits): Turn[] {
  const cast = [...new Set(turns.flatMap(({ speaker }) => speaker ?? []))];
  if (cast.length < 2) return [...turns];
  return turns.map((turn, at) => {
    // He at the beginning of an exchange may be somebody of whom the paragraph before tells.
    if (at === 0 || turn.speaker !== null || turn.pronoun === null || turn.setting !== 'bare') return turn;
    const possible = cast.filter((name) => fits(turn.pronoun!, name) !== 'no');
    const [name] = possible;
    if (possible.length !== 1 || !name || fits(turn.pronoun, name) !== 'yes' || turn.addresses?.has(name)) return turn;
    const isAnswer = turns[at - 1]?.speaker !== name && turns[at + 1]?.speaker !== name;
    return isAnswer ? { ...turn, speaker: name } : turn;
  });
}

/**
 * Fills in the turns of one exchange (speeches with no paragraph of narrative between) that name nobody: those between two
 * named turns where two persons speaking by turns fit both, and bare ones after them.
 */
export function fillTurns(given: readonly Turn[], fits: Fits): Speakers {
  const turns = namePronouns(given, fits);
  const speakers: Speakers = turns.map(({ speaker }) => speaker);
  const named = turns.flatMap(({ speaker }, at) => (speaker === null ? [] : [at]));
  for (const [index, at] of named.entries()) {
    const next = named[index + 1];
    if (next !== undefined && next > at + 1) fillBetween(turns, at, next, speakers, fits);
  }
  if (named.length > 0) fillAfter(turns, named.at(-1)!, speakers, fits);
  return speakers;
}
