import { endsSentence } from '../text/capitals.js';
import { squeeze } from '../text/words.js';
import type { ScriptLine } from './script.js';

/** A text of several lines as one, and where its lines but the first begin. */
export interface JoinedLines {
  content: string;
  verse?: number[];
}

/** Joins the lines of a speech with a space. Empty ones are left out. */
export function joinLines(lines: readonly string[]): JoinedLines {
  const words = lines.map(squeeze).filter((line) => line !== '');
  if (words.length < 2) return { content: words[0] ?? '' };
  const verse: number[] = [];
  let length = 0;
  for (const line of words) {
    if (length > 0) verse.push(length);
    length += line.length + 1;
  }
  return { content: words.join(' '), verse };
}

/** How a line begins in the midst of a sentence; undefined where the line before ends one, or without a letter. */
type Beginning = 'capital' | 'small' | undefined;

const FIRST_LETTER = /^\P{L}{0,3}(\p{L})/u;
/** A letter and the marks before it. */
const LOOK_AT = 8;

function beginningAt(content: string, at: number): Beginning {
  if (endsSentence(content, at)) return undefined;
  const letter = FIRST_LETTER.exec(content.slice(at, at + LOOK_AT))?.[1];
  if (letter === undefined) return undefined;
  return letter === letter.toLowerCase() ? 'small' : 'capital';
}

/** How many lines begin with a capital in the midst of a sentence, of how many that begin there. */
function countCapitals(beginnings: readonly Beginning[]): [capitals: number, all: number] {
  let [capitals, all] = [0, 0];
  for (const beginning of beginnings) {
    if (beginning === 'capital') capitals += 1;
    if (beginning !== undefined) all += 1;
  }
  return [capitals, all];
}

// Our choice, and far from both: in the plays of the corpus that are in verse 78 to 100 % of the lines that begin within a sentence
// begin with a capital; in wrapped prose, where names and "I" do, 7 %.
/** A script has verse where so many of these lines begin with a capital, and there are so many of them for a speech. */
const SCRIPT_SHARE = 0.3;
const SCRIPT_LINES = 0.1;
/** A speech is verse where so many do. */
const SPEECH_SHARE = 0.75;
/** Among prose, so many lines that follow each other and begin so are verse: a song, the verse in a speech that has prose too. */
const FEWEST_ALONE = 3;

/** The lines of a speech of verse and prose that are verse. */
function linesAmongProse(verse: readonly number[], beginnings: readonly Beginning[]): number[] {
  const lines: number[] = [];
  let run: number[] = [];
  let capitals = 0;
  for (const [at, beginning] of [...beginnings, 'small'].entries()) {
    if (beginning !== 'small') run.push(verse[at]!);
    if (beginning === 'capital') capitals += 1;
    if (beginning !== 'small') continue;
    if (capitals >= FEWEST_ALONE) for (const line of run) lines.push(line);
    run = [];
    capitals = 0;
  }
  return lines;
}

/**
 * The lines of a script, with `verse` only where it is verse: there each line begins with a capital, whatever the line before
 * ends with. Where prose is broken at a width, only names do.
 */
export function withVerseOnly(lines: readonly ScriptLine[]): ScriptLine[] {
  const beginnings = lines.map(({ speaker, content, verse }) =>
    speaker === null ? undefined : verse?.map((at) => beginningAt(content, at)),
  );
  let [speeches, capitals, all] = [0, 0, 0];
  for (const [at, { speaker }] of lines.entries()) {
    if (speaker !== null) speeches += 1;
    const [some, of] = countCapitals(beginnings[at] ?? []);
    capitals += some;
    all += of;
  }
  const hasVerse = all >= speeches * SCRIPT_LINES && capitals >= all * SCRIPT_SHARE;
  const isInVerse = hasVerse && capitals >= all * SPEECH_SHARE;

  function verseOf(verse: number[], found: readonly Beginning[]): number[] {
    const [some, of] = countCapitals(found);
    if (of === 0) return isInVerse ? verse : [];
    if (some >= of * SPEECH_SHARE && (hasVerse || of >= FEWEST_ALONE)) return verse;
    return hasVerse ? linesAmongProse(verse, found) : [];
  }

  return lines.map((line, at) => {
    if (!line.verse) return line;
    const { verse, ...prose } = line;
    const kept = verseOf(verse, beginnings[at] ?? []);
    return kept.length > 0 && line.speaker !== null ? { ...prose, verse: kept } : prose;
  });
}
