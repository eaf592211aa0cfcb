import iconv from 'iconv-lite';
import { Tokenize } from 'rtf-stream-parser';
import { UserError } from '../errors.js';
import { createTextCollector, type Run } from './text-blocks.js';

/** Whether bytes begin as RTF does. */
export const isRtf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '{\\rtf';

/** Groups whose text is not in the document: tables of fonts and styles, pictures, notes, headers (RTF 1.9.1). */
const UNSEEN = new Set(
  'fonttbl colortbl stylesheet info generator pict object header headerl headerr headerf footer footerl footerr footerf footnote annotation listtable listoverridetable rsidtbl themedata colorschememapping latentstyles datastore xmlnstbl fldinst bkmkstart bkmkend pgdsctbl filetbl revtbl'.split(
    ' ',
  ),
);

/** What control words write. */
const SIGNS: Readonly<Record<string, string>> = {
  line: '\n',
  tab: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  '~': ' ',
  _: '-',
  '\\': '\\',
  '{': '{',
  '}': '}',
};

/** Code pages of fonts by their \fcharset (RTF 1.9.1). */
const CHARSETS: Readonly<Record<number, string>> = {
  128: 'cp932',
  129: 'cp949',
  134: 'cp936',
  136: 'cp950',
  161: 'cp1253',
  162: 'cp1254',
  177: 'cp1255',
  178: 'cp1256',
  186: 'cp1257',
  204: 'cp1251',
  222: 'cp874',
  238: 'cp1250',
};

/** Twentieths of a point to the sign of a typewriter: ten signs an inch. */
const TWIPS_A_COLUMN = 144;

interface Token {
  /** 0 and 1: a group begins and ends; 2: a control word; 3: text. */
  type: number;
  word?: string;
  param?: number;
  data?: Buffer;
}

/** What holds within a group and ends with it. */
interface Group {
  isUnseen: boolean;
  /** Hidden text, and what a reviewer struck out. */
  isHidden: boolean;
  isBold: boolean;
  isItalic: boolean;
  font: number;
  /** Characters that stand behind a \u for programs that know no Unicode. */
  fallback: number;
}

const codePage = (number: number) => (iconv.encodingExists(`cp${number}`) ? `cp${number}` : 'cp1252');

/** Reads tokens into paragraphs. */
class RtfReader {
  private group: Group = { isUnseen: false, isHidden: false, isBold: false, isItalic: false, font: 0, fallback: 1 };
  private readonly outer: Group[] = [];
  private readonly fonts = new Map<number, string>();
  private page = 'cp1252';
  /** The table of fonts is being read, and the last font of it. */
  private inFonts = false;
  private toSkip = 0;
  private isStarred = false;
  /** Bytes of a text in a code page: two tokens may hold the halves of one character. */
  private pending: Buffer[] = [];
  private runs: Run[] = [];
  private indent = 0;
  private readonly collector = createTextCollector();

  read({ type, word, param, data }: Token): void {
    if (type === 0) this.open();
    else if (type === 1) this.close();
    else if (type === 3) this.addBytes(data ?? Buffer.alloc(0));
    else if (word === "'") this.addBytes(data ?? Buffer.alloc(0));
    else if (word !== undefined) this.control(word, param);
  }

  private endParagraph(): void {
    this.flush();
    if (this.runs.length > 0) this.collector.add({ runs: this.runs, indent: this.indent });
    this.runs = [];
  }

  finish(): string {
    this.endParagraph();
    return this.collector.text();
  }

  private open(): void {
    this.flush();
    this.outer.push(this.group);
    this.group = { ...this.group };
  }

  private close(): void {
    this.flush();
    this.group = this.outer.pop() ?? this.group;
    this.isStarred = false;
    if (!this.group.isUnseen) this.inFonts = false;
  }

  private control(word: string, param: number | undefined): void {
    this.flush();
    if (word === '*') {
      this.isStarred = true;
      return;
    }
    // What is marked so may be left out by programs that do not know it.
    if (UNSEEN.has(word) || (this.isStarred && word !== 'shppict')) this.group.isUnseen = true;
    this.isStarred = false;
    if (word === 'fonttbl') this.inFonts = true;
    if (this.inFonts) this.readFont(word, param);
    else if (!this.group.isUnseen) this.apply(word, param);
  }

  private readFont(word: string, param = 0): void {
    if (word === 'f') this.group.font = param;
    const page = word === 'fcharset' ? CHARSETS[param] : word === 'cpg' ? codePage(param) : undefined;
    if (page) this.fonts.set(this.group.font, page);
  }

  /** How the text that follows is marked. */
  private mark(word: string, param: number | undefined): void {
    const { group } = this;
    if (word === 'b') group.isBold = param !== 0;
    else if (word === 'i') group.isItalic = param !== 0;
    else if (word === 'v' || word === 'deleted') group.isHidden = param !== 0;
    else if (word === 'plain') Object.assign(group, { isBold: false, isItalic: false, isHidden: false });
  }

  private apply(word: string, param: number | undefined): void {
    const { group } = this;
    this.mark(word, param);
    if (word === 'par' || word === 'sect' || word === 'page' || word === 'row') this.endParagraph();
    else if (word === 'pard') this.indent = 0;
    else if (word === 'li') this.indent = Math.max(0, Math.round((param ?? 0) / TWIPS_A_COLUMN));
    else if (word === 'f') group.font = param ?? 0;
    else if (word === 'ansicpg') this.page = codePage(param ?? 1252);
    else if (word === 'mac') this.page = 'macroman';
    else if (word === 'uc') group.fallback = Math.max(0, param ?? 1);
    else if (word === 'u') this.addUnicode(param ?? 0);
    else if (word === 'cell') this.add('\t');
    else if (SIGNS[word] !== undefined) this.add(SIGNS[word]);
  }

  private addUnicode(code: number): void {
    this.add(String.fromCharCode(code < 0 ? code + 65_536 : code));
    this.toSkip = this.group.fallback;
  }

  private addBytes(bytes: Buffer): void {
    const skipped = Math.min(this.toSkip, bytes.length);
    this.toSkip -= skipped;
    if (this.group.isUnseen || skipped === bytes.length) return;
    this.pending.push(bytes.subarray(skipped));
  }

  private flush(): void {
    if (this.pending.length === 0) return;
    const bytes = Buffer.concat(this.pending);
    this.pending = [];
    this.add(iconv.decode(bytes, this.fonts.get(this.group.font) ?? this.page));
  }

  private add(text: string): void {
    const { isBold, isItalic, isHidden } = this.group;
    if (isHidden) return;
    this.runs.push({ text, isBold, isItalic, isDirection: false });
  }
}

/** Whether binary data says that it is longer than the whole file: reading it would fill the memory. */
function claimsTooMuch(bytes: Buffer): boolean {
  for (let at = bytes.indexOf('\\bin'); at !== -1; at = bytes.indexOf('\\bin', at + 4)) {
    if (Number.parseInt(bytes.toString('latin1', at + 4, at + 20), 10) > bytes.length) return true;
  }
  return false;
}

/** The text of an RTF document. Throws UserError where it is damaged. */
export function rtfToText(bytes: Uint8Array, file: string): string {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const reader = new RtfReader();
  const tokens = new Tokenize();
  tokens.push = (token: Token | null) => {
    if (token) reader.read(token);
    return true;
  };
  const fail = (cause?: unknown) => {
    if (cause === undefined || cause === null) return;
    throw new UserError('this RTF file is damaged', { file, advice: 'Save it again, as .docx or plain text.', cause });
  };
  if (claimsTooMuch(source)) fail('its binary data is longer than the file');
  tokens._transform(source, undefined, fail);
  tokens._flush(fail);
  return reader.finish();
}
