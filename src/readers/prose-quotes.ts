import { isVerbOfSpeech } from './english-speech.js';
import { attributionAfter, saysOnlyWho } from './prose-attribution.js';
import { beginsWithDash, cutAtTags, cutDashes } from './prose-dashes.js';
import type { Piece } from './prose-pieces.js';

/** Longest title or phrase, in words, that a sentence may hold in quotation marks without anybody speaking (our choice). */
const LONGEST_EMPHASIS = 6;

/** How a text marks speech: with marks around it, or with a dash before it. */
export type QuoteStyle = { opening: RegExp; closing: RegExp } | 'dashes';

const DOUBLE: QuoteStyle = { opening: /["“]/g, closing: /["”]/g };
/** An apostrophe stands between letters, or before a word that it shortens: a mark that opens follows a space, one that closes follows punctuation. */
const SINGLE = {
  opening: /(?<=^|[\s(—–-])['‘](?=[\p{L}\p{N}—…("“])/gu,
  closing: /(?<=[\p{P}])['’](?=$|[\s\p{P}])/gu,
};
const GUILLEMETS: QuoteStyle = { opening: /[«‹]/g, closing: /[»›]/g };
const INVERTED_GUILLEMETS: QuoteStyle = { opening: /[»›]/g, closing: /[«‹]/g };
const LOW: QuoteStyle = { opening: /[„‚]/g, closing: /[“”‘]/g };

const count = (text: string, mark: RegExp) => text.match(mark)?.length ?? 0;

/**
 * The style that a text opens most speeches with. British books use single marks: so does a text that opens at least three
 * times as many of them as double ones (our choice: apostrophes look alike).
 */
export function quoteStyleOf(text: string): QuoteStyle {
  const doubles = count(text, /["“]/g) / (text.includes('“') ? 1 : 2);
  const guillemets = count(text, /«/g);
  const low = count(text, /„/g);
  const most = Math.max(doubles, guillemets, low);
  const dashes = text.split('\n').reduce((sum, line) => sum + (beginsWithDash(line) && /\p{L}/u.test(line) ? 1 : 0), 0);
  if (dashes >= 3 && dashes > most) return 'dashes';
  if (low > 0 && low === most) return LOW;
  if (guillemets > 0 && guillemets === most) {
    return text.indexOf('»') < text.indexOf('«') ? INVERTED_GUILLEMETS : GUILLEMETS;
  }
  return count(text, SINGLE.opening) > 3 * doubles ? SINGLE : DOUBLE;
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
  // `»It is cold«, said Paul.`: the comma may stand behind the mark.
  if (/^,\s/.test(text.slice(to, to + 2)) && attributionAfter(text.slice(to + 1, to + NEAR)) !== undefined)
    return false;
  return (
    /[\p{L},]\s*$/u.test(text.slice(Math.max(0, from - 3), from)) || /^\s*[\p{Ll},;.]/u.test(text.slice(to, to + 3))
  );
}

/** So much behind a quote tells who speaks (our choice). */
const NEAR = 80;

/** Printers begin each further paragraph of a long speech with the mark that closes it: `»Nobody came.` */
const REOPENING = /^(\s{0,9})[»›](?=\s?[\p{L}\p{N}…—–-])/u;

/** What is said between two marks; a comma right behind the second is one of what is said: `»It is cold«, said Paul`. */
function saidIn(text: string, opens: number, end: number): string {
  const said = text.slice(opens + 1, end);
  const isOpen = /^,\s/.test(text.slice(end + 1, end + 3)) && /[\p{L}\p{N}]\s{0,2}$/u.test(said.slice(-4));
  return isOpen ? `${said.trimEnd()},` : said;
}

/** A quote; who speaks may stand within guillemets: `« Yes, said Marie. Let us go. »` */
function quoted(quote: string, opens: number, isUnclosed: boolean, style: QuoteStyle): Piece[] {
  const whole = { isQuote: true, text: quote.trim(), offset: opens, isUnclosed };
  if (style !== GUILLEMETS) return [whole];
  const pieces = cutAtTags(quote, 0, saysOnlyWho);
  if (pieces.length < 2) return [whole];
  const last = pieces.length - 1;
  return pieces.map((piece, at) => ({
    ...piece,
    offset: opens + (at === 0 ? 0 : piece.offset + 1),
    isUnclosed: at === last && isUnclosed,
  }));
}

/** Cuts a paragraph into quotes and what stands between them. */
export function cutPieces(source: string, style: QuoteStyle): Piece[] {
  if (style === 'dashes') return cutDashes(source);
  const text = style === GUILLEMETS ? source.replace(REOPENING, '$1«') : source;
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
      if (quote !== '') pieces.push(...quoted(saidIn(text, opens, end), opens, closes === -1, style));
    }
    at = end + 1;
  }
  if (at < text.length) narrate(at, text.length);
  return pieces;
}
