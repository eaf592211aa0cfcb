/** A stretch of a Chinese text: what is said, or what stands between. */
export interface Stretch {
  kind: 'quote' | 'narration';
  text: string;
  /** Line of the file where it begins, from 1. */
  line: number;
  /** Number of the paragraph that it begins in. */
  paragraph: number;
}

const OPENING = '“「『';
const CLOSING = '”」』';
const MARK = /[“「『”」』"]/gu;
/** How many paragraphs a quote may go on without a mark (a poem that is recited, our choice) before it counts as never closed. */
const LONGEST_QUOTE = 60;

/** One paragraph a line: that is how Chinese texts are kept. */
export interface Paragraph {
  text: string;
  line: number;
}

/** Whether the quote that is open at the end of a paragraph goes on in the next: the next mark closes it. */
function goesOn(paragraphs: readonly Paragraph[], next: number): boolean {
  for (const { text } of paragraphs.slice(next, next + LONGEST_QUOTE)) {
    const mark = text.match(/[“”「」]/u)?.[0];
    if (mark !== undefined) return CLOSING.includes(mark);
  }
  return false;
}

type MarkKind = 'open' | 'close' | 'nest' | 'unnest' | 'stray';

/** What a mark does: `said` is the quote up to it, `next` the text up to the next mark, `following` the two marks after it. */
function kindOf(mark: string, depth: number, said: string, next: string, following: readonly string[]): MarkKind {
  const closes = CLOSING.includes(mark) || (mark === '"' && depth > 0);
  if (closes) return depth === 0 ? 'stray' : depth === 1 ? 'close' : 'unnest';
  if (depth === 0) return 'open';
  // Opening inside a quote: a slip for the closing mark where the next speech is led in after it; nested where two marks close; else the quote before was never closed.
  if (
    /[。！？!?…]$/u.test(said.slice(-1)) &&
    /(?:道|曰)[：:；;]$/u.test(next.slice(-2)) &&
    OPENING.includes(following[0] ?? '?')
  )
    return 'close';
  return CLOSING.includes(following[0] ?? '?') && CLOSING.includes(following[1] ?? '?') ? 'nest' : 'open';
}

/** The end of a quote in which a lead to the next one may stand, its thirty characters and what is around them. */
const LONGEST_LEAD = 70;

/** A quote that was never closed, although the next is led in: it ended with the sentence before. What leads in is narration. */
function endQuoteBefore(quote: Stretch, stretches: Stretch[]): Stretch {
  const lead = quote.text.slice(-LONGEST_LEAD).match(/(?<=[。！？!?…])[^。！？!?…]{1,30}[道曰][：:；;]$/u)?.[0];
  if (lead === undefined) return quote;
  stretches.push({ ...quote, text: quote.text.slice(0, -lead.length).trim() });
  return { ...quote, kind: 'narration', text: lead };
}

/** What is being cut: the stretches that are done, the one that is open, and how deep the text is in quotes. */
interface Cutting {
  done: Stretch[];
  open: Stretch;
  depth: number;
}

function close({ done, open }: Cutting): void {
  if (open.text.trim() !== '') done.push({ ...open, text: open.text.trim() });
}

function begin(cutting: Cutting, kind: Stretch['kind'], line: number, paragraph: number): void {
  if (kind === 'quote' && cutting.open.kind === 'quote') cutting.open = endQuoteBefore(cutting.open, cutting.done);
  close(cutting);
  cutting.open = { kind, text: '', line, paragraph };
  cutting.depth = kind === 'quote' ? 1 : 0;
}

function cutParagraph(cutting: Cutting, { text, line }: Paragraph, paragraph: number): void {
  if (cutting.depth === 0) begin(cutting, 'narration', line, paragraph);
  const marks = [...text.matchAll(MARK)];
  let from = 0;
  for (const [index, { 0: mark, index: at }] of marks.entries()) {
    cutting.open.text += text.slice(from, at);
    from = at + 1;
    const next = text.slice(from, marks[index + 1]?.index);
    const following = marks.slice(index + 1, index + 3).map(([after]) => after);
    const kind = kindOf(mark, cutting.depth, cutting.open.text, next, following);
    if (kind === 'open') begin(cutting, 'quote', line, paragraph);
    else if (kind === 'close') begin(cutting, 'narration', line, paragraph);
    else if (cutting.depth > 0) cutting.open.text += mark;
    if (kind === 'nest') cutting.depth += 1;
    else if (kind === 'unnest') cutting.depth -= 1;
  }
  cutting.open.text += text.slice(from);
}

/**
 * Cuts paragraphs into quotes and what stands between them. A quote inside a quote belongs to the outer one. A quote that
 * is never closed ends with its paragraph. Straight quotation marks open and close in turn.
 */
export function cutQuotes(paragraphs: readonly Paragraph[]): Stretch[] {
  const cutting: Cutting = { done: [], open: { kind: 'narration', text: '', line: 1, paragraph: 0 }, depth: 0 };
  for (const [number, paragraph] of paragraphs.entries()) {
    cutParagraph(cutting, paragraph, number);
    if (cutting.depth > 0 && goesOn(paragraphs, number + 1)) {
      cutting.depth = 1;
      cutting.open.text += '\n';
    } else {
      cutting.depth = 0;
    }
  }
  close(cutting);
  return cutting.done;
}
