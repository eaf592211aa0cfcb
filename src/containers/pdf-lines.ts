/** A piece of text on a page: where it stands, in points from the lower left corner, and how wide and high it is. */
export interface Piece {
  text: string;
  x: number;
  y: number;
  width: number;
  size: number;
}

/** A line of a page. */
export interface PageLine {
  text: string;
  x: number;
  y: number;
  size: number;
}

/** Pieces whose base lines differ by less than this share of their height are on one line (our choice). */
const SAME_LINE = 0.4;
/** A gap wider than this share of the height is a space (our choice). */
const SPACE = 0.15;
/** A gap of so many columns is white space that tells something, and is kept (our choice). */
const WIDE_GAP = 3;
/** Lines further apart than this, measured by the usual distance, have an empty line between them (our choice). */
const PARAGRAPH_GAP = 1.3;
/** Paragraphs are set in by less than so many columns: deeper stand the names of screenplays (our choice). */
const DEEPEST_PARAGRAPH = 8;
/** A line at the head or foot of this share of the pages belongs to the pages (our choice). */
const RUNNING_SHARE = 0.4;
const FEWEST_PAGES = 3;
/** Heights of a line that a running head stands above the text at least (our choice). */
const APART = 1.6;

const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** Width of a sign on the typewriter that the document would be written on. */
export function columnWidth(pieces: readonly Piece[]): number {
  return median(pieces.filter(({ text }) => text.length > 2).map(({ text, width }) => width / text.length)) || 6;
}

function joinPieces(pieces: readonly Piece[], column: number): PageLine {
  const [first] = pieces as [Piece];
  let text = '';
  let end = first.x;
  for (const piece of pieces) {
    const gap = piece.x - end;
    if (gap > column * WIDE_GAP) text = text.trimEnd() + ' '.repeat(Math.round(gap / column));
    else if (gap > piece.size * SPACE && !/\s$/.test(text) && !/^\s/.test(piece.text)) text += ' ';
    text += piece.text;
    end = piece.x + piece.width;
  }
  return { text: text.trimEnd(), x: first.x, y: first.y, size: first.size };
}

/** The lines of a page, from its top. */
export function linesOf(pieces: readonly Piece[], column: number): PageLine[] {
  const sorted = [...pieces].sort((a, b) => b.y - a.y);
  const rows: Piece[][] = [];
  for (const piece of sorted) {
    const row = rows.at(-1);
    if (row && row[0]!.y - piece.y < Math.max(row[0]!.size, piece.size) * SAME_LINE) row.push(piece);
    else rows.push([piece]);
  }
  return rows.map((row) =>
    joinPieces(
      row.sort((a, b) => a.x - b.x),
      column,
    ),
  );
}

/** A line as it comes again on other pages: at the same height, whatever its numbers. */
const asRunning = ({ text, y }: PageLine) => `${Math.round(y)} ${text.replace(/\d+/g, '#').trim()}`;
const isPageNumber = ({ text }: PageLine) => /^\W*(?:page )?\d{1,4}\W*$/i.test(text);
/** A running head stands apart from the text; the same words within the text are a refrain. */
const isApart = (line: PageLine, next: PageLine | undefined) =>
  next === undefined || Math.abs(line.y - next.y) > line.size * APART;

/** Pages without their running heads and page numbers. */
export function withoutFurniture(pages: readonly PageLine[][]): PageLine[][] {
  const counts = new Map<string, number>();
  for (const lines of pages) {
    const ends = new Set([lines[0], lines.at(-1)].flatMap((line) => (line ? [asRunning(line)] : [])));
    for (const key of ends) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const isFurniture = (line: PageLine | undefined, next: PageLine | undefined) => {
    if (!line) return false;
    const often = pages.length >= FEWEST_PAGES && (counts.get(asRunning(line)) ?? 0) >= pages.length * RUNNING_SHARE;
    return isPageNumber(line) || (often && isApart(line, next));
  };
  return pages.map((lines) => {
    const from = isFurniture(lines[0], lines[1]) ? 1 : 0;
    const rest = lines.slice(from);
    return isFurniture(rest.at(-1), rest.at(-2)) ? rest.slice(0, -1) : rest;
  });
}

/** The usual distance between two lines of a paragraph. */
function pitchOf(pages: readonly PageLine[][]): number {
  const gaps = pages.flatMap((lines) => lines.slice(1).map((line, at) => lines[at]!.y - line.y));
  gaps.sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 10)] ?? 0;
}

/** Whether a line begins a paragraph by its indent alone: set in, behind a line and before one at the margin. */
function isSetIn(lines: readonly PageLine[], at: number, column: number): boolean {
  const [before, line, after] = [lines[at - 1], lines[at]!, lines[at + 1]];
  if (!before || line.x - before.x < column || line.x - before.x >= column * DEEPEST_PARAGRAPH) return false;
  return !after || Math.abs(after.x - before.x) < column / 2;
}

/**
 * The text of pages as a typewriter would set it: indents in columns, an empty line where lines stand apart or a paragraph is set
 * in. A page ends a paragraph where its last line ends a sentence.
 */
export function layOut(pages: readonly PageLine[][], column: number): string {
  const pitch = pitchOf(pages);
  const margin = pages.flat().reduce((least, { x }) => Math.min(least, x), Number.POSITIVE_INFINITY);
  const out: string[] = [];
  for (const lines of pages) {
    if (out.length > 0 && /[.!?…。！？)\]"”’»:]$/.test(out.at(-1)!)) out.push('');
    for (const [at, line] of lines.entries()) {
      const isApart = at > 0 && lines[at - 1]!.y - line.y > pitch * PARAGRAPH_GAP;
      if (isApart || isSetIn(lines, at, column)) out.push('');
      out.push(' '.repeat(Math.max(0, Math.round((line.x - margin) / column))) + line.text.trimStart());
    }
  }
  return out.join('\n');
}

/** Joins words that were broken at line ends; a hyphen stays where the text has the word with it elsewhere too. */
export function joinBrokenWords(text: string): string {
  const known = new Set(text.toLowerCase().match(/\p{L}+-\p{L}+/gu));
  return text.replace(/(\p{L}{2,})-\n[ ]*(\p{Ll}+)(\S*)[ ]?/gu, (_, start: string, end: string, rest: string) => {
    const hyphen = known.has(`${start}-${end}`.toLowerCase()) ? '-' : '';
    return `${start}${hyphen}${end}${rest}\n`;
  });
}
