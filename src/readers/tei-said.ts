import { squeeze } from '../text/words.js';
import type { ScriptLine } from './script.js';
import { readableName } from './speaker-names.js';
import { children, nameOf, putOn, textOf, type XmlElement } from './xml-tree.js';
import { isNamed, type XmlWalker } from './xml-walk.js';

/** Parts of a file that tell nothing of the story. */
const SKIPPED = new Set(['teiHeader', 'front', 'back', 'note', 'castList']);
/** Parts whose beginning is a new chapter. */
const CHAPTER = /^div\d?$/;
/** What holds running text. */
const BLOCK = /^(?:p|ab|l|lg|head|stage|said|q|quote)$/;

/** Whether an element marks speech and says whose. What is thought and not said aloud is no speech. */
const isSpeech = (element: XmlElement) =>
  nameOf(element) === 'said' ? element.getAttribute('aloud') !== 'false' : marksSpeaker(element);

const marksSpeaker = (element: XmlElement) =>
  /^(?:q|quote)$/.test(nameOf(element)) && element.getAttribute('who') !== null;

/** Whether an element says that its words are speech. */
export const marksSpeech = (element: XmlElement): boolean => nameOf(element) === 'said' || marksSpeaker(element);

/** Speech without the quotation marks around it. */
const unquoted = (text: string) =>
  squeeze(text.replace(/^[\s"“”„«»‹›‘「『—–-]+/, '').replace(/[\s"“”«»‹›’」』]+$/, ''));

/** The pieces of a block in their order: speech as elements, what is told between them as text. */
function piecesOf(block: XmlElement, without: ReadonlySet<string>): (XmlElement | string)[] {
  const speeches = isSpeech(block) ? [block] : outermostSpeeches(block);
  if (speeches.length === 0) return [textOf(block, without)];
  if (speeches[0] === block) return speeches;
  const told = textOf(block, without, isSpeech);
  return told === '' ? speeches : [told, ...speeches];
}

/** The speeches in a block that stand in no other speech. */
function outermostSpeeches(block: XmlElement): XmlElement[] {
  const found: XmlElement[] = [];
  const open = children(block).reverse();
  for (let element = open.pop(); element; element = open.pop()) {
    if (isSpeech(element)) found.push(element);
    else putOn(open, children(element));
  }
  return found;
}

/** The lines of a story whose speech is marked; what is told beside the speeches of a paragraph comes before them. */
export function readSaid(
  walk: XmlWalker,
  speakerOf: (who: string) => string | null,
  without: ReadonlySet<string>,
): ScriptLine[] {
  const lines: ScriptLine[] = [];
  let act = 0;
  const push = (speaker: string | null, content: string, element: XmlElement) => {
    if (content !== '') lines.push({ speaker, content, act, line: element.lineNumber ?? 1 });
  };
  walk({
    isSkipped: isNamed(SKIPPED),
    isUnit: (element) => BLOCK.test(nameOf(element)),
    onElement(element) {
      if (CHAPTER.test(nameOf(element)) && lines.length > 0 && lines.at(-1)!.act === act) act += 1;
    },
    onUnit(block) {
      for (const piece of piecesOf(block, without)) {
        if (typeof piece === 'string') push(null, piece, block);
        else {
          const speaker = speakerOf(piece.getAttribute('who') ?? '');
          push(speaker && readableName(speaker), unquoted(textOf(piece, without)), piece);
        }
      }
    },
  });
  return lines;
}
