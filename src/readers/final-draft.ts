import { squeeze } from '../text/words.js';
import { speakersOf, withoutParentheticals } from './screenplay-cues.js';
import type { ScriptFormat, ScriptLine } from './script.js';
import { children, type Element, nameOf, parseXml, putOn } from './xml-tree.js';

const START = /^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*)?<FinalDraft[\s>]/;

/** The paragraphs of the script itself, those of dual dialogue among them. */
function* paragraphsOf(root: Element): Generator<Element> {
  const content = children(root).filter((child) => nameOf(child) === 'Content');
  const open = content.flatMap(children).reverse();
  for (let element = open.pop(); element; element = open.pop()) {
    const inner = children(element).filter((child) => nameOf(child) === 'DualDialogue');
    if (inner.length > 0) putOn(open, inner.flatMap(children));
    else if (nameOf(element) === 'Paragraph') yield element;
  }
}

/** A paragraph's words: its runs of text follow each other without a gap. */
function wordsOf(paragraph: Element): string {
  const runs = children(paragraph).filter((child) => nameOf(child) === 'Text');
  return squeeze(runs.map((run) => run.textContent ?? '').join(''));
}

function readFinalDraft(root: Element): ScriptLine[] {
  const lines: ScriptLine[] = [];
  let act = 0;
  let hasSpoken = false;
  let speech: ScriptLine | undefined;
  const push = (speaker: string | null, content: string, paragraph: Element): ScriptLine => {
    const line = { speaker, content, act, line: paragraph.lineNumber ?? 1 };
    lines.push(line);
    return line;
  };
  for (const paragraph of paragraphsOf(root)) {
    const words = wordsOf(paragraph);
    if (words === '') continue;
    const kind = paragraph.getAttribute('Type') ?? 'Action';
    if (kind === 'Character') speech = push(speakersOf(words), '', paragraph);
    else if (kind === 'Parenthetical') continue;
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
  }
  return lines.filter(({ content }) => /[\p{L}\p{N}?!…—-]/u.test(content));
}

/** Screenplays of Final Draft 8 and later (.fdx): each paragraph says what it is. */
export const finalDraft: ScriptFormat = {
  name: 'final-draft',
  recognise: (text) => (START.test(text.slice(0, 4000)) ? 1 : 0),
  read: (text, { file }) => readFinalDraft(parseXml(text, file)),
};
