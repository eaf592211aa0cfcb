import { isVerbOfSpeech } from './prose-attribution.js';

/** Longest title or phrase, in words, that a sentence may hold in quotation marks without anybody speaking (our choice). */
const LONGEST_EMPHASIS = 6;

/** A stretch of a paragraph: what is said (without its quotation marks), or what stands between. */
export interface Piece {
  isQuote: boolean;
  text: string;
  offset: number;
  /** A quote that the paragraph does not close: the next paragraph goes on with it. */
  isUnclosed: boolean;
}

/** How a text marks speech. */
export interface QuoteStyle {
  opening: RegExp;
  closing: RegExp;
}

const DOUBLE: QuoteStyle = { opening: /["“]/g, closing: /["”]/g };
/** An apostrophe stands between letters, or before a word that it shortens: a mark that opens follows a space, one that closes follows punctuation. */
const SINGLE: QuoteStyle = {
  opening: /(?<=^|[\s(—–-])['‘](?=[\p{L}\p{N}—…("“])/gu,
  closing: /(?<=[\p{P}])['’](?=$|[\s\p{P}])/gu,
};

/** British books mark speech with single marks: so does a text that opens at least three times as many of them (our choice). */
export function quoteStyleOf(text: string): QuoteStyle {
  const doubles = (text.match(/["“]/g)?.length ?? 0) / (text.includes('“') ? 1 : 2);
  const singles = text.match(SINGLE.opening)?.length ?? 0;
  return singles > 3 * doubles ? SINGLE : DOUBLE;
}

function nextMatch(mark: RegExp, text: string, from: number): number {
  mark.lastIndex = from;
  return mark.exec(text)?.index ?? -1;
}

/** A word set off by quotation marks is no speech: it stands inside a sentence, after a word that leads in no speech, or has no punctuation of its own. */
function isEmphasis(text: string, quote: string, from: number, to: number): boolean {
  const before = text.slice(Math.max(0, from - 40), from).match(/(\p{L}+)\s*$/u)?.[1];
  if (before !== undefined && !isVerbOfSpeech(before) && quote.split(' ').length <= LONGEST_EMPHASIS) return true;
  if (/[,.!?…—;:-]$/.test(quote)) return false;
  return (
    /[\p{L},]\s*$/u.test(text.slice(Math.max(0, from - 3), from)) || /^\s*[\p{Ll},;.]/u.test(text.slice(to, to + 3))
  );
}

/** Cuts a paragraph into quotes and what stands between them. */
export function cutPieces(text: string, style: QuoteStyle): Piece[] {
  const pieces: Piece[] = [];
  const narrate = (from: number, to: number) => {
    const last = pieces.at(-1);
    if (last && !last.isQuote) last.text += text.slice(from, to);
    else if (text.slice(from, to).trim() !== '')
      pieces.push({ isQuote: false, text: text.slice(from, to), offset: from, isUnclosed: false });
  };
  let at = 0;
  while (at < text.length) {
    const opens = nextMatch(style.opening, text, at);
    if (opens === -1) break;
    const closes = nextMatch(style.closing, text, opens + 1);
    const end = closes === -1 ? text.length : closes;
    const quote = text.slice(opens + 1, end).trim();
    if (closes !== -1 && isEmphasis(text, quote, opens, closes + 1)) narrate(at, closes + 1);
    else {
      narrate(at, opens);
      if (quote !== '') pieces.push({ isQuote: true, text: quote, offset: opens, isUnclosed: closes === -1 });
    }
    at = end + 1;
  }
  if (at < text.length) narrate(at, text.length);
  return pieces;
}
