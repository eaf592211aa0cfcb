import { addressedIn, learnGenders, type Persons, sceneOf, tellsOfSomebody } from './english-persons.js';
import { type Attribution, actorIn, attributionAfter, attributionBefore, saysOnlyWho } from './prose-attribution.js';
import { beginsWithDash } from './prose-dashes.js';
import { uniteNames } from './prose-names.js';
import { type Paragraph, splitIntoParagraphs } from './prose-paragraphs.js';
import { resolvePronouns } from './prose-pronouns.js';
import { cutPieces, type Piece, type QuoteStyle } from './prose-quotes.js';
import { fillTurns, type Turn } from './prose-turns.js';

/** A paragraph of a novel, cut into what is said and what is told. */
export interface Passage {
  paragraph: Paragraph;
  pieces: Piece[];
  /** Whom the words around each piece name; only quotes have one. */
  attributions: (Attribution | undefined)[];
  /** The paragraph goes on with a quote that the one before did not close. */
  goesOn: boolean;
}

/** `"It is," said Holmes, "very clear."`: the second quote is his who spoke the first. */
function continued(pieces: readonly Piece[], index: number): Attribution | undefined {
  if (index < 2) return undefined;
  return attributionAfter(pieces[index - 1]!.text, pieces[index - 2]!.text.endsWith(','));
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

/** What the names around the quotes tell. */
export interface Cast extends Persons {
  narrator: string;
}

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
  if (named.size > 1 || isJoined || isMixed) return undefined;
  return [...named][0] ?? null;
}

/** Runs of passages with speech and no paragraph of narrative between: exchanges. */
function exchanges(passages: readonly Passage[]): Passage[][] {
  const runs: Passage[][] = [];
  let run: Passage[] | undefined;
  for (const passage of passages) {
    if (!passage.pieces.some(({ isQuote }) => isQuote)) run = undefined;
    else if (run) run.push(passage);
    else {
      run = [passage];
      runs.push(run);
    }
  }
  return runs;
}

/** Of a paragraph with more stretches, the first tell enough (our choice: a whole file may stand in one line). */
const MOST_PIECES = 1000;

const saidIn = ({ pieces }: Passage) =>
  pieces.slice(0, 2 * MOST_PIECES).flatMap(({ isQuote, text }) => (isQuote ? [text] : []));

/** What a passage tells beside its speech. */
function toldBy(passage: Passage, speaker: string | null | undefined) {
  const { pieces, attributions } = passage;
  const pronoun = attributions.find((attribution) => attribution?.kind === 'pronoun');
  return {
    narration: pieces
      .flatMap(({ isQuote, text }) => (isQuote ? [] : [text]))
      .slice(0, MOST_PIECES)
      .join(' '),
    before: pieces[0]?.isQuote === false ? pieces[0].text : '',
    speaker: speaker ?? null,
    pronoun: speaker === null && pronoun?.kind === 'pronoun' ? pronoun.pronoun : null,
    said: saidIn(passage),
  };
}

/** A run of passages in turns: a quote that goes on over paragraphs is one turn. */
function turnsOf(run: readonly Passage[]): Passage[][] {
  const turns: Passage[][] = [];
  for (const passage of run) {
    if (passage.goesOn && turns.length > 0) turns.at(-1)!.push(passage);
    else turns.push([passage]);
  }
  return turns;
}

/** What stands around the words of a turn that names nobody: see Turn. */
function settingOf(turn: readonly Passage[], cast: Cast): Turn['setting'] {
  const isOpen = turn.some(({ attributions }) => attributions.some((attribution) => attribution?.kind === 'somebody'));
  const told = turn.flatMap(({ pieces }) =>
    pieces.flatMap(({ isQuote, text }) => (isQuote || !/\p{L}/u.test(text) || saysOnlyWho(text) ? [] : [text])),
  );
  if (isOpen || told.some((text) => tellsOfSomebody(text, cast))) return 'open';
  return told.length > 0 ? 'told' : 'bare';
}

/** The one speaker of a turn's passages; null where none is named, undefined where two are. */
function oneOf(speakers: readonly (string | null | undefined)[]): string | null | undefined {
  const found = [...new Set(speakers.filter((speaker) => speaker !== null))];
  return found.length > 1 ? undefined : found.length === 0 ? null : found[0];
}

/** Who speaks each passage; null: nobody is known to; undefined: two do. */
export function resolveSpeakers(passages: readonly Passage[], cast: Cast): Map<Passage, string | null | undefined> {
  const named = passages.map((passage) => speakerOf(passage, cast));
  const told = passages.map((passage, at) => toldBy(passage, named[at]));
  const narrations = told.map(({ narration }) => narration);
  const fits = learnGenders(narrations, cast, cast.narrator);
  const scenes = told.map((telling) => sceneOf(telling, cast));
  const meant = resolvePronouns(scenes, fits, cast.narrator);
  const known = new Map(
    passages.map((passage, at) => [
      passage,
      { speaker: named[at] === null ? meant[at] : named[at], pronoun: scenes[at]!.pronoun },
    ]),
  );
  const speakers = new Map<Passage, string | null | undefined>();
  for (const run of exchanges(passages)) {
    const turns = turnsOf(run);
    const own = turns.map((turn) => oneOf(turn.map((passage) => known.get(passage)!.speaker)));
    const filled = fillTurns(
      turns.map((turn, at) => ({
        speaker: own[at] ?? null,
        setting: own[at] === undefined ? 'open' : settingOf(turn, cast),
        pronoun: known.get(turn[0]!)!.pronoun,
        addresses: addressedIn(turn.flatMap(saidIn), cast),
      })),
      fits,
    );
    for (const [at, turn] of turns.entries()) {
      for (const passage of turn) speakers.set(passage, own[at] === undefined ? undefined : filled[at]!);
    }
  }
  return speakers;
}
