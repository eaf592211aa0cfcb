import { type Block, lengthOf, type Run } from './text-blocks.js';

/** A cell of a table: what it holds, and whether it heads a column. */
export interface Cell {
  blocks: Block[];
  isHead: boolean;
}

/** Longer first cells are no names (our choice; so it is in plays). */
const LONGEST_NAME = 60;

const words = (cell: Cell) =>
  cell.blocks
    .flatMap(({ runs }) => runs)
    .map(({ text }) => text)
    .join('')
    .trim();
const isTime = (cell: Cell) => /^[[(]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?[\])]?$/.test(words(cell));

const plainRun = (text: string): Run => ({ text, isBold: false, isItalic: false, isDirection: false });

/** Whether a cell could be the name beside a speech. */
function isName(cell: Cell): boolean {
  const text = words(cell);
  return text.length <= LONGEST_NAME && /\p{L}/u.test(text) && !/[.!?…]\s+\S|[!?…]$/u.test(text);
}

/** `Name: speech`, as plays have it: no empty line parts the paragraphs of a speech, so that all of them are the speaker's. */
export function nameBefore(name: readonly Run[], speech: readonly Block[]): Block[] {
  const written = name
    .map(({ text }) => text)
    .join('')
    .trim();
  const [first, ...rest] = speech.filter((block) => lengthOf(block) > 0);
  const label = plainRun(/[.:：]$/.test(written) ? `${written} ` : `${written}: `);
  const named = { ...first, runs: [label, ...(first?.runs ?? [])] };
  return [named, ...rest].map((block, at) => (at < rest.length ? { ...block, isTight: true } : block));
}

/**
 * The row of a table as text: a name and a speech as `Name: speech`, three cells and more with tabs between them, so that the
 * table can be read as one, and anything else as the paragraphs that it holds. Cells that are empty or only tell a time go.
 */
export function renderRow(cells: readonly Cell[]): Block[] {
  const telling = cells.filter((cell) => words(cell) !== '' && !isTime(cell));
  const [name, speech] = telling;
  const isPair = cells.length > 1 && telling.length === 2;
  if (isPair && telling.every(({ isHead }) => isHead)) return [];
  if (isPair && isName(name!))
    return nameBefore(
      name!.blocks.flatMap(({ runs }) => runs),
      speech!.blocks,
    );
  const isTabular =
    cells.length > 2 && cells.every(({ blocks }) => blocks.filter((block) => lengthOf(block) > 0).length < 2);
  if (!isTabular || telling.length < 2) return cells.flatMap(({ blocks }) => blocks);
  const fields = cells.map((cell) => words(cell).replace(/\s+/g, ' '));
  return [{ runs: [plainRun(fields.join('\t'))], isPreformatted: true, isTight: true }];
}
