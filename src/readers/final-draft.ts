import { squeeze } from '../text/words.js';
import { speakersOf, withoutParentheticals } from './screenplay-cues.js';
import type { ScriptFormat, ScriptLine } from './script.js';
import { children, nameOf, putOn, type XmlElement } from './xml-tree.js';
import { openXml, type XmlWalker } from './xml-walk.js';

const START = /^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*)?<FinalDraft[\s>]/;

/** The paragraphs of the script in a part of it, those of dual dialogue among them. */
function* paragraphsOf(part: XmlElement): Generator<XmlElement> {
  const open = [part];
  for (let element = open.pop(); element; element = open.pop()) {
    const inner = children(element).filter((child) => nameOf(child) === 'DualDialogue');
    if (inner.length > 0) putOn(open, inner.flatMap(children));
    else if (nameOf(element) === 'Paragraph') yield element;
  }
}

/** A paragraph's words: its runs of text follow each other without a gap. */
function wordsOf(paragraph: XmlElement): string {
  const runs = children(paragraph).filter((child) => nameOf(child) === 'Text');
  return squeeze(runs.map((run) => run.textContent ?? '').join(''));
}

function readFinalDraft(walk: XmlWalker): ScriptLine[] {
  const lines: ScriptLine[] = [];
  let act = 0;
  let hasSpoken = false;
  let speech: ScriptLine | undefined;
  const push = (speaker: string | null, content: string, paragraph: XmlElement): ScriptLine => {
    const line = { speaker, content, act, line: paragraph.lineNumber ?? 1 };
    lines.push(line);
    return line;
  };
  const read = (paragraph: XmlElement) => {
    const words = wordsOf(paragraph);
    if (words === '') return;
    const kind = paragraph.getAttribute('Type') ?? 'Action';
    if (kind === 'Character') speech = push(speakersOf(words), '', paragraph);
    else if (kind === 'Parenthetical') return;
    else if (/^(?:Dialogue|Singing|Lyrics?)$/.test(kind) && speech) {
      hasSpoken = true;
      speech.content = squeeze(`${speech.content} ${withoutParentheticals([words])}`);
    } else {
      speech = undefined;
      if (kind === 'Scene Heading' && hasSpoken) {
        act++;
        hasSpoken = false;
      }
      push(null, words, paragraph);
    }
  };
  walk({
    // Beside the script stand the title page, headers and settings.
    isSkipped: (element, depth) => depth === 1 && nameOf(element) !== 'Content',
    isUnit: (element) => nameOf(element) === 'Paragraph',
    onUnit(part) {
      for (const paragraph of paragraphsOf(part)) read(paragraph);
    },
  });
  return lines.filter(({ content }) => /[\p{L}\p{N}?!…—-]/u.test(content));
}

/** Screenplays of Final Draft 8 and later (.fdx): each paragraph says what it is. */
export const finalDraft: ScriptFormat = {
  name: 'final-draft',
  recognise: (text) => (START.test(text.slice(0, 4000)) ? 1 : 0),
  read: (text, { file }) => readFinalDraft(openXml(text, file)),
};
