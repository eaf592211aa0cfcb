import type { LanguageCode } from '../records.js';

/** One line of a script as a reader finds it. */
export interface ScriptLine {
  /** Who speaks, by one spelling throughout the script; null for narration and stage directions. */
  speaker: string | null;
  /** What is said: without the speaker's name, stage directions, markup or quotation marks around it; wrapped lines are joined. */
  content: string;
  /** Running number of the act or scene, from 0. */
  act: number;
  /** Line of the file where it begins, from 1. */
  line: number;
  /** Where in `content` new lines of verse begin, from the second on, in UTF-16 units; not there where the speech is prose. */
  verse?: number[];
  /** Novels: words in quotation marks of which is not known who says them. */
  unattributed?: true;
}

/** What a reader is told beside the text. */
export interface ReadingOptions {
  /** The file's name: in messages, and to recognise a format by its ending. */
  file: string;
  language?: LanguageCode | undefined;
  /** Encoding of a text file, where it should not be found out from its bytes. */
  encoding?: string | undefined;
  /** CSV, TSV: header names of the columns. */
  speakerColumn?: string | undefined;
  textColumn?: string | undefined;
  /** Prose: who speaks where it says `I said`. */
  narrator?: string | undefined;
}

/** A layout that scripts come in. One file of this folder is one format. */
export interface ScriptFormat {
  name: string;
  /** How sure it is that the text has this layout: 0 (no) to 1. Looks only as far into the text as it must. */
  recognise(text: string, options: ReadingOptions): number;
  /** What of this layout stands in a text that no layout fits, for the message: `4 lines look like cues ...`. */
  seen?(text: string): string | undefined;
  /** All lines, in the script's order. Throws UserError with file and line where the text breaks the format's rules. */
  read(text: string, options: ReadingOptions): ScriptLine[];
}
