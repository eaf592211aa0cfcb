import type { ScriptFormat, ScriptLine } from './script.js';
import { readableName } from './speaker-names.js';
import { type JoinedLines, withVerseOnly } from './verse-lines.js';
import { descendants, linesOf, nameOf, textOf, type XmlElement } from './xml-tree.js';
import { isNamed, openXml, type XmlWalker } from './xml-walk.js';

/** How far into the text a format is looked for: the header of a file can be long. */
export const LOOK_AT = 200_000;

/** The names of one play: its elements for scenes, speeches, who speaks, what is said and what is done. */
export interface Vocabulary {
  speech: string;
  speaker: string;
  stage: string;
  /** Parts of the play whose beginning is a new act or scene. */
  isAct(element: XmlElement): boolean;
  /** Parts in which nobody speaks: the list of persons, the header. */
  skipped: ReadonlySet<string>;
  /** The one spelling of a speech's speaker. */
  speakerOf(speech: XmlElement, written: readonly string[]): string | null;
  /** An element that is a line of verse, and whether it is one in prose too, broken at a width. */
  verseLine: string;
  isProseInLines: boolean;
  /** Elements in a speech that are neither spoken nor stage direction: notes, page breaks. */
  unspoken: readonly string[];
}

/** The speeches and stage directions of a play in XML. */
export function readXmlPlay(walk: XmlWalker, words: Vocabulary): ScriptLine[] {
  const lines: ScriptLine[] = [];
  let act = 0;
  const push: Push = (speaker, { content, verse }, element) => {
    if (content === '') return;
    const line = element.lineNumber ?? 1;
    lines.push({ speaker: speaker && readableName(speaker), content, act, line, ...(verse && { verse }) });
  };
  walk({
    isSkipped: isNamed(words.skipped),
    isUnit: isNamed(new Set([words.stage, words.speech])),
    onElement(element) {
      if (words.isAct(element) && lines.length > 0 && lines.at(-1)?.act === act) act += 1;
    },
    onUnit(element) {
      if (nameOf(element) === words.speech) readSpeech(element, words, push);
      else push(null, { content: textOf(element, new Set(words.unspoken)) }, element);
    },
  });
  return words.isProseInLines ? withVerseOnly(lines) : lines;
}

type Push = (speaker: string | null, words: JoinedLines, element: XmlElement) => void;

/** Paragraphs of prose begin a line of their own where verse stands before them. */
const PARAGRAPH = /^(?:p|ab)$/;

function readSpeech(speech: XmlElement, words: Vocabulary, push: Push): void {
  const parts = [...descendants(speech)].filter((element) => element !== speech);
  const written = parts
    .filter((part) => nameOf(part) === words.speaker)
    .map((part) => textOf(part, new Set([words.stage, ...words.unspoken])));
  const without = new Set([words.speaker, words.stage, ...words.unspoken]);
  const isVerse = parts.some((part) => nameOf(part) === words.verseLine);
  const beginsLine = (part: XmlElement) => nameOf(part) === words.verseLine || PARAGRAPH.test(nameOf(part));
  const spoken = isVerse ? linesOf(speech, without, beginsLine) : { content: textOf(speech, without) };
  push(words.speakerOf(speech, written), spoken, speech);
  for (const part of parts) {
    if (nameOf(part) === words.stage) push(null, { content: textOf(part, new Set(words.unspoken)) }, part);
  }
}

/** Those who speak together. */
export const joinNames = (names: readonly string[]) =>
  [...new Set(names.filter((name) => name !== ''))].join(' and ') || null;

/** The element of a speech, in capitals or small letters. */
const SPEECH = /<(SPEECH|speech|Speech)[\s>]/;

/** The names of Bosak's elements, spelled as that of a speech is. */
function vocabularyOf(speech: string): Vocabulary {
  const spelled = (name: string) => {
    if (speech === 'SPEECH') return name;
    return (speech === 'Speech' ? name.charAt(0) : name.charAt(0).toLowerCase()) + name.slice(1).toLowerCase();
  };
  const acts = new Set(['ACT', 'SCENE', 'PROLOGUE', 'EPILOGUE', 'INDUCT'].map(spelled));
  return {
    speech,
    speaker: spelled('SPEAKER'),
    stage: spelled('STAGEDIR'),
    isAct: isNamed(acts),
    skipped: new Set(['PERSONAE', 'FM'].map(spelled)),
    speakerOf: (_speech, written) => joinNames(written),
    verseLine: spelled('LINE'),
    isProseInLines: true,
    unspoken: [],
  };
}

/** Plays in Jon Bosak's markup: PLAY, ACT, SCENE, SPEECH, SPEAKER, LINE, STAGEDIR; in small letters too. */
export const bosak: ScriptFormat = {
  name: 'bosak',
  recognise(text) {
    if (!/^\s*</.test(text)) return 0;
    const start = text.slice(0, LOOK_AT);
    return SPEECH.test(start) && /<SPEAKER[\s>]/i.test(start) ? 1 : 0;
  },
  read(text, { file }) {
    const speech = SPEECH.exec(text.slice(0, LOOK_AT))?.[1] ?? 'SPEECH';
    return readXmlPlay(openXml(text, file), vocabularyOf(speech));
  },
};
