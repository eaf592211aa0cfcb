import { fileTypeFromBuffer } from 'file-type';
import { UserError } from '../errors.js';
import { quotePath } from '../text/quote-path.js';
import { listZip } from './zip.js';

/** What a file is that cannot be read as a script, and what to do about it; `PATH` stands for the file's path in quotation marks. */
interface Refusal {
  what: string;
  advice: string;
}

const OFFICE = 'Save it as .docx or plain text: soffice --headless --convert-to docx PATH';

/** Kinds of files by the endings that file-type gives them, or that stand for what an archive holds. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  cfb: { what: 'an old Office file (.doc, .xls, .ppt or .msg)', advice: `${OFFICE} (in Word: Save As, .docx).` },
  odt: { what: 'an OpenDocument text (.odt)', advice: `${OFFICE}.` },
  xlsx: { what: 'an Excel workbook (.xlsx)', advice: 'Save the sheet with the lines as CSV.' },
  ods: { what: 'an OpenDocument spreadsheet (.ods)', advice: 'Save the sheet with the lines as CSV.' },
  pptx: { what: 'a PowerPoint presentation (.pptx)', advice: 'Save its text as plain text.' },
  charx: { what: 'a character card (CHARX)', advice: 'A card is a role file: rolellm profile-build --roles PATH' },
  mobi: { what: 'a Kindle book (MOBI)', advice: 'Convert it with Calibre: ebook-convert PATH book.epub' },
  rar: { what: 'a RAR archive', advice: 'Unpack it and name the script in it.' },
  '7z': { what: 'a 7-Zip archive', advice: 'Unpack it and name the script in it: 7z x PATH' },
  tar: { what: 'a tar archive', advice: 'Unpack it and name the script in it: tar -xf PATH' },
  bz2: { what: 'a file packed with bzip2', advice: 'Unpack it: bunzip2 -k PATH' },
  xz: { what: 'a file packed with xz', advice: 'Unpack it: unxz -k PATH' },
  zst: { what: 'a file packed with Zstandard', advice: 'Unpack it: unzstd PATH' },
  sqlite: { what: 'an SQLite database', advice: 'Export the table with the lines as CSV.' },
  parquet: { what: 'a Parquet table', advice: 'Export the rows with the lines as CSV or JSONL.' },
  exe: { what: 'a program', advice: 'Name the file that holds the script.' },
};

/** Kinds by the first half of their media type. */
const BY_MEDIA: Readonly<Record<string, Refusal>> = {
  image: { what: 'an image', advice: 'Recognise its text first (OCR), for example: tesseract PATH script' },
  audio: { what: 'a sound recording', advice: 'Transcribe it first, with the speakers named.' },
  video: { what: 'a video', advice: 'Use its script, or transcribe it with the speakers named.' },
  font: { what: 'a font', advice: 'Name the file that holds the script.' },
};

function toError(file: string, { what, advice }: Refusal, detail = ''): UserError {
  return new UserError(`this is ${what}${detail}, which cannot be read as a script`, {
    file,
    advice: advice.replaceAll('PATH', quotePath(file)),
  });
}

/** The error for a zip archive that is no document that can be read: it says what is in it. */
export function refuseZip(bytes: Uint8Array, file: string): UserError {
  const names = listZip(bytes, file).filter((name) => !name.endsWith('/'));
  const has = (part: RegExp) => names.some((name) => part.test(name));
  if (has(/^card\.json$/)) return toError(file, REFUSALS.charx!);
  if (has(/^xl\//)) return toError(file, REFUSALS.xlsx!);
  if (has(/^ppt\//)) return toError(file, REFUSALS.pptx!);
  const type = /mimetypeapplication\/vnd\.oasis\.opendocument\.(text|spreadsheet)/.exec(
    Buffer.from(bytes.subarray(0, 200)).toString('latin1'),
  )?.[1];
  if (type) return toError(file, REFUSALS[type === 'text' ? 'odt' : 'ods']!);
  const shown = names.slice(0, 3).join(', ') + (names.length > 3 ? ' …' : '');
  const advice = `Unpack it and name the script in it: unzip PATH`;
  return toError(file, { what: 'a zip archive', advice }, ` of ${names.length} files (${shown})`);
}

/** The error for a file of another kind than text; undefined where it is of no kind that is known. */
export async function refusalOf(bytes: Uint8Array, file: string): Promise<UserError | undefined> {
  // The mark of UTF-16 and 老 behind it are the beginning of an MP1 file as well.
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return undefined;
  const found = await fileTypeFromBuffer(bytes);
  if (!found || /^(?:text|application\/(?:xml|json))/.test(found.mime)) return undefined;
  const known = REFUSALS[found.ext] ?? BY_MEDIA[found.mime.split('/')[0]!];
  if (known) return toError(file, known, REFUSALS[found.ext] ? '' : ` (${found.ext.toUpperCase()})`);
  const advice = 'Save the script as plain text and name that file.';
  return toError(file, { what: `a file of the type ${found.mime} (.${found.ext})`, advice });
}
