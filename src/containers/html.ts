import { Parser } from 'htmlparser2';
import { type Attributes, BLOCKS, isCueName, isDirection, isUnseen } from './html-marks.js';
import { type Cell, nameBefore, renderRow } from './table-rows.js';
import { type Block, createTextCollector, lengthOf, type Run } from './text-blocks.js';

/** How far into a file the signs of HTML are looked for (our choice: some pages begin with long comments). */
const LOOK_AT = 4_000;
/** How far for a game: the program that plays it stands before (our choice). */
const LOOK_AT_GAME = 2_000_000;

const PAGE = /<!doctype\s+html|<html[\s>]/i;
const PIECE =
  /^\s*<(?:head|meta|title|body|p|div|span|h[1-6]|center|font|table|pre|b|ul|ol|dl|section|article|main|br)(?:\s[^<>]*|\/)?>/i;

/** A page of Twine holds a game in its own markup. */
const GAME = /<tw-storydata[\s>]/i;

/** Whether a text is HTML or XHTML, a whole page or a piece of one. */
export function isHtml(text: string): boolean {
  const start = text.slice(0, LOOK_AT);
  if (GAME.test(text.slice(0, LOOK_AT_GAME))) return false;
  return /^\s*</.test(start) && (PAGE.test(start) || PIECE.test(start));
}

/** The encoding that a page's own head names. */
export function charsetOf(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, LOOK_AT)).toString('latin1');
  if (!/^\s*</.test(head)) return undefined;
  return (
    /<meta[^>]*charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1] ??
    /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w-]+)/i.exec(head)?.[1]
  );
}

/** How many elements of each kind are open around what is being read. */
interface Open {
  bold: number;
  italic: number;
  direction: number;
  pre: number;
}

/** What an element that is open has changed, so that its end can take it back. */
interface Element {
  marks: (keyof Open)[];
  isCueName: boolean;
}

/** Collects the blocks of a page while its elements come and go. */
class PageReader {
  private readonly open: Open = { bold: 0, italic: 0, direction: 0, pre: 0 };
  private readonly elements: Element[] = [];
  private unseen = 0;
  private runs: Run[] = [];
  private readonly collector = createTextCollector();
  /** Rows that are being read, tables within tables outermost first: their cells, and the one that is open. */
  private readonly rows: { cells: Cell[]; cell: Block[] | undefined }[] = [];
  /** The name of a definition list that waits for what is said. */
  private term: Run[] | undefined;

  begin(name: string, attributes: Attributes): void {
    if (this.unseen > 0 || isUnseen(name, attributes)) {
      this.unseen += 1;
      return;
    }
    if (name === 'br') this.add('\n');
    if (BLOCKS.has(name)) this.endParagraph();
    if (name === 'tr') this.rows.push({ cells: [], cell: undefined });
    if (name === 'td' || name === 'th') this.beginCell();
    const marks: (keyof Open)[] = [];
    if (name === 'b' || name === 'strong') marks.push('bold');
    if (name === 'i' || name === 'em' || name === 'cite') marks.push('italic');
    if (name === 'pre') marks.push('pre');
    if (isDirection(attributes)) marks.push('direction');
    for (const mark of marks) this.open[mark] += 1;
    this.elements.push({ marks, isCueName: isCueName(attributes) && name !== 'td' });
  }

  end(name: string): void {
    if (this.unseen > 0) {
      this.unseen -= 1;
      return;
    }
    const element = this.elements.pop();
    if (name === 'dt') this.endTerm();
    else if (BLOCKS.has(name)) this.endParagraph(element?.isCueName);
    for (const mark of element?.marks ?? []) this.open[mark] -= 1;
    if (name === 'td' || name === 'th') this.endCell(name === 'th');
    if (name === 'tr') this.endRow();
  }

  add(text: string): void {
    if (this.unseen > 0) return;
    const { bold, italic, direction, pre } = this.open;
    const seen = text === '\n' || pre > 0 ? text : text.replace(/\s+/g, ' ');
    this.runs.push({ text: seen, isBold: bold > 0, isItalic: italic > 0, isDirection: direction > 0 });
  }

  finish(): string {
    this.endParagraph();
    while (this.rows.length > 0) this.endRow();
    return this.collector.text();
  }

  /** Puts blocks where they belong: into the cell that is being read, or the text. */
  private put(blocks: readonly Block[]): void {
    const cell = this.rows.findLast(({ cell: open }) => open)?.cell;
    for (const block of blocks) {
      if (cell) cell.push(block);
      else this.collector.add(block);
    }
  }

  private endParagraph(isTight = false): void {
    const block: Block = { runs: this.runs, isPreformatted: this.open.pre > 0, isTight };
    this.runs = [];
    if (lengthOf(block) === 0) return;
    this.put(this.term ? nameBefore(this.term, [block]) : [block]);
    this.term = undefined;
  }

  private endTerm(): void {
    this.term = this.runs;
    this.runs = [];
  }

  private beginCell(): void {
    this.endParagraph();
    const row = this.rows.at(-1);
    if (!row) return;
    if (row.cell) this.endCell(false);
    row.cell = [];
  }

  private endCell(isHead: boolean): void {
    this.endParagraph();
    const row = this.rows.at(-1);
    if (!row?.cell) return;
    row.cells.push({ blocks: row.cell, isHead });
    row.cell = undefined;
  }

  private endRow(): void {
    this.endCell(false);
    const row = this.rows.pop();
    if (row) this.put(renderRow(row.cells));
  }
}

/** The text of a page as plays and novels are set out: an empty line between paragraphs, names before speeches. */
export function htmlToText(html: string): string {
  const reader = new PageReader();
  const handler = {
    onopentag: (name: string, attributes: Attributes) => reader.begin(name, attributes),
    ontext: (text: string) => reader.add(text),
    onclosetag: (name: string) => reader.end(name),
  };
  const isXhtml = /^\s*<\?xml|<html[^>]*xmlns/i.test(html.slice(0, LOOK_AT));
  const parser = new Parser(handler, { recognizeSelfClosing: isXhtml });
  parser.end(html);
  return reader.finish();
}
