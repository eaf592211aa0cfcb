import { squeeze } from '../text/words.js';
import type { ScriptLine } from './script.js';
import { readableName } from './speaker-names.js';
import { children, descendants, type Element, nameOf, putOn, textOf } from './xml-tree.js';

/** Parts of a file that tell nothing of the story. */
const SKIPPED = new Set(['teiHeader', 'front', 'back', 'note', 'castList']);
/** Parts whose beginning is a new chapter. */
const CHAPTER = /^div\d?$/;
/** What holds running text. */
const BLOCK = /^(?:p|ab|l|lg|head|stage|said|q|quote)$/;

/** Whether an element marks speech and says whose. What is thought and not said aloud is no speech. */
const isSpeech = (element: Element) =>
  nameOf(element) === 'said' ? element.getAttribute('aloud') !== 'false' : marksSpeaker(element);

const marksSpeaker = (element: Element) =>
  /^(?:q|quote)$/.test(nameOf(element)) && element.getAttribute('who') !== null;

/** Whether a file is a story with marked speech and no play. */
export function isTold(root: Element): boolean {
  let marked = false;
  for (const element of descendants(root)) {
    if (nameOf(element) === 'sp') return false;
    if (nameOf(element) === 'said' || marksSpeaker(element)) marked = true;
  }
  return marked;
}

/** Speech without the quotation marks around it. */
const unquoted = (text: string) =>
  squeeze(text.replace(/^[\s"“”„«»‹›‘「『—–-]+/, '').replace(/[\s"“”«»‹›’」』]+$/, ''));

/** The pieces of a block in their order: speech as elements, what is told between them as text. */
function piecesOf(block: Element, without: ReadonlySet<string>): (Element | string)[] {
  const speeches = isSpeech(block) ? [block] : outermostSpeeches(block);
  if (speeches.length === 0) return [textOf(block, without)];
  if (speeches[0] === block) return speeches;
  const told = textOf(block, without, isSpeech);
  return told === '' ? speeches : [told, ...speeches];
}

/** The speeches in a block that stand in no other speech. */
function outermostSpeeches(block: Element): Element[] {
  const found: Element[] = [];
  const open = children(block).reverse();
  for (let element = open.pop(); element; element = open.pop()) {
    if (isSpeech(element)) found.push(element);
    else putOn(open, children(element));
  }
  return found;
}

/** The lines of a story whose speech is marked; what is told beside the speeches of a paragraph comes before them. */
export function readSaid(
  root: Element,
  speakerOf: (who: string) => string | null,
  without: ReadonlySet<string>,
): ScriptLine[] {
  const lines: ScriptLine[] = [];
  let act = 0;
  const push = (speaker: string | null, content: string, element: Element) => {
    if (content !== '') lines.push({ speaker, content, act, line: element.lineNumber ?? 1 });
  };
  const open: Element[] = [root];
  for (let element = open.pop(); element; element = open.pop()) {
    if (SKIPPED.has(nameOf(element))) continue;
    if (CHAPTER.test(nameOf(element)) && lines.length > 0 && lines.at(-1)!.act === act) act += 1;
    if (!BLOCK.test(nameOf(element))) putOn(open, children(element));
    else
      for (const piece of piecesOf(element, without)) {
        if (typeof piece === 'string') push(null, piece, element);
        else {
          const speaker = speakerOf(piece.getAttribute('who') ?? '');
          push(speaker && readableName(speaker), unquoted(textOf(piece, without)), piece);
        }
      }
  }
  return lines;
}
