import { blankGutenberg } from './gutenberg.js';

/** A paragraph of a novel: its lines joined, and where each of them begins in the joined text. */
export interface Paragraph {
  text: string;
  lines: { offset: number; line: number }[];
  /** Running number of the chapter, from 0. */
  chapter: number;
  isHeading: boolean;
}

const HEADING =
  /^(?:#{1,6}\s.*|(?:chapter|part|book|letter|adventure|stave|canto|progress report)\s+(?:\d+|[ivxlc]+|[a-z]+)\b[.:]?.{0,80}|[IVXLC]{1,7}\.(?:\s.{0,80})?|-{3,}|\*{3,}|(?:\*\s+){2,}\*?)$/i;
/** A rule between scenes is not text, and starts no chapter. */
const RULE = /^(?:[-*_=\s]{3,})$/;
/** A line longer than this is a paragraph of its own: the text is not wrapped (our choice; wrapped lines end before 100). */
const WRAPPED = 120;

/** Adds a row to a paragraph; `previous` is the row before it, if there is one. */
function append(paragraph: Paragraph, row: string, previous: string, line: number): void {
  const joint = paragraph.text === '' || /(?:--|—)$/.test(previous.slice(-20).trimEnd()) ? '' : ' ';
  paragraph.lines.push({ offset: paragraph.text.length + joint.length, line });
  paragraph.text += joint + row.replace(/\s+/g, ' ').trim();
}

/** Line of the file at which a place in a paragraph stands. */
export function lineAt({ lines }: Paragraph, offset: number): number {
  let [first, end] = [0, lines.length];
  while (end - first > 1) {
    const middle = (first + end) >> 1;
    if (lines[middle]!.offset <= offset) first = middle;
    else end = middle;
  }
  return lines[first]!.line;
}

/** Whether a text keeps one paragraph a line and no blank lines: then nearly every line ends as a sentence does (our choice). */
function hasParagraphALine(rows: readonly string[]): boolean {
  const full = rows.filter((row) => row.trim() !== '');
  const ended = full.filter((row) => /[.!?…:"”’'»—*-]\s*$/u.test(row.slice(-20)));
  // The last row is what stands behind the last line's end: nothing.
  return full.length >= (rows.length - 1) * 0.9 && ended.length > full.length * 0.7;
}

/**
 * Paragraphs of a novel, in order: parted by blank lines, by an indent, or one a line where lines are long or all end as
 * sentences do. Where `startsParagraph` is true of a row, it begins one too.
 */
export function splitIntoParagraphs(
  text: string,
  startsParagraph: (row: string) => boolean = () => false,
): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let chapter = 0;
  let hasText = false;
  let open: Paragraph | undefined;
  let previous = '';
  const rows = blankGutenberg(text).split('\n');
  const isParagraphALine = hasParagraphALine(rows);
  for (const [index, row] of rows.entries()) {
    const isIndented = /^(?:\s{2,}|\t)\S/.test(row) && !/^\s/.test(previous);
    const isNew =
      previous.trim() === '' || isIndented || previous.length > WRAPPED || isParagraphALine || startsParagraph(row);
    const above = previous;
    previous = row;
    if (row.trim() === '') continue;
    if (isNew || !open) {
      const isHeading = above.trim() === '' && row.trim().length < 100 && HEADING.test(row.trim());
      if (isHeading && !RULE.test(row.trim()) && hasText) {
        chapter += 1;
        hasText = false;
      }
      open = { text: '', lines: [], chapter, isHeading };
      paragraphs.push(open);
      hasText ||= !isHeading;
    }
    append(open, row, above, index + 1);
  }
  return paragraphs.filter((paragraph) => !RULE.test(paragraph.text));
}
