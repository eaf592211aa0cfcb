import { strFromU8, strToU8, zipSync } from 'fflate';
import mammoth from 'mammoth';
import { messageOf, UserError } from '../errors.js';
import { withoutHiddenText } from './docx-hidden.js';
import { cutDocument, LONGEST_PIECE } from './docx-pieces.js';
import { tooLarge } from './limits.js';
import { type Cell, renderRow } from './table-rows.js';
import { type Block, type Run, renderBlocks } from './text-blocks.js';
import { readZip } from './zip.js';

/** The parts that carry text and how it is marked; pictures and fonts stay packed. */
const PARTS = /^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/(?:_rels\/)?[\w-]+\.xml(?:\.rels)?)$/i;

/** Styles of names and what stands between a name and the speech, in the templates of screenplays and plays. */
const CUE_STYLE = /^(?:character(?: name)?|cue|speaker|parentheticals?|wryly)$/i;
const DIRECTION_STYLE = /^stage ?directions?$/i;

/** Bytes of XML that a document may have. Our choice: 108 MiB of it, 90 MB of text, take 50 s and 1.2 GB. */
const MOST_XML = 128 * 2 ** 20;
/** So many of them may stand in one table or frame, since mammoth holds it as a tree (our choice). */
const MOST_IN_PIECE = 20 * 2 ** 20;

/** Twentieths of a point to the sign of a typewriter: ten signs an inch. */
const TWIPS_A_COLUMN = 144;

/** A node of the tree that mammoth makes of a document, as far as it is read here. */
interface Node {
  type: string;
  children?: Node[];
  value?: string;
  styleName?: string | null;
  isBold?: boolean;
  isItalic?: boolean;
  isHeader?: boolean;
  indent?: { start?: string | null };
}

/** The text in a paragraph, piece by piece. Notes, pictures and comments are no part of it. */
function* runsOf(node: Node, mark: Omit<Run, 'text'>): Generator<Run> {
  const own = node.type === 'run' ? { ...mark, isBold: node.isBold === true, isItalic: node.isItalic === true } : mark;
  if (node.type === 'text') yield { ...mark, text: node.value ?? '' };
  else if (node.type === 'tab') yield { ...mark, text: '\t' };
  else if (node.type === 'break') yield { ...mark, text: '\n' };
  else for (const child of node.children ?? []) yield* runsOf(child, own);
}

function toBlock(paragraph: Node): Block {
  const style = paragraph.styleName ?? '';
  const mark = { isBold: false, isItalic: false, isDirection: DIRECTION_STYLE.test(style) };
  const indent = Math.max(0, Math.round(Number(paragraph.indent?.start ?? 0) / TWIPS_A_COLUMN)) || 0;
  return { runs: [...runsOf(paragraph, mark)], indent, isTight: CUE_STYLE.test(style) };
}

/** The paragraphs of a document, tables read row by row. */
function blocksOf(node: Node): Block[] {
  if (node.type === 'paragraph') return [toBlock(node)];
  const children = node.children ?? [];
  if (node.type !== 'tableRow') return children.flatMap(blocksOf);
  const cells = children.map((cell): Cell => ({ blocks: blocksOf(cell), isHead: node.isHeader === true }));
  return renderRow(cells);
}

const BODY = 'word/document.xml';

/** The paragraphs that mammoth finds in a document. */
async function readPiece(parts: Readonly<Record<string, Uint8Array>>): Promise<Block[]> {
  let tree: Node = { type: 'document' };
  const transformDocument = (document: Node): Node => {
    tree = document;
    // The page that mammoth would make of it is not needed.
    return { ...document, children: [] };
  };
  // Mammoth unpacks whatever it is given: it gets the parts that were found small enough, packed without compression.
  await mammoth.convertToHtml({ buffer: Buffer.from(zipSync(parts, { level: 0 })) }, { transformDocument });
  return blocksOf(tree);
}

/** The text of a Word document (.docx). Throws UserError where it is damaged. `longest`: signs of XML that are read at once. */
export async function docxToText(bytes: Uint8Array, file: string, longest: number = LONGEST_PIECE): Promise<string> {
  const parts = Object.fromEntries(readZip(bytes, file, (name) => PARTS.test(name), MOST_XML));
  const body = parts[BODY];
  const styles = strFromU8(parts['word/styles.xml'] ?? new Uint8Array());
  const blocks: Block[] = [];
  try {
    if (!body) blocks.push(...(await readPiece(parts)));
    // Mammoth knows nothing of hidden text.
    for (const piece of body ? cutDocument(strFromU8(body), longest) : []) {
      if (piece.length > MOST_IN_PIECE) throw tooLarge(file, MOST_IN_PIECE);
      for (const block of await readPiece({ ...parts, [BODY]: strToU8(withoutHiddenText(piece, styles)) }))
        blocks.push(block);
    }
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    throw new UserError(`this Word document is damaged: ${messageOf(thrown)}`, {
      file,
      advice: 'Open it in Word or LibreOffice and save it again, as .docx or as plain text.',
      cause: thrown,
    });
  }
  return renderBlocks(blocks);
}
