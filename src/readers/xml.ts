import type { ScriptFormat, ScriptLine } from './script.js';
import { readableName } from './speaker-names.js';
import { children, descendants, type Element, nameOf, parseXml, putOn, textOf } from './xml-tree.js';

/** How far into the text a format is looked for: the header of a file can be long. */
export const LOOK_AT = 200_000;

/** The names of one play: its elements for scenes, speeches, who speaks, what is said and what is done. */
export interface Vocabulary {
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

/** The speeches and stage directions of a play in XML. */
export function readXmlPlay(root: Element, words: Vocabulary): ScriptLine[] {
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
    else putOn(open, children(element));
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

/** Those who speak together. */
export const joinNames = (names: readonly string[]) =>
  [...new Set(names.filter((name) => name !== ''))].join(' and ') || null;

/** Plays in Jon Bosak's markup: PLAY, ACT, SCENE, SPEECH, SPEAKER, LINE, STAGEDIR. */
export const bosak: ScriptFormat = {
  name: 'bosak',
  recognise(text) {
    if (!/^\s*</.test(text)) return 0;
    const start = text.slice(0, LOOK_AT);
    return /<SPEECH[\s>]/.test(start) && /<SPEAKER[\s>]/.test(start) ? 1 : 0;
  },
  read(text, { file }) {
    return readXmlPlay(parseXml(text, file), {
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
