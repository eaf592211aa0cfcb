import { DOMParser, type Document, type Element, type Node } from '@xmldom/xmldom';
import { UserError } from '../errors.js';
import { squeeze } from '../text/words.js';
import type { ScriptFormat, ScriptLine } from './script.js';
import { readableName } from './speaker-names.js';

const ELEMENT = 1;
const TEXT = 3;
const CDATA = 4;
/** How far into the text a format is looked for: the header of a TEI file can be long. */
const LOOK_AT = 200_000;

function parseXml(text: string, file: string): Element {
  let broken: { message: string; line: number | undefined } | undefined;
  const onError = (_level: string, message: string, context: unknown) => {
    if (_level === 'warning') return;
    const line = (context as { locator?: { lineNumber?: number } } | undefined)?.locator?.lineNumber;
    broken ??= { message: squeeze(message), line };
  };
  let document: Document | undefined;
  try {
    document = new DOMParser({ onError, locator: true }).parseFromString(text, 'text/xml');
  } catch (thrown) {
    broken ??= {
      message: squeeze(String((thrown as Error).message)),
      line: (thrown as { locator?: { lineNumber?: number } }).locator?.lineNumber,
    };
  }
  const root = document?.documentElement;
  if (!broken && root) return root;
  const line = broken?.line;
  throw new UserError(`the XML is broken: ${broken?.message ?? 'no element in it'}`, {
    file,
    ...(line !== undefined && line > 0 ? { line } : {}),
    advice: 'Mend that place; xmllint --noout tells all of them.',
  });
}

const isElement = (node: Node): node is Element => node.nodeType === ELEMENT;
const nameOf = (element: Element) => element.localName ?? element.nodeName;
const children = (element: Element): Element[] => Array.from(element.childNodes).filter(isElement);

/** All elements below one, in document order. Not recursive: a document may be nested deeper than the stack. */
function* descendants(root: Element): Generator<Element> {
  const open: Element[] = [root];
  for (let element = open.pop(); element; element = open.pop()) {
    yield element;
    open.push(...children(element).reverse());
  }
}

/** The text in an element without the elements of these names. */
function textOf(element: Element, without: ReadonlySet<string>): string {
  const pieces: string[] = [];
  const open: Node[] = [element];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.nodeType === TEXT || node.nodeType === CDATA) pieces.push(node.nodeValue ?? '');
    else if (isElement(node) && !without.has(nameOf(node))) {
      open.push(...Array.from(node.childNodes).reverse());
      if (node !== element && /^(?:LINE|l|lb|p|ab)$/.test(nameOf(node))) pieces.push(' ');
    }
  }
  return squeeze(pieces.join(''));
}

/** The names of one play: its elements for scenes, speeches, who speaks, what is said and what is done. */
interface Vocabulary {
  speech: string;
  speaker: string;
  stage: string;
  /** Parts of the play whose beginning is a new act or scene. */
  isAct(element: Element): boolean;
  /** Parts in which nobody speaks: the list of persons, the header. */
  skipped: ReadonlySet<string>;
  /** The one spelling of a speech's speaker. */
  speakerOf(speech: Element, written: readonly string[]): string | null;
  /** Elements in a speech that are neither spoken nor stage direction: notes, page breaks. */
  unspoken: readonly string[];
}

function readPlay(root: Element, words: Vocabulary): ScriptLine[] {
  const lines: ScriptLine[] = [];
  let act = 0;
  const open: Element[] = [root];
  const push = (speaker: string | null, content: string, element: Element) => {
    if (content === '') return;
    lines.push({ speaker: speaker && readableName(speaker), content, act, line: element.lineNumber ?? 1 });
  };
  for (let element = open.pop(); element; element = open.pop()) {
    const name = nameOf(element);
    if (words.skipped.has(name)) continue;
    if (words.isAct(element) && lines.length > 0 && lines.at(-1)?.act === act) act += 1;
    if (name === words.stage) push(null, textOf(element, new Set(words.unspoken)), element);
    else if (name === words.speech) readSpeech(element, words, push);
    else open.push(...children(element).reverse());
  }
  return lines;
}

function readSpeech(
  speech: Element,
  words: Vocabulary,
  push: (speaker: string | null, content: string, element: Element) => void,
): void {
  const parts = [...descendants(speech)].filter((element) => element !== speech);
  const written = parts
    .filter((part) => nameOf(part) === words.speaker)
    .map((part) => textOf(part, new Set([words.stage, ...words.unspoken])));
  const spoken = textOf(speech, new Set([words.speaker, words.stage, ...words.unspoken]));
  push(words.speakerOf(speech, written), spoken, speech);
  for (const part of parts) {
    if (nameOf(part) === words.stage) push(null, textOf(part, new Set(words.unspoken)), part);
  }
}

const joinNames = (names: readonly string[]) => [...new Set(names.filter((name) => name !== ''))].join(' and ') || null;

/** Plays in Jon Bosak's markup: PLAY, ACT, SCENE, SPEECH, SPEAKER, LINE, STAGEDIR. */
export const bosak: ScriptFormat = {
  name: 'bosak',
  recognise(text) {
    if (!/^\s*</.test(text)) return 0;
    const start = text.slice(0, LOOK_AT);
    return /<SPEECH[\s>]/.test(start) && /<SPEAKER[\s>]/.test(start) ? 1 : 0;
  },
  read(text, { file }) {
    return readPlay(parseXml(text, file), {
      speech: 'SPEECH',
      speaker: 'SPEAKER',
      stage: 'STAGEDIR',
      isAct: (element) => /^(?:ACT|SCENE|PROLOGUE|EPILOGUE|INDUCT)$/.test(nameOf(element)),
      skipped: new Set(['PERSONAE', 'FM']),
      speakerOf: (_speech, written) => joinNames(written),
      unspoken: [],
    });
  },
};

/** Names of the persons in a TEI cast list by their xml:id. */
function castOf(root: Element): Map<string, string> {
  const cast = new Map<string, string>();
  for (const element of descendants(root)) {
    if (!/^(?:role|person|castItem|personGrp)$/.test(nameOf(element))) continue;
    const id = element.getAttribute('xml:id');
    const name = [...descendants(element)].find((part) => /^(?:persName|name|role)$/.test(nameOf(part))) ?? element;
    if (id && !cast.has(id)) cast.set(id, textOf(name, new Set()).replace(/[.,;:]+$/, ''));
  }
  return cast;
}

/** Plays in TEI: `sp` with `who` or `speaker`, `l` and `p`, `stage`, a cast list that names who is who. */
export const tei: ScriptFormat = {
  name: 'tei',
  recognise(text) {
    if (!/^\s*</.test(text)) return 0;
    const start = text.slice(0, LOOK_AT);
    if (/<(?:\w+:)?sp[\s>]/.test(start)) return 1;
    return /<(?:\w+:)?TEI(?:\.2)?[\s>]/.test(start) ? 0.9 : 0.3;
  },
  read(text, { file }) {
    const root = parseXml(text, file);
    const cast = castOf(root);
    const speakerOf = (speech: Element, written: readonly string[]) => {
      const ids = (speech.getAttribute('who') ?? '').split(/\s+/).map((id) => id.replace(/^#/, ''));
      const named = ids.map((id) => cast.get(id) ?? '');
      return joinNames(named.every((name) => name !== '') ? named : written.map((name) => name.replace(/[.:,]+$/, '')));
    };
    return readPlay(root, {
      speech: 'sp',
      speaker: 'speaker',
      stage: 'stage',
      isAct: (element) => /^div\d?$/.test(nameOf(element)),
      skipped: new Set(['teiHeader', 'castList', 'front', 'back', 'note']),
      speakerOf,
      unspoken: ['note', 'pb', 'fw'],
    });
  },
};
