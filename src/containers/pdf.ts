import { getDocumentProxy } from 'unpdf';
import { messageOf, UserError } from '../errors.js';
import { quotePath } from '../text/quote-path.js';
import { MOST_UNPACKED, tooLarge } from './limits.js';
import { columnWidth, joinBrokenWords, layOut, linesOf, type Piece, withoutFurniture } from './pdf-lines.js';

/** Fewer characters a page are what a scanner put there, not the text (our choice). */
const FEWEST_CHARACTERS = 10;
/** Pages that are read. Our choice: so many take 46 s and 0.7 GB where pdf.js looks for each of them in one flat list, in quadratic time. */
const MOST_PAGES = 10_000;

function refuseLong(pages: number, file: string): void {
  if (pages <= MOST_PAGES) return;
  throw new UserError(`this PDF has ${pages} pages, more than the ${MOST_PAGES} that are read at once`, {
    file,
    advice: `Save the pages that hold the script: qpdf ${quotePath(file)} --pages . 1-${MOST_PAGES} -- part.pdf`,
  });
}

/** Whether bytes are PDF: the mark may stand behind other bytes (PDF 1.7, annex H). */
export const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-');

function refuse(thrown: unknown, file: string): UserError {
  if (thrown instanceof UserError) return thrown;
  const name = (thrown as { name?: string } | null)?.name;
  if (name === 'PasswordException') {
    return new UserError('this PDF is encrypted: it needs a password', {
      file,
      advice: `Save a copy without it: qpdf --password=PASSWORD --decrypt ${quotePath(file)} decrypted.pdf`,
      cause: thrown,
    });
  }
  return new UserError(`this PDF is damaged: ${messageOf(thrown)}`, { file, advice: 'Get it again.', cause: thrown });
}

interface TextItem {
  str: string;
  width: number;
  height: number;
  transform: readonly number[];
}

/** Text that stands upright on the page. */
function toPiece(item: object): Piece[] {
  const { str, width, height, transform } = item as Partial<TextItem>;
  if (!str?.trim() || !transform || transform[1] !== 0) return [];
  const size = height || Math.abs(transform[3] ?? 0) || 12;
  return [{ text: str, x: transform[4] ?? 0, y: transform[5] ?? 0, width: width ?? 0, size }];
}

async function readPages(bytes: Uint8Array, file: string): Promise<Piece[][]> {
  // pdf.js takes the bytes for itself.
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, isEvalSupported: false });
  refuseLong(pdf.numPages, file);
  const pages: Piece[][] = [];
  let length = 0;
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const pieces = items.flatMap(toPiece);
    length += pieces.reduce((sum, { text }) => sum + text.length, 0);
    if (length > MOST_UNPACKED) throw tooLarge(file, MOST_UNPACKED);
    pages.push(pieces);
    page.cleanup();
  }
  await pdf.destroy();
  return pages;
}

/** The text of a PDF with its indents. Throws UserError where it has no text, needs a password or is damaged. */
export async function pdfToText(bytes: Uint8Array, file: string): Promise<string> {
  let pages: Piece[][];
  try {
    pages = await readPages(bytes, file);
  } catch (thrown) {
    throw refuse(thrown, file);
  }
  const pieces = pages.flat();
  const characters = pieces.reduce((sum, { text }) => sum + text.length, 0);
  if (characters < pages.length * FEWEST_CHARACTERS) {
    throw new UserError('this PDF has no text in it: its pages are pictures (a scan)', {
      file,
      advice: `Recognise the text first (OCR): ocrmypdf ${quotePath(file)} with-text.pdf`,
    });
  }
  const column = columnWidth(pieces);
  const lines = withoutFurniture(pages.map((page) => linesOf(page, column)));
  return joinBrokenWords(layOut(lines, column));
}
