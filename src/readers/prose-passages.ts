import { surenessOf } from './conversation.js';
import { SOMEBODY, turnOf } from './conversation-clues.js';
import { cluesOf, type Told, type TurnClues, toldBy } from './english-conversation.js';
import { learnGenders } from './english-genders.js';
import type { Cast } from './english-persons.js';
import { type Attribution, actorIn, attributionAfter, attributionBefore, laterActorIn } from './prose-attribution.js';
import { beginsWithDash } from './prose-dashes.js';
import { uniteNames } from './prose-names.js';
import { splitIntoParagraphs } from './prose-paragraphs.js';
import type { Passage, Piece } from './prose-pieces.js';
import type { Fits } from './prose-pronouns.js';
import { cutPieces, type QuoteStyle } from './prose-quotes.js';
import { fillTurns, type Turn } from './prose-turns.js';

/** `"It is," said Holmes, "very clear."`: the second quote is his who spoke the first. */
function continued(pieces: readonly Piece[], index: number): Attribution | undefined {
  if (index < 2) return undefined;
  const between = pieces[index - 1]!.text;
  const tag = attributionAfter(between, pieces[index - 2]!.text.endsWith(','));
  const actor = tag === undefined || !/[.!?]\s*$/.test(between.slice(-10)) ? undefined : laterActorIn(between);
  return actor === undefined || isSame(tag!, actor) ? tag : actor.kind === 'pronoun' ? { kind: 'somebody' } : actor;
}

/** Whether who acts may be who was named before: `said Holmes. He rose.` */
function isSame(tag: Attribution, actor: Attribution): boolean {
  if (actor.kind === 'pronoun') return tag.kind !== 'narrator';
  return tag.kind === actor.kind && (tag.kind !== 'name' || actor.kind !== 'name' || tag.name === actor.name);
}

/** The narration right before and after a quote. */
const beside = (pieces: readonly Piece[], index: number) => ({
  before: pieces[index - 1]?.isQuote ? undefined : pieces[index - 1]?.text,
  after: pieces[index + 1]?.isQuote ? undefined : pieces[index + 1]?.text,
});

/** Whom the stretches before and after a quote name by a verb of speaking. */
export function attributionOf(pieces: readonly Piece[], index: number): Attribution | undefined {
  const { before, after } = beside(pieces, index);
  return (
    (after === undefined ? undefined : attributionAfter(after, pieces[index]!.text.endsWith(','))) ??
    (before === undefined ? undefined : (attributionBefore(before) ?? continued(pieces, index)))
  );
}

/** Longest narration before a quote whose subject may speak it (our choice: some sentences). */
const LONGEST_ACT = 200;

/** Who acts in the narration around a paragraph's only quote, where no verb names a speaker: `Lena nodded. “It is.”` */
function actorBeside(pieces: readonly Piece[], index: number): Attribution | undefined {
  const { before, after } = beside(pieces, index);
  if (after !== undefined && before === undefined) return actorIn(after);
  if (before === undefined || after !== undefined || before.length > LONGEST_ACT) return undefined;
  return /[.!?:…—]\s*$/.test(before) ? actorIn(before) : undefined;
}

/** Cuts a text into passages. */
export function passagesOf(text: string, style: QuoteStyle): Passage[] {
  let isOpen = false;
  return splitIntoParagraphs(text, style === 'dashes' ? beginsWithDash : undefined).map((paragraph) => {
    const pieces = paragraph.isHeading ? [] : cutPieces(paragraph.text, style);
    const goesOn = isOpen && pieces[0]?.isQuote === true && pieces[0].offset === 0;
    isOpen = pieces.at(-1)?.isUnclosed ?? false;
    const named = pieces.map(({ isQuote }, index) => (isQuote ? attributionOf(pieces, index) : undefined));
    const isNamed = named.some((attribution) => attribution !== undefined);
    const isOnlyQuote = pieces.filter(({ isQuote }) => isQuote).length === 1;
    const attributions = pieces.map(({ isQuote }, index) =>
      isQuote && isOnlyQuote && !isNamed ? actorBeside(pieces, index) : named[index],
    );
    return { paragraph, pieces, attributions, goesOn };
  });
}

/** The name by which an attribution speaks. */
export const nameOf = (attribution: Attribution | undefined, narrator: string) =>
  attribution?.kind === 'name' ? attribution.name : attribution?.kind === 'narrator' ? narrator : undefined;

/** Everyone whom the words around quotes name. */
export function castOf(passages: readonly Passage[], narrator: string): Cast {
  const written = passages.flatMap(({ attributions }) =>
    attributions.flatMap((attribution) => nameOf(attribution, narrator) ?? []),
  );
  const spellings = uniteNames(written);
  const byLastWord = new Map<string, string>();
  for (const [spelling, name] of spellings)
    if (!name.startsWith('the ')) byLastWord.set(spelling.split(' ').at(-1)!, name);
  return { narrator, spellings, byLastWord };
}

/** The one speaker of a paragraph's quotes; null where none is named; undefined where two are, who then speak only what stands next to their names. */
function speakerOf({ attributions, pieces }: Passage, { narrator, spellings }: Cast): string | null | undefined {
  const named = new Set(
    attributions.flatMap((attribution) => {
      const name = nameOf(attribution, narrator);
      return name === undefined ? [] : [spellings.get(name) ?? name];
    }),
  );
  // Two quotes with nothing between them: the break between two paragraphs was lost.
  const isJoined = pieces.some(({ isQuote }, index) => isQuote && pieces[index + 1]?.isQuote);
  const isMixed = named.size > 0 && attributions.some((attribution) => attribution?.kind === 'somebody');
  // `“Is it here?” he asked; and Martha said: “It is.”`
  const first = attributions.findIndex((attribution) => attribution !== undefined);
  const isAnswered = named.size > 0 && attributions[first]?.kind === 'pronoun';
  if (named.size > 1 || isJoined || isMixed || isAnswered) return undefined;
  return [...named][0] ?? null;
}

/** How sure it must be of a speaker, and where two who speak by turns fit too: so that 97 of 100 are right (docs/novels.md). */
const SURE = { enough: 0.975, agreed: 0.8 };
/** Turns that are looked at together at most (our choice). */
const MOST_TURNS = 400;

/** Who speaks each passage; null: nobody is known to; undefined: two do. */
export function resolveSpeakers(passages: readonly Passage[], cast: Cast): Map<Passage, string | null | undefined> {
  const all = passages.map((passage) => toldBy(passage, speakerOf(passage, cast), cast));
  const fits = learnGenders(
    all.map(({ narration }) => narration),
    cast,
    cast.narrator,
  );
  const speakers = new Map<Passage, string | null | undefined>(all.map(({ passage, speaker }) => [passage, speaker]));
  const turns = cluesOf(all, cast, fits);
  for (const run of runsOf(turns, all)) {
    const heard = run.map(({ clues }, at) => turnOf(clues, run[at - 1]?.clues, fits));
    const byTurns = speakersByTurns(run, fits);
    for (const [at, sureness] of surenessOf(heard).entries()) {
      const best = sureness.indexOf(Math.max(...sureness));
      const name = heard[at]!.persons[best]!;
      if (name === SOMEBODY || sureness[best]! < (byTurns[at] === name ? SURE.agreed : SURE.enough)) continue;
      for (const index of run[at]!.paragraphs) if (all[index]!.speaker === null) speakers.set(passages[index]!, name);
    }
  }
  return speakers;
}

/** Who speaks each turn where two speak by turns, by the stricter rules of prose-turns. */
function speakersByTurns(run: readonly TurnClues[], fits: Fits): (string | null)[] {
  const exchanges: Turn[][] = [];
  for (const { clues } of run) {
    const { speaker, pronoun, addressed, gap, beside, strangers, isLedIn, actors } = clues;
    const isBare = !isLedIn && actors.length === 0 && beside.size === 0;
    const isOpen = speaker === SOMEBODY || (!isBare && (beside.size > 0 || strangers.he || strangers.she));
    const turn: Turn = {
      speaker: speaker === SOMEBODY ? null : speaker,
      setting: isOpen ? 'open' : isBare ? 'bare' : 'told',
      pronoun,
      addresses: addressed,
    };
    if (gap === 0 && exchanges.length > 0) exchanges.at(-1)!.push(turn);
    else exchanges.push([turn]);
  }
  return exchanges.flatMap((exchange) => fillTurns(exchange, fits));
}

/** Turns that are looked at together: those of a chapter, up to a number. */
function runsOf(turns: TurnClues[], all: readonly Told[]): TurnClues[][] {
  const runs: TurnClues[][] = [];
  let chapter = -1;
  for (const turn of turns) {
    const here = all[turn.paragraphs[0]!]!.passage.paragraph.chapter;
    const last = runs.at(-1);
    if (last && here === chapter && last.length < MOST_TURNS) last.push(turn);
    else runs.push([turn]);
    chapter = here;
  }
  return runs;
}
