import { squeeze } from '../text/words.js';
import { type Attribution, attributionAfter, attributionBefore, saysOnlyWho } from './prose-attribution.js';
import { uniteNames } from './prose-names.js';
import { lineAt, type Paragraph, splitIntoParagraphs } from './prose-paragraphs.js';
import { learnGenders, type Persons, resolvePronouns, type Scene, tellsOfSomebody } from './prose-pronouns.js';
import { cutPieces, type Piece, type QuoteStyle, quoteStyleOf } from './prose-quotes.js';
import { fillTurns, type Turn } from './prose-turns.js';
import type { ReadingOptions, ScriptFormat, ScriptLine } from './script.js';

/** Speaker of `I said` where the role's file names no narrator. */
const UNNAMED_NARRATOR = 'I';
/** How much of a text is looked at to recognise it (our choice: some chapters). */
const LOOK_AT = 60_000;

interface Passage {
  paragraph: Paragraph;
  pieces: Piece[];
  /** Whom the words around each piece name; only quotes have one. */
  attributions: (Attribution | undefined)[];
  /** The paragraph goes on with a quote that the one before did not close. */
  goesOn: boolean;
}

/** Whom the stretches before and after a quote name. */
function attributionOf(pieces: readonly Piece[], index: number): Attribution | undefined {
  const before = pieces[index - 1]?.isQuote ? undefined : pieces[index - 1];
  const after = pieces[index + 1]?.isQuote ? undefined : pieces[index + 1];
  return (
    (after && attributionAfter(after.text)) ?? (before && (attributionBefore(before.text) ?? continued(pieces, index)))
  );
}

/** `"It is," said Holmes, "very clear."`: the second quote is his who spoke the first. */
function continued(pieces: readonly Piece[], index: number): Attribution | undefined {
  return index >= 2 ? attributionAfter(pieces[index - 1]!.text) : undefined;
}

function passagesOf(text: string, style: QuoteStyle): Passage[] {
  let isOpen = false;
  return splitIntoParagraphs(text).map((paragraph) => {
    const pieces = paragraph.isHeading ? [] : cutPieces(paragraph.text, style);
    const goesOn = isOpen && pieces[0]?.isQuote === true && pieces[0].offset === 0;
    isOpen = pieces.at(-1)?.isUnclosed ?? false;
    const attributions = pieces.map((piece, index) => (piece.isQuote ? attributionOf(pieces, index) : undefined));
    return { paragraph, pieces, attributions, goesOn };
  });
}

const nameOf = (attribution: Attribution | undefined, narrator: string) =>
  attribution?.kind === 'name' ? attribution.name : attribution?.kind === 'narrator' ? narrator : undefined;

/** The one speaker of a paragraph's quotes; null where none is named; undefined where two are, who then speak only what stands next to their names. */
function speakerOf(passage: Passage, { narrator, spellings }: Cast): string | null | undefined {
  const named = new Set(
    passage.attributions.flatMap((attribution) => {
      const name = nameOf(attribution, narrator);
      return name === undefined ? [] : [spellings.get(name) ?? name];
    }),
  );
  // Two quotes with nothing between them: the break between two paragraphs was lost.
  const isJoined = passage.pieces.some(({ isQuote }, index) => isQuote && passage.pieces[index + 1]?.isQuote);
  if (named.size > 1 || isJoined) return undefined;
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

/** What the names around the quotes tell. */
interface Cast extends Persons {
  narrator: string;
}

function castOf(passages: readonly Passage[], narrator: string): Cast {
  const written = passages.flatMap(({ attributions }) =>
    attributions.flatMap((attribution) => nameOf(attribution, narrator) ?? []),
  );
  const spellings = uniteNames(written);
  const byLastWord = new Map<string, string>();
  for (const [spelling, name] of spellings)
    if (!name.startsWith('the ')) byLastWord.set(spelling.split(' ').at(-1)!, name);
  return { narrator, spellings, byLastWord };
}

function sceneOf({ pieces, attributions }: Passage, speaker: string | null | undefined): Scene {
  const pronoun = attributions.find((attribution) => attribution?.kind === 'pronoun');
  return {
    narration: pieces.flatMap(({ isQuote, text }) => (isQuote ? [] : [text])).join(' '),
    before: pieces[0]?.isQuote === false ? pieces[0].text : '',
    speaker: speaker ?? null,
    pronoun: speaker === null && pronoun?.kind === 'pronoun' ? pronoun.pronoun : null,
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
function resolve(passages: readonly Passage[], cast: Cast): Map<Passage, string | null | undefined> {
  const named = passages.map((passage) => speakerOf(passage, cast));
  const scenes = passages.map((passage, at) => sceneOf(passage, named[at]));
  const fits = learnGenders(scenes, cast, cast.narrator);
  const meant = resolvePronouns(scenes, cast, fits, cast.narrator);
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
      })),
      fits,
    );
    for (const [at, turn] of turns.entries()) {
      for (const passage of turn) speakers.set(passage, own[at] === undefined ? undefined : filled[at]!);
    }
  }
  return speakers;
}

/** Quotes around one attribution read as one speech: the comma before `said he` ends a sentence where the next begins one. */
function joinQuotes(quotes: readonly string[]): string {
  const joined = quotes.reduce(
    (speech, quote) => `${/^\p{Lu}/u.test(quote) && !/^I\b/.test(quote) ? speech.replace(/,$/, '.') : speech} ${quote}`,
  );
  return squeeze(joined).replace(/,$/, '.');
}

/**
 * The quotes of a passage as one speech: where the words between two of them end a sentence (`he remarked.`), the comma before
 * them did so too.
 */
function joinPassage(pieces: readonly Piece[]): string {
  const quotes = pieces.flatMap(({ isQuote, text }, at) => {
    if (!isQuote) return [];
    const endsThere =
      /[.!?]\s*$/.test(pieces[at + 1]?.text ?? '') && pieces.slice(at + 2).some((piece) => piece.isQuote);
    return [endsThere ? text.replace(/,\s*$/, '.') : text];
  });
  return joinQuotes(quotes);
}

function readPassage(passage: Passage, speaker: string | null): ScriptLine[] {
  const { paragraph, pieces } = passage;
  const act = paragraph.chapter;
  const place = (piece: Piece) => ({ act, line: lineAt(paragraph, piece.offset) });
  const quotes = pieces.filter(({ isQuote }) => isQuote);
  if (speaker === null || quotes.length === 0) {
    return [{ speaker: null, content: squeeze(paragraph.text), act, line: paragraph.lines[0]!.line }];
  }
  const first = pieces.indexOf(quotes[0]!);
  const narrate = (stretches: readonly Piece[]): ScriptLine[] => {
    const told = stretches.filter(({ isQuote, text }) => !isQuote && /[\p{L}\p{N}]/u.test(text) && !saysOnlyWho(text));
    if (told.length === 0) return [];
    return [
      {
        speaker: null,
        content: squeeze(told.map(({ text }) => text.trim().replace(/^[,;\s]+/, '')).join(' ')),
        ...place(told[0]!),
      },
    ];
  };
  return [
    ...narrate(pieces.slice(0, first)),
    { speaker, content: joinPassage(pieces), ...place(quotes[0]!) },
    ...narrate(pieces.slice(first)),
  ];
}

/** A paragraph in which two speak: every quote with its own neighbour's name. */
function readTwoSpeakers(passage: Passage, { narrator, spellings }: Cast): ScriptLine[] {
  const { paragraph, pieces, attributions } = passage;
  const parts: { speaker: string | null; texts: string[]; offset: number }[] = [];
  for (const [index, { isQuote, text, offset }] of pieces.entries()) {
    if (!/[\p{L}\p{N}]/u.test(text) || (!isQuote && saysOnlyWho(text))) continue;
    const name = nameOf(attributions[index], narrator);
    const speaker = name === undefined ? null : (spellings.get(name) ?? name);
    const last = parts.at(-1);
    if (speaker !== null && last?.speaker === speaker) last.texts.push(text);
    else parts.push({ speaker, texts: [isQuote && speaker === null ? `"${text}"` : text], offset });
  }
  return parts.map(({ speaker, texts, offset }) => ({
    speaker,
    content: speaker === null ? squeeze(texts.join(' ')) : joinQuotes(texts),
    act: paragraph.chapter,
    line: lineAt(paragraph, offset),
  }));
}

/** English novels and stories: quoted speech that the words around it attribute to someone. */
export const prose: ScriptFormat = {
  name: 'prose',

  recognise(text, { language }) {
    if (language === 'zh') return 0;
    const start = text.slice(0, LOOK_AT);
    if (/^\s*[<{]/.test(start)) return 0;
    const style = quoteStyleOf(start);
    const paragraphs = splitIntoParagraphs(start);
    const spoken = paragraphs
      .map(({ text: paragraph }) => cutPieces(paragraph, style))
      .filter((pieces) => pieces.some(({ isQuote }) => isQuote));
    const attributed = spoken.filter((pieces) =>
      pieces.some((piece, index) => piece.isQuote && attributionOf(pieces, index) !== undefined),
    );
    // A play quotes a word now and then: in prose, speech is common and often attributed (measured on the corpus).
    const share = attributed.length / (spoken.length + 1);
    if (spoken.length * 20 < paragraphs.length || share < 0.1) return 0;
    return Math.min(0.9, 0.3 + share);
  },

  read(text, options: ReadingOptions) {
    const passages = passagesOf(text, quoteStyleOf(text));
    const cast = castOf(passages, options.narrator ?? UNNAMED_NARRATOR);
    const speakers = resolve(passages, cast);
    return passages.flatMap((passage) => {
      const speaker = speakers.has(passage) ? speakers.get(passage) : null;
      return speaker === undefined ? readTwoSpeakers(passage, cast) : readPassage(passage, speaker);
    });
  },
};
