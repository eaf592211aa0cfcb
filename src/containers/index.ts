/** The one door to the containers room: a file's bytes in, the text in them out. */
import { UserError } from '../errors.js';
import { type Decoded, decode } from './decode.js';
import { epubToText } from './epub.js';
import { isGzip, unpackGzip } from './gzip.js';
import { charsetOf, htmlToText, isHtml } from './html.js';
import { isPdf, pdfToText } from './pdf.js';
import { refusalOf, refuseZip } from './refuse.js';
import { isRtf, rtfToText } from './rtf.js';
import { isZip, listZip } from './zip.js';

export { decode } from './decode.js';

/** A file's text, and what it was found in. */
export interface Unpacked extends Decoded {
  /** `EPUB`, `DOCX`, `HTML` …, the outermost first; null where the file is the text itself. */
  container: string | null;
}

/** Files packed in files packed in files: more is no script (our choice). */
const DEEPEST = 3;

/** The text of a document that has its own encoding. */
const unpacked = (container: string, text: string): Unpacked => ({
  text,
  container,
  encoding: 'UTF-8',
  isGuess: false,
});

async function unpackZip(bytes: Uint8Array, file: string): Promise<Unpacked> {
  const names = listZip(bytes, file);
  if (names.includes('word/document.xml'))
    return unpacked('DOCX', await (await import('./docx.js')).docxToText(bytes, file));
  if (names.includes('META-INF/container.xml')) return unpacked('EPUB', epubToText(bytes, file));
  throw refuseZip(bytes, file);
}

function readText(bytes: Uint8Array, file: string, encoding: string | undefined): Unpacked {
  const decoded = decode(bytes, file, encoding, charsetOf(bytes));
  return isHtml(decoded.text)
    ? { ...decoded, text: htmlToText(decoded.text), container: 'HTML' }
    : { ...decoded, container: null };
}

/**
 * The text in a file: that of a document (EPUB, DOCX, HTML …) or the file itself, in whatever encoding. What a file is is told by
 * its content, not by its ending. Throws UserError where it cannot be read: what it is and what to do.
 */
export async function unpack(
  bytes: Uint8Array,
  { file, encoding }: { file: string; encoding?: string | undefined },
  depth = 0,
): Promise<Unpacked> {
  if (isGzip(bytes)) {
    if (depth === DEEPEST) throw new UserError('packed too many times', { file, advice: 'Unpack it with gunzip.' });
    const inner = await unpack(unpackGzip(bytes, file), { file, encoding }, depth + 1);
    return { ...inner, container: inner.container === null ? 'gzip' : `gzip, ${inner.container}` };
  }
  if (isZip(bytes)) return unpackZip(bytes, file);
  if (isRtf(bytes)) return unpacked('RTF', rtfToText(bytes, file));
  if (isPdf(bytes)) return unpacked('PDF', await pdfToText(bytes, file));
  const refusal = await refusalOf(bytes, file);
  if (refusal) throw refusal;
  return readText(bytes, file, encoding);
}
