import { squeeze } from '../text/words.js';
import type { Cast } from './english-persons.js';
import { readInParts } from './novel-parts.js';
import { saysOnlyWho } from './prose-attribution.js';
import { beginsWithDash, withLongDashes } from './prose-dashes.js';
import { lineAt, splitIntoParagraphs } from './prose-paragraphs.js';
import { attributionOf, castOf, nameOf, passagesOf, resolveSpeakers } from './prose-passages.js';
import type { Passage, Piece } from './prose-pieces.js';
import { cutPieces, type QuoteStyle, quoteStyleOf } from './prose-quotes.js';
import type { ReadingOptions, ScriptFormat, ScriptLine } from './script.js';
import { seenDashes, seenQuotes } from './seen-quotes.js';

/** Speaker of `I said` where the role's file names no narrator. */
const UNNAMED_NARRATOR = 'I';
/** How much of a text is looked at to recognise it (our choice: some chapters). */
const LOOK_AT = 60_000;

/** Quotes around one attribution read as one speech: the comma before `said he` ends a sentence where the next begins one. */
function joinQuotes(quotes: readonly string[]): string {
  const ended = quotes.map((quote, at) => {
    const next = quotes[at + 1];
    const endsHere = next === undefined || (/^\p{Lu}/u.test(next) && !/^I\b/.test(next));
    return endsHere && quote.endsWith(',') ? `${quote.slice(0, -1)}.` : quote;
  });
  return squeeze(ended.join(' '));
}

/**
 * The quotes of a passage as one speech: where the words between two of them end a sentence (`he remarked.`), the comma before
 * them did so too.
 */
function joinPassage(pieces: readonly Piece[]): string {
  const last = pieces.findLastIndex(({ isQuote }) => isQuote);
  const quotes = pieces.flatMap(({ isQuote, text }, at) => {
    if (!isQuote) return [];
    const endsThere = at + 1 < last && /[.!?]\s*$/.test((pieces[at + 1]?.text ?? '').slice(-20));
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
    const unattributed = quotes.length > 0 ? { unattributed: true as const } : {};
    return [{ speaker: null, content: squeeze(paragraph.text), act, line: paragraph.lines[0]!.line, ...unattributed }];
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
  const parts: { speaker: string | null; isQuote: boolean; texts: string[]; offset: number }[] = [];
  for (const [index, { isQuote, text, offset }] of pieces.entries()) {
    if (!/[\p{L}\p{N}]/u.test(text) || (!isQuote && saysOnlyWho(text))) continue;
    const name = nameOf(attributions[index], narrator);
    const speaker = name === undefined ? null : (spellings.get(name) ?? name);
    const last = parts.at(-1);
    if (speaker !== null && last?.speaker === speaker) last.texts.push(text);
    else parts.push({ speaker, isQuote, texts: [isQuote && speaker === null ? `"${text}"` : text], offset });
  }
  return parts.map(({ speaker, isQuote, texts, offset }) => ({
    speaker,
    content: speaker === null ? squeeze(texts.join(' ')) : joinQuotes(texts),
    act: paragraph.chapter,
    line: lineAt(paragraph, offset),
    ...(isQuote && speaker === null ? { unattributed: true as const } : {}),
  }));
}

function readNovel(text: string, style: QuoteStyle, narrator: string): ScriptLine[] {
  const passages = passagesOf(text, style);
  const cast = castOf(passages, narrator);
  const speakers = resolveSpeakers(passages, cast);
  return passages.flatMap((passage) => {
    const speaker = speakers.has(passage) ? speakers.get(passage) : null;
    return speaker === undefined ? readTwoSpeakers(passage, cast) : readPassage(passage, speaker);
  });
}

/** English novels and stories: speech in quotation marks or after dashes that the words around it attribute to someone. */
export const prose: ScriptFormat = {
  name: 'prose',

  recognise(text, { language }) {
    if (language === 'zh') return 0;
    const start = withLongDashes(text.slice(0, LOOK_AT));
    if (/^\s*[<{]/.test(start)) return 0;
    const style = quoteStyleOf(start);
    const paragraphs = splitIntoParagraphs(start, style === 'dashes' ? beginsWithDash : undefined);
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

  seen: (text) => seenDashes(text) ?? seenQuotes(text, false),

  read(source, { narrator = UNNAMED_NARRATOR }: ReadingOptions) {
    const text = withLongDashes(source);
    const style = quoteStyleOf(text);
    return readInParts(text, (part) => readNovel(part, style, narrator));
  },
};
